"""Backups are whole and in one file; a restore is a change that everybody notices."""

from __future__ import annotations

import stat
import threading
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from rig.stores import (
    HOUR,
    NOON,
    account,
    change,
    opened_again,
    postgres_store,
    report,
    shop,
    sqlite_store,
)
from rig.waiting import comes_true
from stationmap.errors import StoreError, VersionConflictError
from stationmap.store.protocol import StationQuery
from stationmap.store.sqlite import SqliteStore
from stationmap.store.sqlite_engine import sqlite_module
from stationmap.upkeep.change import Action

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stationmap.store.protocol import Store

ALL, EVEN_REMOVED = StationQuery(), StationQuery(with_removed=True)
RESTORED = change(Action.RESTORED, who="operator", at=NOON + HOUR, why="backup.sqlite")
TODAY = date(2026, 11, 20)


@pytest.fixture(params=[sqlite_store, postgres_store], ids=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Open each store with three stations, an account, a report and a confirmation."""
    opened: Store = request.param(tmp_path)
    opened.save_all([(shop(name), 0) for name in "abc"], change(Action.FILLED))
    opened.accounts.save(account("li"))
    opened.accounts.set_password_hash("li", "old")
    opened.reports.add(report("a"))
    opened.reports.confirm("a", day=TODAY)
    yield opened
    opened.close()


@pytest.fixture(params=[sqlite_store, postgres_store], ids=["to_sqlite", "to_postgres"])
def new(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Open another store of each kind, which holds nothing."""
    folder = tmp_path / "new"
    folder.mkdir()
    opened: Store = request.param(folder)
    yield opened
    opened.close()


@pytest.fixture
def backup(store: Store, tmp_path: Path) -> Path:
    """Return a backup of it."""
    path = tmp_path / "backup.sqlite"
    store.backup(path)
    return path


def names(store: Store, query: StationQuery = ALL) -> list[str]:
    return [one.station.id for one in store.find(query)]


def gaps(store: Store) -> list[int]:
    numbers = [one.number for one in store.history()]
    return [n for n in range(1, store.revision() + 1) if n not in set(numbers)]


# ---- backup ------------------------------------------------------------------------------------


def test_a_backup_is_one_file_that_holds_everything(store: Store, backup: Path) -> None:
    files = {path.name for path in backup.parent.iterdir()}
    assert {name for name in files if "backup" in name} == {"backup.sqlite"}
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert backup.read_bytes()[18:20] == b"\x01\x01", "it would be read with a log beside it"

    with closing(SqliteStore(backup)) as copy:
        assert copy.find(EVEN_REMOVED) == store.find(EVEN_REMOVED)
        assert copy.history() == store.history()
        assert copy.accounts.all() == store.accounts.all()
        assert copy.reports.find() == store.reports.find()


def test_a_backup_is_written_while_others_write(store: Store, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        version = 1
        while not done.is_set():
            store.save_all([(shop(name, capacity=version), version) for name in "abc"], change())
            version += 1

    writer = threading.Thread(target=write)
    writer.start()
    for number in range(5):
        store.backup(tmp_path / f"{number}")
    done.set()
    writer.join()

    for number in range(5):
        with closing(SqliteStore(tmp_path / f"{number}")) as copy:
            assert len({one.version for one in copy.find(ALL)}) == 1
            assert gaps(copy) == []


def test_a_backup_that_cannot_be_written_leaves_what_was_there(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(StoreError, match="folder"):
        store.backup(folder)
    with pytest.raises(StoreError, match="missing"):
        store.backup(tmp_path / "missing" / "backup")

    assert list(folder.iterdir()) == []
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_a_file_is_neither_its_own_backup_nor_restored_from_itself(tmp_path: Path) -> None:
    with closing(sqlite_store(tmp_path)) as store:
        itself = tmp_path / "stations.sqlite"
        with pytest.raises(StoreError, match="itself"):
            store.backup(itself)
        with pytest.raises(StoreError, match="itself"):
            store.restore(itself, RESTORED)


# ---- restore -----------------------------------------------------------------------------------


def test_a_restore_brings_back_everything_but_sessions(store: Store, backup: Path) -> None:
    store.save(shop("a", notes="later"), change(), version=1)
    store.remove("b", change(), version=1, successor="c")
    store.save(shop("d"), change(), version=0)
    store.accounts.save(account("wang"))
    store.accounts.set_password_hash("li", "new")
    store.accounts.open_session("s", "li", at=NOON, expires_at=NOON + HOUR)
    store.reports.add(report("b"))
    store.reports.confirm("a", day=TODAY)

    store.restore(backup, RESTORED)

    assert [one.station for one in store.find(ALL)] == [shop(name) for name in "abc"]
    assert store.get("b").successor is None
    assert store.get("d").removed
    assert store.accounts.all() == [account("li")]
    assert store.accounts.password_hash("li") == "old"
    assert store.accounts.session("s", at=NOON) is None
    assert [one.station_id for one in store.reports.find()] == ["a"]
    assert store.reports.confirmations(since=TODAY)["a"].count == 1


def test_a_restore_is_told_as_revisions_of_what_it_changed_and_nothing_else(
    store: Store, backup: Path
) -> None:
    store.save(shop("a", notes="later"), change(), version=1)
    store.save(shop("d"), change(), version=0)

    store.restore(backup, RESTORED)

    told = store.history(limit=2)
    assert [(one.number, one.station_id, one.change) for one in told] == [
        (7, "d", RESTORED),
        (6, "a", RESTORED),
    ]
    assert (told[0].before, told[0].after) == (shop("d"), None)
    assert (told[1].before, told[1].after) == (shop("a", notes="later"), shop("a"))
    assert gaps(store) == []
    found = store.find(StationQuery(after_revision=5, with_removed=True))
    assert [one.station.id for one in found] == ["a", "d"]


def test_an_edit_that_was_open_during_a_restore_is_refused(store: Store, backup: Path) -> None:
    """Version 2 of before the restore is not version 2 of after it."""
    store.save(shop("a", notes="later"), change(), version=1)
    store.restore(backup, RESTORED)

    with pytest.raises(VersionConflictError) as refused:
        store.save(shop("a", notes="mine"), change(), version=2)

    assert refused.value.current_version == 3


def test_a_restore_of_what_is_there_changes_no_station(store: Store, backup: Path) -> None:
    store.restore(backup, RESTORED)
    store.restore(backup, RESTORED)

    assert store.revision() == 3


def test_a_restore_can_be_restored_from(store: Store, backup: Path, tmp_path: Path) -> None:
    store.save(shop("a", notes="later"), change(), version=1)
    kept = tmp_path / "kept"
    store.restore(backup, RESTORED, keeping=kept)
    assert store.get("a").station.notes is None

    store.restore(kept, RESTORED)

    assert store.get("a").station.notes == "later"
    assert store.get("a").version == 4
    assert gaps(store) == []


def test_a_backup_of_another_store_brings_its_history(
    store: Store, new: Store, backup: Path
) -> None:
    """A new machine that has filled its store with other stations, and changed one of the same."""
    store.save(shop("a", notes="x"), change(undoes=1), version=1)
    store.backup(backup)
    new.save_all([(shop(f"sample{n}"), 0) for n in range(9)], change(Action.FILLED))
    new.save(shop("a", notes="its own"), change(), version=0)
    seen = new.revision()

    new.restore(backup, RESTORED)

    assert [one.station for one in new.find(ALL)] == [one.station for one in store.find(ALL)]
    past = new.history(station_id="a")
    assert [(one.version, one.number, one.change.undoes) for one in past] == [
        (3, 14, 11),
        (2, 11, None),
        (1, 10, None),
    ]
    assert new.get("a").version == 3
    assert gaps(new) == []
    changed = new.find(StationQuery(after_revision=seen, with_removed=True))
    assert len(changed) == 3 + 9
    new.save(shop("a"), change(), version=3)


def test_an_empty_store_becomes_the_backup_to_the_number(
    store: Store, new: Store, backup: Path
) -> None:
    new.restore(backup, RESTORED)

    assert new.history() == store.history()
    assert new.find(EVEN_REMOVED) == store.find(EVEN_REMOVED)
    assert names(new, StationQuery(bounds=(116.0, 39.0, 117.0, 40.0))) == ["a", "b", "c"]


def test_what_is_no_backup_is_refused_and_changes_nothing(
    store: Store, backup: Path, tmp_path: Path
) -> None:
    text, empty, other, damaged = (tmp_path / name for name in ("text", "empty", "other", "bad"))
    text.write_text("no database" * 100)
    empty.write_bytes(b"")
    with closing(sqlite_module().connect(str(other))) as connection:
        connection.execute("CREATE TABLE songs (title)")
    content = backup.read_bytes()
    damaged.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))

    for path in (text, empty, other, damaged, tmp_path / "missing"):
        with pytest.raises(StoreError, match=path.name):
            store.restore(path, RESTORED)

    assert store.revision() == 3
    assert store.accounts.password_hash("li") == "old"
    assert not [path for path in tmp_path.iterdir() if ".part" in path.name]


def test_a_backup_of_a_newer_program_is_refused(store: Store, backup: Path) -> None:
    with closing(sqlite_module().connect(str(backup))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    with pytest.raises(StoreError, match="newer"):
        store.restore(backup, RESTORED)


def test_a_restore_leaves_the_backup_as_it_is(store: Store, backup: Path) -> None:
    content = backup.read_bytes()

    store.restore(backup, RESTORED)

    assert backup.read_bytes() == content


def test_another_open_store_notices_a_restore(store: Store, backup: Path) -> None:
    with closing(opened_again(store)) as other:
        store.save(shop("a", notes="later"), change(), version=1)
        before = other.revision()
        store.restore(backup, RESTORED)

        assert comes_true(lambda: other.revision() > before)
        assert other.get("a").station == shop("a")
