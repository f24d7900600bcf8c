"""Plans in the file behind the store: an older file is brought up, backups hold them."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.config import Config

from rig.scenarios import scenario, upload
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
from stationmap.errors import StoreError
from stationmap.store.migrating import SCRIPTS, TRIGGERS
from stationmap.store.protocol import StationQuery
from stationmap.store.sqlite import SqliteStore
from stationmap.store.sqlite_engine import IMMEDIATE, open_engine, sqlite_module
from stationmap.upkeep.change import Action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.store.protocol import Store

TESTS = Path(__file__).resolve().parents[1]
EVEN_REMOVED = StationQuery(with_removed=True)
RESTORED = change(Action.RESTORED, who="operator", at=NOON + HOUR, why="backup.sqlite")
TODAY = date(2026, 11, 20)
TABLES_OF_0001 = (
    "stations",
    "revisions",
    "accounts",
    "sessions",
    "login_failures",
    "links",
    "reports",
    "confirmations",
)


@pytest.fixture(params=[sqlite_store, postgres_store], ids=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Open each store with a scenario and an upload."""
    opened: Store = request.param(tmp_path)
    opened.plans.save_scenario(scenario(version=1, closed=("a",)), was=0)
    opened.plans.keep_upload(upload(), b"body")
    yield opened
    opened.close()


@pytest.fixture
def backup(store: Store, tmp_path: Path) -> Path:
    """Return a backup of it."""
    path = tmp_path / "backup.sqlite"
    store.backup(path)
    return path


def filled(path: Path) -> SqliteStore:
    """Open a store with something in each table of the first step."""
    store = SqliteStore(path)
    store.save_all([(shop(name), 0) for name in "abc"], change(Action.FILLED))
    store.save(shop("a", lon=116.5, notes="later"), change(), version=1)
    store.remove("b", change(), version=1, successor="c")
    store.accounts.save(account("li"))
    store.accounts.set_password_hash("li", "hash")
    store.accounts.open_session("digest", "li", at=NOON, expires_at=NOON + HOUR)
    store.accounts.note_failure("li", at=NOON)
    store.accounts.keep_link("link", purpose="set-up", expires_at=NOON + HOUR)
    store.reports.add(report("a"))
    store.reports.confirm("a", day=TODAY)
    return store


def everything(store: Store) -> list[object]:
    return [
        store.find(EVEN_REMOVED),
        store.find(StationQuery(bounds=(116.45, 39.0, 117.0, 41.0))),
        store.history(),
        store.accounts.all(),
        store.accounts.password_hash("li"),
        store.accounts.session("digest", at=NOON),
        store.accounts.failures("li", since=NOON - HOUR),
        store.reports.find(),
        store.reports.confirmations(since=TODAY),
    ]


def store_at_0001(path: Path, filled_from: Path) -> None:
    """Make a store as the program before this one did, with the rows of another."""
    engine = open_engine(path)
    with engine.connect() as opened:
        connection = opened.execution_options(**IMMEDIATE)
        with connection.begin():
            config = Config()
            config.set_main_option("script_location", SCRIPTS)
            config.attributes["connection"] = connection
            command.upgrade(config, "0001")
    engine.dispose()
    with closing(sqlite_module().connect(str(path))) as raw:
        raw.execute("ATTACH ? AS source", (str(filled_from),))
        for table in TABLES_OF_0001:
            raw.execute(f"INSERT INTO main.{table} SELECT * FROM source.{table}")  # noqa: S608  # ours
        raw.commit()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a store at the first step, with rows in every table."""
    with closing(filled(tmp_path / "new.sqlite")):
        path = tmp_path / "old.sqlite"
        store_at_0001(path, tmp_path / "new.sqlite")
    return path


# ---- an older store ----------------------------------------------------------------------------


def test_an_older_store_is_brought_up_in_place_with_everything_kept(
    old: Path, tmp_path: Path
) -> None:
    with closing(sqlite_module().connect(str(old))) as raw:
        tables = "SELECT name FROM sqlite_master WHERE name IN ('scenarios', 'plan_uploads')"
        assert raw.execute(tables).fetchall() == []

    with closing(SqliteStore(old)) as opened, closing(SqliteStore(tmp_path / "new.sqlite")) as new:
        assert everything(opened) == everything(new)
        assert opened.plans.scenarios() == []
        assert opened.plans.uploads() == []
        opened.plans.save_scenario(scenario(version=1), was=0)
        opened.plans.keep_upload(upload(), b"body")
        opened.save(shop("c", lon=116.6), change(), version=1)

    with closing(SqliteStore(old)) as again:
        assert again.plans.scenarios() == [scenario(version=1)]
        assert again.plans.upload_body("u") == b"body"
        assert [one.station.id for one in again.find(EVEN_REMOVED)] == ["a", "b", "c"]


def test_the_triggers_are_there_after_the_step(old: Path) -> None:
    SqliteStore(old).close()

    with closing(sqlite_module().connect(str(old))) as raw:
        found = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        assert {name for (name,) in found} == TRIGGERS["sqlite"]
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_an_older_store_without_its_triggers_is_refused_and_stays_as_it_is(old: Path) -> None:
    with closing(sqlite_module().connect(str(old))) as raw:
        raw.execute("DROP TRIGGER stations_moved")
        raw.commit()

    with pytest.raises(StoreError, match="stations_moved"):
        SqliteStore(old)

    with closing(sqlite_module().connect(str(old))) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]


def test_a_backup_of_an_older_program_can_be_restored(store: Store, old: Path) -> None:
    store.restore(old, RESTORED)

    assert [one.station.id for one in store.find(StationQuery())] == ["a", "c"]
    assert store.plans.scenarios() == []
    assert store.plans.uploads() == []


def test_programs_that_start_at_once_bring_an_older_store_up_once(old: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from rig.stores import open_and_save; "
        "open_and_save(Path(sys.argv[1]), sys.argv[2])"
    )
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    workers = [
        subprocess.Popen([sys.executable, "-c", script, old, f"{number}"], env=environment)
        for number in range(4)
    ]

    assert [worker.wait() for worker in workers] == [0] * 4
    with closing(SqliteStore(old)) as opened:
        ids = [one.station.id for one in opened.find(StationQuery())]
        assert ids == ["0", "1", "2", "3", "a", "c"]
        assert opened.plans.scenarios() == []


# ---- backup and restore ------------------------------------------------------------------------


def test_a_backup_holds_plans(store: Store, backup: Path) -> None:
    with closing(SqliteStore(backup)) as copy:
        assert copy.plans.scenarios() == store.plans.scenarios()
        assert copy.plans.uploads() == store.plans.uploads()
        assert copy.plans.upload_body("u") == b"body"


def test_a_restore_brings_back_plans_and_takes_later_ones_away(store: Store, backup: Path) -> None:
    store.plans.save_scenario(scenario(version=2), was=1)
    store.plans.save_scenario(scenario(id="later", version=1), was=0)
    store.plans.remove_upload("u")
    store.plans.keep_upload(upload("later"), b"later")

    store.restore(backup, RESTORED)

    assert store.plans.scenarios() == [scenario(version=3, closed=("a",))]
    assert store.plans.uploads() == [upload()]
    assert store.plans.upload_body("u") == b"body"


def test_a_scenario_that_was_open_during_a_restore_is_not_saved_over_it(
    store: Store, backup: Path
) -> None:
    """Nor is what was worked out for version 2 taken for another version 2."""
    store.plans.save_scenario(scenario(version=2), was=1)
    store.restore(backup, RESTORED)

    assert not store.plans.save_scenario(scenario(version=3, note="mine"), was=2)
    assert store.plans.save_scenario(scenario(version=4, note="mine"), was=3)


def test_a_removed_scenario_comes_back_from_a_backup_as_another_version(
    store: Store, backup: Path
) -> None:
    store.plans.save_scenario(scenario(version=2), was=1)
    store.plans.remove_scenario("s")

    store.restore(backup, RESTORED)

    assert store.plans.scenarios() == [scenario(version=4, closed=("a",))]


def test_a_restore_of_what_is_there_changes_no_scenario(store: Store, backup: Path) -> None:
    store.restore(backup, RESTORED)
    store.restore(backup, RESTORED)

    assert store.plans.scenarios() == [scenario(version=1, closed=("a",))]


def test_a_new_store_has_the_plans_of_a_backup(backup: Path, tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "new.sqlite")) as new:
        new.restore(backup, RESTORED)

        assert new.plans.scenarios() == [scenario(version=1, closed=("a",))]
        assert new.plans.upload_body("u") == b"body"


def test_two_processes_see_each_other_s_plans(store: Store) -> None:
    with closing(opened_again(store)) as other:
        assert other.plans.scenarios() == store.plans.scenarios()
        assert other.plans.save_scenario(scenario(version=2), was=1)
        assert other.plans.remove_upload("u")

        assert store.plans.scenarios() == [scenario(version=2)]
        assert store.plans.upload("u") is None
