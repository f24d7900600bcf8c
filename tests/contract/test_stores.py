"""One suite over every store: stations, their versions and revisions, and transactions."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from rig.stores import HOUR, NOON, account, change, report, shop
from rig.waiting import PATIENCE_S
from stationmap.errors import (
    StationNotFoundError,
    UnstorableError,
    VersionConflictError,
)
from stationmap.geo.datum import Datum
from stationmap.stations.codes import Audience, Entry, Facility, FacilityState, StationKind, Status
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.change import Action, Batch, Kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap import Station
    from stationmap.store.protocol import Store

ALL = StationQuery()
EVEN_REMOVED = StationQuery(with_removed=True)
HOSTILE = [
    "观音寺\u3000驿站 🏠",
    "'; DROP TABLE stations; --",
    "100 % _like_ \\ \\u0000 ?1 :name",
    "{{ 7 * 7 }} </script> ${x}",
    "e\u0301 is not é; \u202eright to left",
]
UNSTORABLE = ["NUL \x00", "half a pair \ud83d"]


def ids(kept: list[Kept]) -> list[str]:
    return [one.station.id for one in kept]


def whole_station() -> Station:
    """Return a station of which every field is known."""
    return shop(
        "whole",
        kind=StationKind.DRIVER_HOME,
        status=Status.SUSPENDED,
        suspended_from=date(2026, 1, 1),
        suspended_until=date(2026, 12, 31),
        address="东城区",
        district="东城区",
        street="东华门街道",
        opening_hours="Mo-Fr 08:30-11:30,13:30-17:30",
        self_entry_hours="24/7",
        phone="12351",
        facilities={Facility.WATER: FacilityState.WORKING, Facility.AED: FacilityState.BROKEN},
        facility_expiry={Facility.FIRST_AID: date(2027, 1, 31)},
        audience=(Audience.OUTDOOR_WORKERS, Audience.PUBLIC),
        entry=(Entry.WALK_IN,),
        host="银行",
        host_type="bank",
        capacity=0,
        area_m2=10.5,
        truck_bays=20,
        showers=2,
        washers=2,
        beds=4,
        grade="A",
        honours=("最美",),
        notes="门口有台阶",
        verified_on=date(2026, 11, 1),
        source="paper",
        source_datum=Datum.GCJ02,
        source_position=(116.406243, 39.901402),
        position_precision_m=5.0,
        related_ids=("b", "c"),
        extra={"深": {"list": [1, 2.5, None, True, "x"]}, "空": ""},
    )


# ---- stations ----------------------------------------------------------------------------------


def test_a_new_store_holds_nothing(store: Store) -> None:
    assert store.revision() == 0
    assert store.find(EVEN_REMOVED) == []
    assert store.history() == []
    assert store.batches() == []


def test_what_is_saved_is_got_back_field_by_field(store: Store) -> None:
    station = whole_station()

    kept = store.save(station, change(Action.ADDED), version=0)

    assert kept == Kept(station=station, version=1, revision=1)
    assert store.get("whole") == kept
    assert store.find(ALL) == [kept]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_comes_back_as_it_went_in(store: Store, name: str) -> None:
    station = shop(name, notes=name, extra={name: name})
    record = change(who=name, why=name, batch=name)
    store.save(station, record, version=0)

    assert store.get(name).station == station
    assert store.find(StationQuery(ids=frozenset({name})))[0].station == station
    (revision,) = store.history(batch=name)
    assert revision.change == record


@pytest.mark.parametrize("text", UNSTORABLE)
def test_what_one_store_cannot_hold_no_store_takes(store: Store, text: str) -> None:
    for extra in ({"a": text}, {"a": [{"b": text}]}):
        with pytest.raises(UnstorableError):
            store.save(shop("a", extra=extra), change(), version=0)
    for record in (change(who=text), change(why=text), change(batch=text)):
        with pytest.raises(UnstorableError):
            store.save(shop("a"), record, version=0)
    assert store.revision() == 0


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**63, object()])
def test_an_unknown_property_that_is_no_json_is_refused(store: Store, value: object) -> None:
    with pytest.raises(UnstorableError):
        store.save(shop("a", extra={"a": value}), change(), version=0)
    assert store.find(ALL) == []


def test_a_station_that_never_was_is_not_found(store: Store) -> None:
    with pytest.raises(StationNotFoundError, match="nowhere"):
        store.get("nowhere")


def test_each_change_is_one_version_and_one_revision_more(store: Store) -> None:
    store.save(shop("a"), change(), version=0)
    store.save(shop("b"), change(), version=0)
    kept = store.save(shop("a", notes="neu"), change(), version=1)

    assert (kept.version, kept.revision, store.revision()) == (2, 3, 3)


@pytest.mark.parametrize("version", [0, 1, 3, -1])
def test_saving_over_another_version_is_refused(store: Store, version: int) -> None:
    store.save(shop("a"), change(), version=0)
    store.save(shop("a", notes="hers"), change(), version=1)

    with pytest.raises(VersionConflictError) as refused:
        store.save(shop("a", notes="mine"), change(), version=version)

    assert refused.value.current_version == 2
    assert store.get("a").station.notes == "hers"
    assert store.revision() == 2


def test_a_version_of_a_station_that_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(VersionConflictError) as refused:
        store.save(shop("a"), change(), version=1)

    assert refused.value.current_version is None


def test_many_are_saved_with_one_number_each(store: Store) -> None:
    store.save(shop("b"), change(), version=0)

    count = store.save_all([(shop("b", notes="x"), 1), (shop("a"), 0), (shop("c"), 0)], change())

    assert count == 3
    assert [(one.station.id, one.version, one.revision) for one in store.find(ALL)] == [
        ("a", 1, 3),
        ("b", 2, 2),
        ("c", 1, 4),
    ]
    assert store.save_all([], change()) == 0


def test_many_are_saved_all_or_none(store: Store) -> None:
    store.save(shop("b"), change(), version=0)

    with pytest.raises(VersionConflictError, match="'b'"):
        store.save_all([(shop("a"), 0), (shop("b"), 0), (shop("c"), 0)], change())

    assert ids(store.find(EVEN_REMOVED)) == ["b"]
    assert store.revision() == 1


def test_many_of_which_one_was_refused_leave_nothing_in_a_transaction_that_goes_on(
    store: Store,
) -> None:
    with store.transaction():
        with pytest.raises(VersionConflictError):
            store.save_all([(shop("a"), 0), (shop("b"), 7)], change())
        store.save(shop("c"), change(), version=0)

    assert ids(store.find(EVEN_REMOVED)) == ["c"]
    assert store.revision() == 1


def test_a_station_that_comes_twice_among_many_is_saved_twice(store: Store) -> None:
    store.save_all([(shop("a"), 0), (shop("a", notes="x"), 1)], change())

    assert store.get("a") == Kept(station=shop("a", notes="x"), version=2, revision=2)
    assert [one.number for one in store.history(station_id="a")] == [2, 1]


# ---- finding -----------------------------------------------------------------------------------


def test_stations_come_by_id_in_the_order_of_code_points(store: Store) -> None:
    names = ["b", "a", "Z", "驿", "é", "10", "9", "\U00020000", "\uffee"]
    store.save_all([(shop(name), 0) for name in names], change())

    assert ids(store.find(ALL)) == sorted(names)


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ((-180.0, -90.0, 180.0, 90.0), ["a"]),
        ((float("-inf"), float("-inf"), float("inf"), float("inf")), ["a"]),
        ((-999.0, -999.0, 999.0, 999.0), ["a"]),
        ((float("nan"), -90.0, 180.0, 90.0), []),
        ((-180.0, -90.0, 180.0, float("nan")), []),
        ((117.0, 39.0, 116.0, 40.0), []),
        ((200.0, 39.0, 300.0, 40.0), []),
    ],
)
def test_bounds_may_be_any_numbers(
    store: Store, bounds: tuple[float, float, float, float], found: list[str]
) -> None:
    store.save(shop("a"), change(), version=0)

    assert ids(store.find(StationQuery(bounds=bounds))) == found


@pytest.mark.parametrize("number", [-(2**70), -1, 2**31, 2**63 - 1, 2**63, 2**70])
def test_numbers_that_nobody_has_are_asked_for_in_vain(store: Store, number: int) -> None:
    store.save(shop("a"), change(), version=0)

    assert store.history(number=number) == []
    assert store.reports.get(number) is None
    found = store.find(StationQuery(after_revision=number))
    assert ids(found) == (["a"] if number < 0 else [])


def test_bounds_hold_their_edges_to_the_last_bit(store: Store) -> None:
    """The tree of SQLite rounds to single precision, 0.7 m here; the answer must not."""
    edge, bit = 116.4, 2**-46
    store.save_all(
        [
            (shop("on", edge, 39.9), 0),
            (shop("in", edge + bit, 39.9), 0),
            (shop("out", edge - bit, 39.9), 0),
            (shop("north", edge, 40.0 + bit), 0),
        ],
        change(),
    )

    assert ids(store.find(StationQuery(bounds=(edge, 39.0, 117.0, 40.0)))) == ["in", "on"]
    assert ids(store.find(StationQuery(bounds=(edge, 39.9, edge, 39.9)))) == ["on"]


def test_a_moved_station_is_found_where_it_is_now(store: Store) -> None:
    here, there = (116.0, 39.0, 116.5, 40.0), (117.0, 39.0, 117.5, 40.0)
    store.save(shop("a", 116.4), change(), version=0)
    store.save(shop("a", 117.4), change(), version=1)

    assert store.find(StationQuery(bounds=here)) == []
    assert ids(store.find(StationQuery(bounds=there))) == ["a"]


def test_kinds_statuses_and_ids_narrow_together(store: Store) -> None:
    store.save_all(
        [
            (shop("a"), 0),
            (shop("b", status="closed"), 0),
            (shop("c", kind="driver_home"), 0),
            (shop("d", kind="driver_home", status="closed"), 0),
        ],
        change(),
    )
    homes = frozenset({StationKind.DRIVER_HOME})
    closed = frozenset({Status.CLOSED})

    assert ids(store.find(StationQuery(kinds=homes))) == ["c", "d"]
    assert ids(store.find(StationQuery(kinds=homes, statuses=closed))) == ["d"]
    assert ids(store.find(StationQuery(ids=frozenset("abx"), statuses=closed))) == ["b"]
    assert store.find(StationQuery(ids=frozenset())) == []


def test_forty_thousand_ids_may_be_asked_for(store: Store) -> None:
    store.save(shop("7"), change(), version=0)
    many = frozenset(str(number) for number in range(40_000))

    assert ids(store.find(StationQuery(ids=many))) == ["7"]


def test_what_changed_after_a_revision_is_found_with_what_was_removed(store: Store) -> None:
    store.save_all([(shop(name), 0) for name in "abcd"], change())
    store.save(shop("a", notes="x"), change(), version=1)
    store.remove("b", change(), version=1)

    assert ids(store.find(StationQuery(after_revision=4))) == ["a"]
    assert ids(store.find(StationQuery(after_revision=4, with_removed=True))) == ["a", "b"]
    assert ids(store.find(StationQuery(after_revision=5, with_removed=True))) == ["b"]
    assert store.find(StationQuery(after_revision=6, with_removed=True)) == []


# ---- removing ----------------------------------------------------------------------------------


def test_a_removed_station_keeps_its_record_and_leads_to_its_successor(store: Store) -> None:
    store.save_all([(shop("a"), 0), (shop("b"), 0)], change())

    gone = store.remove("a", change(Action.MERGED), version=1, successor="b")

    assert gone == Kept(station=shop("a"), version=2, revision=3, removed=True, successor="b")
    assert store.get("a") == gone
    assert ids(store.find(ALL)) == ["b"]


def test_a_removed_station_comes_back_when_it_is_saved_over_its_version(store: Store) -> None:
    store.save_all([(shop("a"), 0), (shop("b"), 0)], change())
    store.remove("a", change(), version=1, successor="b")

    with pytest.raises(VersionConflictError):
        store.save(shop("a"), change(), version=0)
    back = store.save(shop("a"), change(), version=2)

    assert back == Kept(station=shop("a"), version=3, revision=4)
    before = store.history(station_id="a")[0].before
    assert before is None


def test_a_station_is_removed_only_as_it_was_seen(store: Store) -> None:
    store.save(shop("a"), change(), version=0)

    with pytest.raises(VersionConflictError):
        store.remove("a", change(), version=2)
    with pytest.raises(StationNotFoundError, match="nowhere"):
        store.remove("nowhere", change(), version=1)
    with pytest.raises(StationNotFoundError, match="nowhere"):
        store.remove("a", change(), version=1, successor="nowhere")

    assert not store.get("a").removed
    assert store.revision() == 1


def test_many_are_removed_with_one_number_each(store: Store) -> None:
    store.save_all([(shop(one), 0) for one in "abc"], change())

    assert store.remove_all([("c", 1), ("a", 1)], change(Action.REMOVED, why="示例")) == 2

    assert ids(store.find(StationQuery())) == ["b"]
    assert store.get("c") == Kept(station=shop("c"), version=2, revision=4, removed=True)
    assert store.get("a") == Kept(station=shop("a"), version=2, revision=5, removed=True)
    newest, before = store.history(limit=2)
    assert (newest.station_id, newest.before, newest.after) == ("a", shop("a"), None)
    assert (before.station_id, before.change.why) == ("c", "示例")


@pytest.mark.parametrize(
    ("pairs", "refusal"),
    [
        ([("a", 1), ("b", 2)], VersionConflictError),
        ([("a", 1), ("nowhere", 1)], StationNotFoundError),
        ([("a", 1), ("a", 1)], VersionConflictError),
    ],
)
def test_many_are_removed_all_or_none(
    store: Store, pairs: list[tuple[str, int]], refusal: type[Exception]
) -> None:
    store.save_all([(shop(one), 0) for one in "ab"], change())

    with store.transaction():
        with pytest.raises(refusal):
            store.remove_all(pairs, change())
        store.save(shop("c"), change(), version=0)

    assert ids(store.find(StationQuery())) == ["a", "b", "c"]
    assert store.revision() == 3


# ---- history -----------------------------------------------------------------------------------


def test_a_revision_tells_who_when_why_before_and_after(store: Store) -> None:
    local = datetime(2026, 11, 20, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=8)))
    record = change(Action.MOVED, who="wang", at=local, why="地图上的位置不对", batch="x", undoes=1)
    store.save(shop("a"), change(Action.ADDED), version=0)
    store.save(shop("a", 116.5), record, version=1)
    store.remove("a", change(Action.CLOSED), version=2)

    closed, moved, added = store.history(station_id="a")

    assert (added.before, added.after) == (None, shop("a"))
    assert (moved.before, moved.after) == (shop("a"), shop("a", 116.5))
    assert (closed.before, closed.after) == (shop("a", 116.5), None)
    assert (moved.number, moved.version, moved.station_id) == (2, 2, "a")
    assert moved.change == record
    assert moved.change.at.utcoffset() is not None


def test_history_is_told_newest_first_and_narrowed(store: Store) -> None:
    store.save_all([(shop("a"), 0), (shop("b"), 0)], change(batch="first"))
    store.save(shop("a", notes="x"), change(), version=1)

    assert [one.number for one in store.history()] == [3, 2, 1]
    assert [one.number for one in store.history(limit=2)] == [3, 2]
    assert [one.number for one in store.history(station_id="a")] == [3, 1]
    assert [one.number for one in store.history(batch="first")] == [2, 1]
    assert [one.number for one in store.history(number=2)] == [2]
    assert store.history(number=4) == []
    assert store.history(station_id="b", number=1) == []
    assert store.history(limit=0) == []


def test_the_successor_stands_in_the_revision_that_set_it(store: Store) -> None:
    store.save_all([(shop("a"), 0), (shop("b"), 0)], change())
    store.remove("a", change(), version=1, successor="b")
    store.save(shop("a"), change(), version=2)

    assert [one.successor for one in store.history(station_id="a")] == [None, "b", None]


def test_imports_are_told_newest_first_with_what_became_of_them(store: Store) -> None:
    first = change(Action.IMPORTED, batch="one", why="liste.xlsx")
    second = change(Action.IMPORTED, batch="two", at=NOON + HOUR)
    store.save(shop("a"), first, version=0)
    store.save(shop("b"), replace(first, at=NOON - HOUR, why="a later part"), version=0)
    store.save(shop("a", notes="x"), second, version=1)
    store.remove("b", change(Action.ROLLED_BACK, batch="one"), version=1)
    store.save(shop("c"), change(Action.MERGED, batch="merged-1"), version=0)

    assert store.batches() == [
        Batch(id="two", who="li", at=NOON + HOUR, why="", changes=1, rolled_back=False),
        Batch(id="one", who="li", at=NOON, why="liste.xlsx", changes=2, rolled_back=True),
    ]
    assert [batch.id for batch in store.batches(limit=1)] == ["two"]


# ---- transactions ------------------------------------------------------------------------------


@contextmanager
def taken_back(store: Store) -> Iterator[None]:
    """Run a transaction that an error leaves in the end."""
    left_by = RuntimeError("half way")
    with pytest.raises(RuntimeError, match="half way"):  # noqa: PT012, SIM117 - it is the body
        with store.transaction():
            yield
            raise left_by


def test_an_error_takes_back_everything_in_its_transaction(store: Store) -> None:
    store.save(shop("a"), change(), version=0)
    store.accounts.save(account("li"))

    with taken_back(store):
        store.save(shop("a", notes="x"), change(), version=1)
        store.save_all([(shop("b"), 0)], change())
        store.remove("b", change(), version=1)
        store.accounts.save(account("wang"))
        store.accounts.note_failure("li", at=NOON)
        store.reports.add(report())
        store.reports.confirm("a", day=date(2026, 11, 20))

    assert store.find(EVEN_REMOVED) == [Kept(station=shop("a"), version=1, revision=1)]
    assert store.revision() == 1
    assert store.accounts.all() == [account("li")]
    assert store.accounts.failures("li", since=NOON) == []
    assert store.reports.find() == []
    assert store.reports.confirmations(since=date(2026, 1, 1)) == {}


def test_numbers_that_were_taken_back_are_given_again(store: Store) -> None:
    with taken_back(store):
        store.save(shop("a"), change(), version=0)
    store.save(shop("a"), change(), version=0)

    assert [one.number for one in store.history()] == [1]


def test_a_transaction_sees_what_it_has_written(store: Store) -> None:
    with store.transaction():
        store.save(shop("a"), change(), version=0)
        assert store.revision() == 1
        assert ids(store.find(ALL)) == ["a"]
        assert len(store.history()) == 1
        assert store.get("a").version == 1


def test_a_transaction_inside_another_belongs_to_the_outer(store: Store) -> None:
    with taken_back(store), store.transaction():
        store.save(shop("a"), change(), version=0)

    assert store.find(ALL) == []

    with store.transaction():
        with store.transaction():
            store.save(shop("a"), change(), version=0)
        store.save(shop("b"), change(), version=0)

    assert ids(store.find(ALL)) == ["a", "b"]


def test_a_refusal_that_is_caught_leaves_the_rest_of_the_transaction(store: Store) -> None:
    store.save(shop("a"), change(), version=0)

    with store.transaction():
        store.save(shop("b"), change(), version=0)
        with pytest.raises(VersionConflictError):
            store.save(shop("a"), change(), version=5)

    assert ids(store.find(ALL)) == ["a", "b"]


def test_nobody_else_writes_within_a_transaction(store: Store) -> None:
    store.save(shop("a", notes="0"), change(), version=0)
    began, saves, ended = threading.Event(), threading.Event(), threading.Event()
    seen: list[bool] = []

    def other() -> None:
        began.wait()
        saves.set()
        store.save(shop("b"), change(), version=0)
        seen.append(ended.is_set())

    thread = threading.Thread(target=other)
    thread.start()
    with store.transaction():
        store.get("a")
        began.set()
        assert saves.wait(PATIENCE_S)
        thread.join(timeout=0.3)
        store.save(shop("a", notes="1"), change(), version=1)
        ended.set()
    thread.join()

    assert seen == [True]
    assert [one.station_id for one in store.history()] == ["b", "a", "a"]


# ---- threads -----------------------------------------------------------------------------------


def test_threads_that_count_in_one_station_lose_no_step(store: Store) -> None:
    store.save(shop("a", capacity=0), change(), version=0)

    def count(times: int) -> None:
        for _ in range(times):
            with store.transaction():
                kept = store.get("a")
                more = shop("a", capacity=(kept.station.capacity or 0) + 1)
                store.save(more, change(), version=kept.version)

    with ThreadPoolExecutor(8) as workers:
        list(workers.map(count, [15] * 8))

    assert store.get("a").station.capacity == 120
    assert store.get("a").version == 121
    assert [one.number for one in store.history()] == list(range(121, 0, -1))


def test_of_threads_that_save_over_the_same_version_one_wins(store: Store) -> None:
    store.save(shop("a"), change(), version=0)
    together = threading.Barrier(8)

    def try_once(worker: int) -> bool:
        together.wait()
        try:
            store.save(shop("a", notes=str(worker)), change(), version=1)
        except VersionConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as workers:
        won = list(workers.map(try_once, range(8)))

    assert won.count(True) == 1
    assert store.get("a").station.notes == str(won.index(True))


def test_other_threads_see_a_transaction_when_it_is_whole_and_not_before(store: Store) -> None:
    """A pair of stations that always change together is never seen apart."""
    store.save_all([(shop("a", capacity=0), 0), (shop("b", capacity=0), 0)], change())
    done = threading.Event()
    apart: list[tuple[int | None, ...]] = []

    def watch() -> None:
        while not done.is_set():
            pair = tuple(one.station.capacity for one in store.find(ALL))
            if len(set(pair)) != 1:
                apart.append(pair)

    watchers = [threading.Thread(target=watch) for _ in range(2)]
    for watcher in watchers:
        watcher.start()
    try:
        for turn in range(1, 60):
            with store.transaction():
                store.save(shop("a", capacity=turn), change(), version=turn)
                store.save(shop("b", capacity=turn), change(), version=turn)
    finally:
        done.set()
        for watcher in watchers:
            watcher.join()

    assert apart == []


def test_the_revision_that_a_thread_reads_is_never_behind_what_it_saved(store: Store) -> None:
    behind: list[int] = []

    def save(worker: int) -> None:
        for version in range(15):
            kept = store.save(shop(f"{worker}"), change(), version=version)
            if store.revision() < kept.revision:
                behind.append(kept.revision)

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(save, range(4)))

    assert behind == []
    assert store.revision() == 60
