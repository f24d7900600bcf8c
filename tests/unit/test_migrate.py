"""`stationmap migrate`: everything moves, or nothing; both stores are read to prove it."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from rig.command_line import CliRunner
from rig.postgres_cluster import the_cluster
from rig.scenarios import scenario, upload
from rig.stores import HOUR, NOON, account, change, report, shop
from stationmap.cli import app
from stationmap.errors import StoreError
from stationmap.store import moving
from stationmap.store.opening import open_store
from stationmap.store.protocol import StationQuery
from stationmap.store.sqlite import SqliteStore
from stationmap.store.tables import METADATA
from stationmap.upkeep.change import Action

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stationmap.store.protocol import Store

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATIONMAP_LANGUAGE", "en")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """Return the URL of an empty PostGIS database; the tests of this file empty it again."""
    cluster = the_cluster()
    name = cluster.new_database()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def url(database: str) -> Iterator[str]:
    """Return the URL of the database while nothing is in it."""
    yield database
    with closing(open_store(database)) as store, store.connections.writing() as connection:
        for table in METADATA.sorted_tables:
            connection.execute(table.delete())


@pytest.fixture
def source(tmp_path: Path) -> Iterator[SqliteStore]:
    """Open a store with something in each table."""
    store = SqliteStore(tmp_path / "old.sqlite")
    store.save_all([(shop(name), 0) for name in ("驿站", "b", "c")], change(Action.FILLED))
    store.save(
        shop("b", lon=116.4 + 2**-46, notes="'; 🏠", extra={"深": [1, None]}), change(), version=1
    )
    store.remove("c", change(batch="one", undoes=3), version=1, successor="b")
    store.accounts.save(account("li"))
    store.accounts.save(account("an", subject="https://idp.example|7", disabled=True))
    store.accounts.set_password_hash("li", "$argon2id$x")
    store.accounts.open_session("session", "li", at=NOON, expires_at=NOON + HOUR)
    store.accounts.keep_token("token", "li", name="巡检", at=NOON, expires_at=NOON + HOUR)
    store.accounts.note_failure("li", at=NOON)
    store.accounts.note_failure("li", at=NOON)
    store.accounts.keep_link("link", purpose="set-up", expires_at=NOON + HOUR)
    store.reports.add(report("b", texts=("关门了", "x")))
    store.reports.confirm("b", day=TODAY)
    store.plans.save_scenario(scenario(version=1, closed=("b",)), was=0)
    store.plans.keep_upload(upload(), b"\x00\xff body")
    yield store
    store.close()


def everything(store: Store) -> list[object]:
    return [
        store.revision(),
        store.find(StationQuery(with_removed=True)),
        store.find(StationQuery(bounds=(116.4, 39.0, 117.0, 41.0))),
        store.history(),
        store.accounts.all(),
        store.accounts.password_hash("li"),
        store.accounts.session("session", at=NOON),
        store.accounts.token("token", at=NOON),
        store.accounts.tokens_of("li"),
        store.accounts.failures("li", since=NOON),
        store.reports.find(),
        store.reports.confirmations(since=TODAY),
        store.plans.scenarios(),
        store.plans.uploads(),
        store.plans.upload_body("u"),
    ]


def migrate(old: str, new: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["migrate", "--from", old, "--to", new])
    return result.exit_code, result.output


def test_everything_moves_to_postgresql_and_back(
    source: SqliteStore, url: str, tmp_path: Path
) -> None:
    files = [f"sqlite:///{tmp_path / name}" for name in ("old.sqlite", "back.sqlite")]

    there, back = migrate(files[0], url), migrate(url, files[1])

    assert there[0] == back[0] == 0
    assert there[1].splitlines()[:11] == back[1].splitlines()[:11]
    for address in (url, files[1]):
        with closing(open_store(address)) as moved:
            assert everything(moved) == everything(source)


def test_the_proof_names_each_table_its_rows_and_their_digest(
    source: SqliteStore, url: str, tmp_path: Path
) -> None:
    old = f"sqlite:///{tmp_path / 'old.sqlite'}"
    source.save(shop("b"), change(), version=2)

    _, said = migrate(old, url)

    proof = [line.split() for line in said.splitlines()]
    rows = {line[0]: line[1] for line in proof if len(line) == 3 and len(line[2]) == 64}
    assert set(rows) == {table.name for table in METADATA.sorted_tables}
    assert (rows["stations"], rows["revisions"], rows["login_failures"]) == ("3", "6", "2")
    assert "PASSWORD" not in said
    assert "%20" not in said, "the password was shown"
    assert "Both hold the same" in said


def test_what_is_written_after_a_move_goes_on_from_it(
    source: SqliteStore, url: str, tmp_path: Path
) -> None:
    migrate(f"sqlite:///{tmp_path / 'old.sqlite'}", url)

    with closing(open_store(url)) as moved:
        assert moved.save(shop("new"), change(), version=0).revision == source.revision() + 1
        assert moved.reports.add(report("b")).id == 2
        moved.accounts.note_failure("li", at=NOON)
        assert len(moved.accounts.failures("li", since=NOON)) == 3


@pytest.mark.usefixtures("source")
def test_a_target_that_holds_anything_is_refused_and_left_as_it_is(
    url: str, tmp_path: Path
) -> None:
    with closing(open_store(url)) as target:
        target.accounts.save(account("wang"))

        code, said = migrate(f"sqlite:///{tmp_path / 'old.sqlite'}", url)

        assert code == 1
        assert "holds accounts already; name an empty store" in said
        assert target.revision() == 0
        assert target.accounts.all() == [account("wang")]


def test_a_source_that_is_not_there_is_refused_and_not_made(url: str, tmp_path: Path) -> None:
    code, said = migrate(f"sqlite:///{tmp_path / 'typo.sqlite'}", url)

    assert (code, said.strip().endswith("there is no such file")) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_what_is_written_to_the_source_meanwhile_stops_the_move(
    source: SqliteStore, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that was not stopped: its last report must not be left behind without a word."""
    read = moving.held_in

    def held_in_a_used_store(connection: object, table: object) -> object:
        if not source.reports.get(2):
            source.reports.add(report("b"))
        return read(connection, table)  # type: ignore[arg-type]

    monkeypatch.setattr(moving, "held_in", held_in_a_used_store)
    with closing(open_store(url)) as target:
        with pytest.raises(StoreError, match="written to meanwhile"):
            moving.move(source, target)

        assert target.revision() == 0
        assert target.reports.find() == []


def test_a_digest_tells_of_any_change(source: SqliteStore) -> None:
    def digests() -> list[str]:
        with source.connections.reading() as connection:
            return [moving.held_in(connection, one).digest for one in METADATA.sorted_tables]

    before = digests()
    source.reports.confirm("b", day=TODAY)

    assert [old == new for old, new in zip(before, digests(), strict=True)].count(False) == 1
