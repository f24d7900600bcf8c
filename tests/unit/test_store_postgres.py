"""The database behind the store: how it is reached, shared, lost and found again."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
import traceback
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import errors
from sqlalchemy import event, select, text

from rig.cutting_proxy import cutting_proxy
from rig.postgres_cluster import PASSWORD, WITH_POSTGIS, Cluster, the_cluster
from rig.stores import HOUR, NOON, LentStore, change, opened_again, shop
from rig.waiting import PATIENCE_S, comes_true
from stationmap.errors import StoreError
from stationmap.settings import Settings
from stationmap.store import postgres_engine, postgres_listener
from stationmap.store.dialects import box_around, is_within
from stationmap.store.migrating import NEWEST
from stationmap.store.opening import open_store
from stationmap.store.postgres import PostgresStore
from stationmap.store.postgres_engine import remedy
from stationmap.store.protocol import StationQuery
from stationmap.store.tables import METADATA, STATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

TESTS = Path(__file__).resolve().parents[1]
ALL = StationQuery()


@pytest.fixture
def cluster() -> Cluster:
    """Return the cluster of this process."""
    return the_cluster()


@pytest.fixture
def store(cluster: Cluster) -> Iterator[LentStore]:
    """Open a store in a database."""
    opened = LentStore(cluster)
    yield opened
    opened.close()


@pytest.fixture
def database(cluster: Cluster) -> Iterator[str]:
    """Return the name of a database that holds nothing, not even PostGIS."""
    name = cluster.new_database(template=None)
    yield name
    cluster.drop(name)


@pytest.fixture
def prepared(cluster: Cluster) -> Iterator[str]:
    """Return the URL of a database that has PostGIS, and no table yet."""
    name = cluster.new_database(template=WITH_POSTGIS)
    yield cluster.url(name)
    cluster.drop(name)


# ---- opening -----------------------------------------------------------------------------------


def test_a_url_names_the_database(prepared: str) -> None:
    with closing(open_store(prepared)) as store:
        store.save(shop("a"), change(), version=0)
    with closing(open_store(prepared)) as again:
        assert [one.station for one in again.find(ALL)] == [shop("a")]
        assert again.revision() == 1


def test_a_database_without_postgis_is_told_what_to_run(cluster: Cluster, database: str) -> None:
    with pytest.raises(StoreError, match="let a superuser run in it: CREATE EXTENSION postgis"):
        open_store(cluster.url(database))

    with cluster.admin(database) as admin:
        tables = admin.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchone() == (0,)


def test_a_superuser_s_store_adds_postgis_itself(cluster: Cluster, database: str) -> None:
    url = f"postgresql://postgres:postgres@127.0.0.1:{cluster.port}/{database}"
    with closing(open_store(url)) as store:
        assert store.save(shop("a"), change(), version=0).revision == 1


def test_a_database_of_something_else_is_refused_and_left_as_it_is(
    cluster: Cluster, database: str
) -> None:
    with cluster.admin(database) as admin:
        admin.execute("CREATE TABLE songs (title text)")

    with pytest.raises(StoreError, match="name another file or database"):
        open_store(cluster.url(database))


def test_a_store_of_a_newer_program_or_without_its_trigger_is_refused(store: LentStore) -> None:
    with store.connections.writing() as connection:
        connection.execute(text("ALTER TRIGGER revisions_told ON revisions RENAME TO lost"))
    with pytest.raises(StoreError, match="lacks the triggers revisions_told"):
        open_store(store.url)
    with store.connections.writing() as connection:
        connection.execute(text("ALTER TRIGGER lost ON revisions RENAME TO revisions_told"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer stationmap"):
        open_store(store.url)
    with store.connections.writing() as connection:
        back = text("UPDATE alembic_version SET version_num = :step")
        connection.execute(back, {"step": NEWEST})


def test_the_tables_that_steps_make_are_those_that_are_asked(store: LentStore) -> None:
    own = {"limit_hits", "limit_turns", "spatial_ref_sys", "located", "ix_stations_located"}
    with store.connections.reading() as connection, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Did not recognize type 'geography'")
        context = MigrationContext.configure(
            connection, opts={"include_object": lambda _item, name, *_: name not in own}
        )
        assert context.get_current_revision() == NEWEST
        assert compare_metadata(context, METADATA) == []


def test_processes_that_start_at_once_make_one_store(prepared: str) -> None:
    def open_and_save(number: int) -> None:
        with closing(open_store(prepared)) as store:
            store.save(shop(f"{number}"), change(), version=0)

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(open_and_save, range(4)))

    with closing(open_store(prepared)) as store:
        assert [one.station.id for one in store.find(ALL)] == ["0", "1", "2", "3"]


# ---- what is never shown -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("stationmap:{password}@127.0.0.1:{port}/nowhere", "there is no such database"),
        ("stationmap:{password}@127.0.0.1:1/stationmap_empty", "cannot be reached; start Postgre"),
        ("somebody:{password}@127.0.0.1:{port}/stationmap_empty", "refuses this user or password"),
        ("stationmap:x{password}@127.0.0.1:{port}/x", "refuses this user or password"),
        ("stationmap:{password}%4@127.0.0.1:{port}/x", "is no address of a database"),
        ("stationmap:p@ss@127.0.0.1:{port}/x", ""),
        ("127.0.0.1:{port}/x?user=stationmap&password={password}", "there is no such database"),
    ],
)
def test_a_wrong_address_is_told_without_its_password(
    cluster: Cluster, address: str, said: str
) -> None:
    quoted = quote(PASSWORD, safe="")
    url = f"postgresql://{address.format(password=quoted, port=cluster.port)}"

    with pytest.raises(StoreError) as refused:
        open_store(url)

    shown = "".join(traceback.format_exception(refused.value))
    assert said in str(refused.value)
    assert PASSWORD not in shown
    assert quoted not in shown


def test_neither_the_store_nor_the_settings_show_the_password(store: LentStore) -> None:
    shown = f"{store!r} {store} {Settings(store_url=store.url)!r} {Settings(store_url=store.url)}"

    assert "postgresql://stationmap@127.0.0.1:" in shown
    assert "ss%2Fword" not in shown
    assert PASSWORD not in shown
    with pytest.raises(ValueError, match="store_url") as refused:
        Settings(store_url="mysql://stationmap:secret@db/stationmap")
    assert "secret" not in str(refused.value)


def test_an_error_in_a_write_does_not_show_what_was_written(store: LentStore) -> None:
    written = {"hash": "$argon2id$secret"}

    def write_slowly() -> None:
        with store.connections.writing() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 1"))
            connection.execute(text("SELECT pg_sleep(9), :hash"), written)

    with pytest.raises(StoreError, match="took too long") as failed:
        write_slowly()
    assert "secret" not in "".join(traceback.format_exception(failed.value))


def test_all_processes_have_the_same_key_for_a_purpose(store: LentStore) -> None:
    with closing(opened_again(store)) as other:
        assert store.shared_key("clients") == other.shared_key("clients")
        assert store.shared_key("clients") != store.shared_key("tokens")
        key = store.shared_key("clients")
        assert key is not None
        assert len(key) == 32


def test_a_password_outside_of_the_address_makes_the_same_key(
    store: LentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    user, _, rest = store.url.partition("@")
    without = f"{user.rpartition(':')[0]}@{rest}"
    assert PASSWORD not in without

    with closing(PostgresStore(without)) as other:
        assert other.shared_key("clients") == store.shared_key("clients")


# ---- the index of space ------------------------------------------------------------------------


def plan(store: LentStore, bounds: tuple[float, float, float, float]) -> str:
    with store.connections.reading() as connection:
        asked = select(STATIONS.c.id).where(is_within(bounds, "postgresql"))
        sql = asked.compile(connection, compile_kwargs={"literal_binds": True})
        return "\n".join(connection.execute(text(f"EXPLAIN {sql}")).scalars())


def test_bounds_are_asked_of_the_gist_index(store: LentStore) -> None:
    spread = [(shop(f"{n}", 115.0 + n % 60 / 30, 39.0 + n // 60 / 30), 0) for n in range(3_000)]
    store.save_all(spread, change())
    with store.connections.writing() as connection:
        connection.execute(text("ANALYZE stations"))

    said = plan(store, (116.0, 39.5, 116.2, 39.7))

    assert "Index Scan using ix_stations_located" in said or "on ix_stations_located" in said, said
    assert "located && " in said
    found = store.find(StationQuery(bounds=(116.0, 39.5, 116.2, 39.7)))
    places = [station.position for station, _ in spread]
    inside = [p for p in places if 116.0 <= p.lon <= 116.2 and 39.5 <= p.lat <= 39.7]
    assert len(found) == len(inside) > 10


# ---- sharing -----------------------------------------------------------------------------------


def test_another_process_s_save_is_heard_of(store: LentStore) -> None:
    store.save(shop("a"), change(), version=0)
    assert store.revision() == 1
    with closing(opened_again(store)) as other:
        assert other.revision() == 1

        assert other.save(shop("b"), change(), version=0).revision == 2
        assert other.revision() == 2
        assert comes_true(lambda: store.revision() == 2)


def test_the_revision_does_not_fall_while_the_listener_begins(
    store: LentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The listener has asked, something is saved and read, and only then is its answer noted."""
    ask = postgres_listener._asked  # noqa: SLF001 - nothing else shows the moment between
    asked, first, second = Event(), Event(), Event()
    waits = iter([first, second])

    def slowly(connection: psycopg.Connection[Any]) -> int:
        number = ask(connection)
        asked.set()
        next(waits, second).wait(PATIENCE_S)
        return number

    monkeypatch.setattr(postgres_listener, "_asked", slowly)
    with closing(opened_again(store)) as other:
        assert isinstance(other, PostgresStore)
        assert other.revision() == 0
        assert asked.wait(PATIENCE_S)
        store.save(shop("a"), change(), version=0)
        assert other.revision() == 1
        first.set()
        assert comes_true(other.connections.listens)

        assert other.revision() == 1
        second.set()


def test_asking_for_the_revision_asks_the_database_nothing(store: LentStore) -> None:
    store.save(shop("a"), change(), version=0)
    store.revision()
    assert comes_true(store.connections.listens)
    asked: list[str] = []
    event.listen(store.connections.engine, "before_cursor_execute", lambda *_: asked.append("x"))

    assert store.revision() == 1
    assert asked == []


def test_four_writers_and_four_readers_lose_nothing(store: LentStore) -> None:
    """Each writer counts in the same station, from a store of its own as a process has."""
    store.save(shop("a", capacity=0), change(), version=0)
    done = threading.Event()
    faults: list[str] = []

    def count_up() -> None:
        with closing(opened_again(store)) as own:
            for _ in range(10):
                with own.transaction():
                    kept = own.get("a")
                    capacity = (kept.station.capacity or 0) + 1
                    own.save(shop("a", capacity=capacity), change(), version=kept.version)

    def look_on() -> None:
        with closing(opened_again(store)) as own:
            seen = 0
            while not done.is_set():
                heard = own.revision()
                newest = own.get("a")
                numbers = [one.number for one in own.history()]
                if heard < seen or newest.revision < heard:
                    faults.append(f"heard {heard} after {seen}, read {newest.revision}")
                if numbers != list(range(len(numbers), 0, -1)):
                    faults.append(f"gaps: {numbers}")
                seen = heard

    readers = [threading.Thread(target=look_on) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        with ThreadPoolExecutor(4) as writers:
            for counted in [writers.submit(count_up) for _ in range(4)]:
                counted.result()
    finally:
        done.set()
        for reader in readers:
            reader.join()

    assert faults == []
    assert store.get("a").station.capacity == 40
    assert store.revision() == 41


def test_limits_are_counted_over_all_processes(store: LentStore) -> None:
    with closing(opened_again(store)) as first, closing(opened_again(store)) as second:
        both = (first.limits, second.limits)
        waits = [both[n % 2].take("k", most=3, window_s=10, at=NOON) for n in range(5)]
        turns = [both[n % 2].turn("geocoder", every_s=100) for n in range(4)]

    assert waits == [0.0, 0.0, 0.0, 10.0, 10.0]
    assert [round(turn / 100) for turn in turns] == [0, 1, 2, 3]


def test_what_is_out_of_every_window_is_cleaned_away(store: LentStore) -> None:
    """One in a hundred cleans up, by chance: some thousands always do."""

    def kept() -> int:
        with store.connections.reading() as connection:
            count: int = connection.execute(text("SELECT count(*) FROM limit_hits")).scalar_one()
        return count

    for number in range(40):
        store.limits.take(f"{number}", most=1, window_s=1, at=NOON)
    later = (NOON + HOUR + timedelta(seconds=number) for number in range(5_000))
    for at in later:
        store.limits.take("busy", most=1, window_s=0.5, at=at)
        if kept() == 1:
            break

    assert kept() == 1


# ---- trouble -----------------------------------------------------------------------------------


def a_process_that_stops_in_its_write(url: str) -> subprocess.Popen[str]:
    """Start a process that has written, and not yet committed, when it says so."""
    script = """
import sys
from rig.stores import change, shop
from stationmap.store.opening import open_store
store = open_store(sys.argv[1])
with store.transaction():
    store.save(shop("half"), change(), version=0)
    print("written", flush=True)
    sys.stdin.read()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script, url],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    return process


def test_of_a_killed_process_s_transaction_nothing_is_left(store: LentStore) -> None:
    with a_process_that_stops_in_its_write(store.url) as process:
        assert store.find(ALL) == []
        process.kill()

    assert store.save(shop("next"), change(), version=0).revision == 1
    assert [one.station.id for one in store.find(ALL)] == ["next"]


def test_a_forked_process_is_told_to_open_its_own(store: LentStore) -> None:
    def use() -> None:
        with pytest.raises(StoreError, match="fork"):
            store.find(ALL)
        with pytest.raises(StoreError, match="fork"):
            store.revision()

    process = multiprocessing.get_context("fork").Process(target=use)
    process.start()
    process.join()

    assert process.exitcode == 0


def test_a_database_that_says_nothing_is_not_waited_for_without_end(
    cluster: Cluster, prepared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its machine is paused, or its disk is stuck: it keeps connections, and opens others."""
    monkeypatch.setattr(postgres_engine, "ANSWER_WITHIN_S", 0.2)
    monkeypatch.setattr(postgres_listener, "ASK_ANYWAY_AFTER_S", 0.2)
    with cutting_proxy(f"http://127.0.0.1:{cluster.port}") as proxy:
        through = prepared.replace(f":{cluster.port}/", f":{proxy.port}/")
        with closing(PostgresStore(f"{through}?connect_timeout=2")) as store:
            store.save(shop("a"), change(), version=0)
            store.revision()
            assert comes_true(store.connections.listens)
            proxy.loses_answers = True
            with ThreadPoolExecutor(1) as asker:
                asked = asker.submit(store.get, "a")
                try:
                    with pytest.raises(StoreError, match="cannot be reached"):
                        asked.result(timeout=PATIENCE_S)
                    assert comes_true(lambda: not store.connections.listens())
                finally:
                    proxy.cut()
            proxy.loses_answers = False

            assert store.get("a").station == shop("a")


def test_a_store_comes_back_with_its_database(cluster: Cluster, store: LentStore) -> None:
    store.save(shop("a"), change(), version=0)
    store.revision()
    assert comes_true(store.connections.listens)

    cluster.stop()
    try:
        for attempt in (
            lambda: store.get("a"),
            lambda: store.save(shop("b"), change(), version=0),
            lambda: store.limits.take("k", most=1, window_s=1, at=NOON),
            store.accounts.all,
        ):
            with pytest.raises(StoreError, match=r"start PostgreSQL|try again in a moment"):
                attempt()
        assert comes_true(lambda: not store.connections.listens())
        with pytest.raises(StoreError, match="start PostgreSQL"):
            store.revision()
    finally:
        cluster.start()

    assert store.get("a").station == shop("a")
    assert store.save(shop("b"), change(), version=0).revision == 2
    assert store.revision() == 2
    assert comes_true(store.connections.listens)
    with closing(opened_again(store)) as other:
        other.save(shop("c"), change(), version=0)
    assert comes_true(lambda: store.revision() == 3)


def test_a_write_that_the_database_left_is_wholly_there_or_not_at_all(
    cluster: Cluster, store: LentStore
) -> None:
    with pytest.raises(StoreError), store.transaction():  # noqa: PT012 - all of it is lost
        store.save(shop("a"), change(), version=0)
        cluster.stop(mode="immediate")
        cluster.start()
        with suppress(StoreError):
            store.save(shop("b"), change(), version=0)
        # Without the first, the second must not be kept either.
        with suppress(StoreError):
            store.save(shop("c"), change(), version=0)

    assert store.find(ALL) == []
    assert store.revision() == 0


def test_whoever_loses_the_database_while_it_saves_is_told_to_look(
    cluster: Cluster, store: LentStore
) -> None:
    """Whether the commit went through is not known then."""

    def break_off(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        with cluster.admin() as admin:
            admin.execute("SELECT pg_terminate_backend(%s)", (driver.info.backend_pid,))

    event.listen(store.connections.engine, "commit", break_off)
    with pytest.raises(StoreError, match="look whether it is there"):
        store.save(shop("a"), change(), version=0)
    event.remove(store.connections.engine, "commit", break_off)

    assert store.find(ALL) == []
    assert store.save(shop("a"), change(), version=0).revision == 1


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (errors.DiskFull("could not extend file"), "disk of the database is full; free some space"),
        (errors.TooManyConnections(""), "raise max_connections"),
        (errors.ReadOnlySqlTransaction(""), "name the primary server"),
        (errors.InsufficientPrivilege(""), "make it the database's owner"),
        (errors.AdminShutdown(""), "try again in a moment"),
        (errors.CannotConnectNow(""), "try again in a moment"),
        (errors.IdleInTransactionSessionTimeout(""), "was taken back; try again"),
        (errors.IndexCorrupted(""), "restore a backup"),
        (psycopg.OperationalError("FATAL: the database system is starting up"), "in a moment"),
        (psycopg.OperationalError("server closed the connection"), "start PostgreSQL"),
        (errors.UndefinedColumn("no such\nLINE 1: SELECT"), "no such"),
    ],
)
def test_each_trouble_has_its_remedy(error: psycopg.Error, advice: str) -> None:
    assert advice in remedy(error)


def test_whoever_waits_too_long_for_another_writer_is_told(store: LentStore) -> None:
    with closing(opened_again(store)) as other:
        with other.connections.engine.connect() as connection:
            connection.execute(text("SET lock_timeout = 50"))
            connection.commit()
        with store.transaction(), pytest.raises(StoreError, match="another writer holds it"):
            in_another_thread(lambda: other.save(shop("a"), change(), version=0))


def in_another_thread(work: Callable[[], object]) -> object:
    with ThreadPoolExecutor(1) as worker:
        return worker.submit(work).result()


@pytest.mark.parametrize("bounds", [(-180.0, -90.0, 180.0, 90.0), (0.0, -0.0, 179.9, 0.0)])
def test_no_station_on_the_edge_of_wide_bounds_is_left_out(
    store: LentStore, bounds: tuple[float, float, float, float]
) -> None:
    """A polygon's edges would be great circles, and leave the parallel."""
    west, south, east, north = bounds
    lons = [west + (east - west) * n / 40 for n in range(41)]
    lats = sorted({south, (south + north) / 2, north})
    all_of_them = [
        (shop(f"{a}-{b}", lon, lat), 0) for a, lon in enumerate(lons) for b, lat in enumerate(lats)
    ]
    store.save_all(all_of_them, change())

    assert len(store.find(StationQuery(bounds=bounds))) == len(all_of_them)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    corner=st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
    size=st.tuples(st.floats(0, 360), st.floats(0, 180)),
    places=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=8),
)
def test_the_box_of_the_index_holds_all_that_the_bounds_hold(
    store: LentStore,
    corner: tuple[float, float],
    size: tuple[float, float],
    places: list[tuple[float, float]],
) -> None:
    west, south = corner
    east, north = min(180.0, west + size[0]), min(90.0, south + size[1])
    points = [
        (west + (east - west) * across, south + (north - south) * up) for across, up in places
    ]
    inside = [(lon, lat) for lon, lat in points if west <= lon <= east and south <= lat <= north]
    with store.connections.reading() as connection:
        box = box_around((west, south, east, north))
        for lon, lat in inside:
            point = f"SRID=4326;POINT({lon!r} {lat!r})"
            asked = text("SELECT ST_GeogFromText(:point) && ST_GeogFromText(:box)")
            assert connection.execute(asked, {"point": point, "box": box}).scalar_one()
