"""The file behind the store: how it is opened, shared, filled up, and what it has no room for."""

from __future__ import annotations

import multiprocessing
import os
import stat
import subprocess
import sys
import threading
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event

from rig.stores import NOON, account, change, report, shop
from stationmap.errors import StoreError
from stationmap.store.migrating import NEWEST
from stationmap.store.opening import open_store
from stationmap.store.protocol import StationQuery
from stationmap.store.sqlite import SqliteStore
from stationmap.store.sqlite_engine import open_engine, sqlite_module
from stationmap.store.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).resolve().parents[1]

ALL = StationQuery()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a store may be made."""
    return tmp_path / "store.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """Open a store in a file."""
    opened = SqliteStore(path)
    yield opened
    opened.close()


def ask(path: Path, question: str) -> list[tuple[object, ...]]:
    """Ask a file that no store has open."""
    with closing(sqlite_module().connect(str(path))) as connection:
        found: list[tuple[object, ...]] = connection.execute(question).fetchall()
        connection.commit()
        return found


# ---- opening -----------------------------------------------------------------------------------


def test_a_url_names_the_file(path: Path) -> None:
    store = open_store(f"sqlite:///{path}")
    store.save(shop("a"), change(), version=0)
    store.close()

    assert ask(path, "SELECT id FROM stations") == [("a",)]


@pytest.mark.parametrize("name", ["a?b", "a%20b", "a#b", "a b+c&d=e", "驿站", ":memory:", "file:x"])
def test_a_file_may_have_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store(f"sqlite:///{name}")
    store.save(shop("a"), change(), version=0)
    store.backup(tmp_path / "copy")
    store.close()

    assert ask(tmp_path / name, "SELECT id FROM stations") == [("a",)]
    assert ask(tmp_path / "copy", "SELECT id FROM stations") == [("a",)]
    assert {one.name for one in tmp_path.iterdir()} == {name, f"{name}-turn", "copy"}


@pytest.mark.parametrize("url", ["", "sqlite:///", "mysql://x/y", "/var/x"])
def test_another_url_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(StoreError, match="sqlite:///FILE"):
        open_store(url)


def test_what_was_saved_is_there_when_it_is_opened_again(store: SqliteStore, path: Path) -> None:
    store.save(shop("a"), change(), version=0)
    store.close()

    again = SqliteStore(path)

    assert [one.station for one in again.find(ALL)] == [shop("a")]
    assert again.revision() == 1
    again.close()


def test_the_journal_and_the_library_are_those_that_lose_nothing(store: SqliteStore) -> None:
    module = sqlite_module()
    assert module.sqlite_version_info >= (3, 51, 3)
    with store.connections.reading() as connection:
        for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == wanted


def test_only_its_owner_may_read_the_file(store: SqliteStore, path: Path) -> None:
    """It holds the hashes of passwords."""
    store.save(shop("a"), change(), version=0)

    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(path: Path) -> None:
    path.write_text("id,name\n1,驿站\n" * 100)

    with pytest.raises(StoreError, match=r"store\.sqlite.*no SQLite database"):
        SqliteStore(path)

    assert path.read_text() == "id,name\n1,驿站\n" * 100


def test_a_database_of_something_else_is_refused_and_left_as_it_is(path: Path) -> None:
    ask(path, "CREATE TABLE songs (title)")

    with pytest.raises(StoreError, match="name another file"):
        SqliteStore(path)

    assert ask(path, "SELECT name FROM sqlite_master") == [("songs",)]


def test_a_store_of_a_newer_program_is_refused(store: SqliteStore, path: Path) -> None:
    store.close()
    ask(path, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StoreError, match="newer stationmap"):
        SqliteStore(path)


def test_a_store_without_one_of_its_triggers_is_refused(store: SqliteStore, path: Path) -> None:
    store.close()
    ask(path, "DROP TRIGGER stations_moved")

    with pytest.raises(StoreError, match="stations_moved"):
        SqliteStore(path)


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    for path in (tmp_path, tmp_path / "file" / "store.sqlite"):
        with pytest.raises(StoreError, match=str(path)):
            SqliteStore(path)


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="no /proc")
def test_a_folder_that_cannot_be_written_is_told() -> None:
    with pytest.raises(StoreError, match=r"/proc/store\.sqlite"):
        SqliteStore(Path("/proc/store.sqlite"))


@pytest.mark.usefixtures("store")
def test_the_tables_that_steps_make_are_those_that_are_asked(path: Path) -> None:
    engine = open_engine(path)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_object": lambda _item, name, *_: not name.startswith("station_boxes")},
        )
        assert context.get_current_revision() == NEWEST
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


# ---- sharing -----------------------------------------------------------------------------------


def another_process_saves(path: Path, name: str) -> subprocess.Popen[bytes]:
    """Start a process of its own, which knows nothing of this one."""
    script = (
        "import sys; from pathlib import Path; from rig.stores import open_and_save; "
        "open_and_save(Path(sys.argv[1]), sys.argv[2])"
    )
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    return subprocess.Popen([sys.executable, "-c", script, path, name], env=environment)


def test_processes_that_start_at_once_make_one_store(path: Path) -> None:
    workers = [another_process_saves(path, f"{number}") for number in range(4)]

    assert [worker.wait() for worker in workers] == [0] * 4
    store = SqliteStore(path)
    assert [one.station.id for one in store.find(ALL)] == ["0", "1", "2", "3"]
    store.close()


def test_a_new_file_that_another_writes_to_is_waited_for(path: Path) -> None:
    """SQLite itself does not wait here, and says at once that the file is locked."""
    with closing(sqlite_module().connect(str(path), check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = threading.Timer(0.3, other.rollback)
        done.start()
        store = SqliteStore(path)
        done.join()

    assert store.revision() == 0
    store.close()


def test_another_process_s_save_is_seen_at_once(store: SqliteStore, path: Path) -> None:
    store.save(shop("a"), change(), version=0)
    assert store.revision() == 1
    assert another_process_saves(path, "b").wait() == 0

    assert store.revision() == 2


def test_five_hundred_threads_leave_no_file_open(store: SqliteStore) -> None:
    store.save(shop("a"), change(), version=0)
    faults: list[Exception] = []

    def session(number: int) -> None:
        try:
            store.revision()
            assert store.get("a").version >= 1
            if number % 25 == 0:
                store.reports.confirm("a", day=NOON.date())
        except Exception as error:  # noqa: BLE001 - each is told below
            faults.append(error)

    def run(count: int) -> int:
        threads = [threading.Thread(target=session, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return len(list(Path("/proc/self/fd").iterdir()))

    run(20)
    after = run(500)

    assert faults == []
    # Of each pooled connection: the file, its log, its index.
    assert after <= 3 * 10 + run(0)
    assert store.reports.confirmations(since=NOON.date())["a"].count == 21


def test_asking_for_the_revision_costs_microseconds(store: SqliteStore) -> None:
    """It asks no table while nothing is saved: only one statement that touches no page."""
    store.save(shop("a"), change(), version=0)
    store.revision()
    statements: list[str] = []
    watcher = store.connections._watcher  # noqa: SLF001 - there is no public way
    assert watcher is not None
    raw = watcher.connection.driver_connection
    assert raw is not None
    raw.set_trace_callback(statements.append)
    store.revision()
    raw.set_trace_callback(None)

    assert statements == ["PRAGMA data_version"]


def test_a_forked_process_is_told_to_open_its_own(store: SqliteStore) -> None:
    def use() -> None:
        with pytest.raises(StoreError, match="fork"):
            store.find(ALL)
        with pytest.raises(StoreError, match="fork"):
            store.revision()

    process = multiprocessing.get_context("fork").Process(target=use)
    process.start()
    process.join()

    assert process.exitcode == 0


# ---- trouble -----------------------------------------------------------------------------------


def limit_pages(store: SqliteStore, pages: int) -> None:
    """Let the disk be full: no file of the database may grow beyond so many pages."""
    store.connections.engine.dispose()

    @event.listens_for(store.connections.engine, "connect")
    def limit(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_refuses_the_write_and_the_store_goes_on(
    store: SqliteStore, path: Path
) -> None:
    store.save(shop("a"), change(), version=0)
    limit_pages(store, 1)
    long = [(shop(f"{number}", notes="水" * 600), 0) for number in range(500)]

    with pytest.raises(StoreError, match="disk is full"):
        store.save_all(long, change())
    with pytest.raises(StoreError, match="disk is full"):  # noqa: PT012, SIM117 - all of it fails
        with store.transaction():
            store.save(shop("b"), change(), version=0)
            with suppress(StoreError):
                store.save_all(long, change())
            with suppress(StoreError):
                store.save(shop("c"), change(), version=0)

    assert store.failures == 2
    assert [one.station.id for one in store.find(ALL)] == ["a"]
    assert store.revision() == 1
    store.save(shop("a", notes="x"), change(), version=1)
    store.close()
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_damaged_file_is_told(store: SqliteStore, path: Path) -> None:
    store.save_all([(shop(f"{n}", notes="x" * 500), 0) for n in range(200)], change())
    store.close()
    content = bytearray(path.read_bytes())
    content[4096 * 4 : -4096] = b"\xff" * (len(content) - 4096 * 5)
    path.write_bytes(content)

    with (
        pytest.raises(StoreError, match=r"damaged|no SQLite database"),
        closing(SqliteStore(path)) as broken,
    ):
        broken.find(ALL)


# ---- what it has no room for -------------------------------------------------------------------


def test_only_stations_have_a_position_and_couriers_no_identity(
    store: SqliteStore, path: Path
) -> None:
    """A new column has to be weighed here before it is kept."""
    store.accounts.save(account("li"))
    store.reports.add(report())
    store.close()
    columns = {
        str(table): {str(row[1]) for row in ask(path, f"PRAGMA table_info({table})")}
        for (table,) in ask(path, "SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    where = {"lon", "lat", "west", "east", "south", "north", "position", "x", "y", "geometry"}

    assert {table for table in columns if columns[table] & where} == {"stations", "station_boxes"}
    assert columns["reports"] == {
        "id",
        "station_id",
        "fault",
        "facility",
        "texts",
        "times",
        "filed_at",
        "last_at",
        "due_at",
        "state",
        "answer",
        "answered_by",  # an account of staff
        "answered_at",
    }
    assert columns["confirmations"] == {"station_id", "day", "count"}
    assert columns["login_failures"] == {"number", "login", "at"}
    assert columns["sessions"] == {"digest", "login", "expires_at"}
    assert columns["api_tokens"] == {"digest", "login", "name", "created_at", "expires_at"}
