"""The stations as they are now follow the store, by what has changed and nothing more."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from rig.stations import BEIJING_CENTRE, station
from rig.waiting import comes_true
from stationmap import Position
from stationmap.errors import StationNotFoundError, StoreError
from stationmap.files.districts import read_districts
from stationmap.services import live as live_module
from stationmap.services.live import LiveStations
from stationmap.services.search import SearchPlaces
from stationmap.services.snapshot import Surroundings
from stationmap.settings import Settings
from stationmap.store.memory import MemoryStore
from stationmap.upkeep.change import Action, Change

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap import Station
    from stationmap.services.find import FindStations
    from stationmap.services.snapshot import Snapshot
    from stationmap.store.protocol import StationQuery
    from stationmap.upkeep.change import Kept

CHANGE = Change(action=Action.EDITED, who="test", at=datetime(2026, 11, 20, tzinfo=UTC))
WITHIN_S = 30.0
"""How long a test waits for what a thread does, on however busy a machine."""


class WatchedStore(MemoryStore):
    """A store that counts what was read of it, and fails when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.is_broken = False
        self.read: list[int] = []
        self.before_find: Callable[[], object] = lambda: None
        self.before_revision: Callable[[], object] = lambda: None

    def revision(self) -> int:
        self.before_revision()
        if self.is_broken:
            raise StoreError("memory", "disk I/O error")
        return super().revision()

    def find(self, query: StationQuery) -> list[Kept]:
        self.before_find()
        found = super().find(query)
        self.read.append(len(found))
        return found


def around() -> Surroundings:
    settings = Settings()
    return Surroundings(
        settings,
        read_districts=lambda: read_districts(settings.districts),
        make_search=lambda districts: SearchPlaces((), districts, ()),
    )


def shop(number: int, **facts: object) -> Station:
    """Make a station that stands a hundred metres farther east for each number."""
    lon = round(BEIJING_CENTRE.lon + number * 0.00117, 6)
    known = {"id": f"S{number:04}", "name": f"驿站{number}", "position": Position(lon, 39.9)}
    return station(**{**known, **facts})


@pytest.fixture
def store() -> WatchedStore:
    """Keep a hundred stations."""
    watched = WatchedStore()
    watched.save_all([(shop(number), 0) for number in range(100)], CHANGE)
    return watched


def live_of(store: WatchedStore) -> LiveStations:
    return LiveStations(store, around())


def nearest_name(snapshot: Snapshot) -> str:
    return snapshot.index.nearest(BEIJING_CENTRE, 1)[0].station.name


def test_a_saved_edit_shows_at_the_next_question(store: WatchedStore) -> None:
    live = live_of(store)
    before = live.current()

    store.save(shop(0, name="新名字"), CHANGE, version=1)

    assert nearest_name(live.current()) == "新名字"
    assert nearest_name(before) == "驿站0"


def test_only_what_has_changed_is_read(store: WatchedStore) -> None:
    live = live_of(store)
    store.save(shop(7, name="新名字"), CHANGE, version=1)
    live.current()
    live.current()

    assert store.read == [100, 1]


def test_without_a_change_the_snapshot_stays_the_same(store: WatchedStore) -> None:
    live = live_of(store)

    assert live.current() is live.current()


def test_a_new_station_is_found_by_place_name_and_id(store: WatchedStore) -> None:
    live = live_of(store)
    live.current().search.find("驿站")
    store.save(shop(-1, id="N1", name="望京新驿站"), CHANGE, version=0)

    now = live.current()

    assert now.by_id["N1"].name == "望京新驿站"
    assert [place.station_id for place in now.search.find("wjxyz")] == ["N1"]
    assert now.index.nearest(shop(-1).position, 1)[0].station.id == "N1"
    assert now.district_codes["N1"] == "110101"


def test_a_removed_station_is_gone_everywhere(store: WatchedStore) -> None:
    live = live_of(store)
    live.current().search.find("驿站")
    store.remove("S0000", CHANGE, version=1)

    now = live.current()

    assert len(now.stations) == 99
    assert nearest_name(now) == "驿站1"
    assert [place.name for place in now.search.find("驿站0")] == []
    assert "S0000" not in now.by_id
    with pytest.raises(StationNotFoundError):
        live.station("S0000")


def test_a_merged_station_leads_to_its_last_successor(store: WatchedStore) -> None:
    live = live_of(store)
    store.remove("S0000", CHANGE, version=1, successor="S0001")
    store.remove("S0001", CHANGE, version=1, successor="S0002")

    assert live.station("S0000").id == "S0002"


def test_an_unknown_id_is_refused_by_its_name(store: WatchedStore) -> None:
    with pytest.raises(StationNotFoundError, match="none"):
        live_of(store).station("none")


def test_stations_stand_in_order_of_id_however_they_came(store: WatchedStore) -> None:
    live = live_of(store)
    store.save(shop(3, id="A"), CHANGE, version=0)
    store.save(shop(3, id="S0001x"), CHANGE, version=0)

    ids = [one.id for one in live.current().stations]

    assert ids == sorted(ids)
    assert ids == [one.id for one in live_of(store).current().stations]


def test_many_changes_lead_to_a_new_index_that_was_asked_the_usual_first(
    store: WatchedStore,
) -> None:
    live = live_of(store)
    asked: list[FindStations] = []
    live.keep_warm(asked.append)
    old_base = live.latest.base
    some = [(shop(number), 0) for number in range(100, 100 + live_module.REBUILD_AFTER)]
    store.save_all(some, CHANGE)
    live.current()

    assert comes_true(lambda: live.latest.base is not old_base)

    assert len(live.latest.base) == len(live.latest.stations) == 100 + live_module.REBUILD_AFTER
    assert live.latest.changed == {}
    assert len(asked) == 2


def test_what_changes_while_the_index_is_made_is_not_lost(store: WatchedStore) -> None:
    live = live_of(store)
    may_go_on, has_begun = threading.Event(), threading.Event()
    live.keep_warm(lambda _find: None)
    old_base = live.latest.base

    def hold_up(_find: FindStations) -> None:
        has_begun.set()
        assert may_go_on.wait(WITHIN_S)

    live._warm = hold_up  # noqa: SLF001 - the first index must not wait
    some = [(shop(number), 0) for number in range(100, 100 + live_module.REBUILD_AFTER)]
    store.save_all(some, CHANGE)
    live.current()
    assert has_begun.wait(WITHIN_S)
    store.save(shop(0, name="新名字"), CHANGE, version=1)
    store.remove("S0001", CHANGE, version=1)
    assert nearest_name(live.current()) == "新名字"
    may_go_on.set()
    assert comes_true(lambda: live.latest.base is not old_base)

    assert set(live.latest.changed) == {"S0000", "S0001"}
    assert nearest_name(live.current()) == "新名字"
    assert "S0001" not in {near.station.id for near in live.current().index.nearest(BEIJING_CENTRE)}


def test_nobody_waits_long_for_what_others_have_changed(
    store: WatchedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "PATIENCE_S", 0.05)
    live = live_of(store)
    may_go_on = threading.Event()
    store.before_find = lambda: may_go_on.wait(WITHIN_S)
    store.save(shop(0, name="新名字"), CHANGE, version=1)

    assert nearest_name(live.current()) == "驿站0"

    may_go_on.set()
    assert comes_true(lambda: nearest_name(live.current()) == "新名字")


def test_while_the_store_cannot_be_read_the_last_stations_answer(
    store: WatchedStore, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = live_of(store)
    monkeypatch.setattr(live_module, "RETRY_AFTER_S", 0.0)
    monkeypatch.setattr(live_module, "RETRY_PATIENCE_S", WITHIN_S)
    store.save(shop(0, name="新名字"), CHANGE, version=1)
    store.is_broken = True

    with caplog.at_level(logging.WARNING):
        assert nearest_name(live.current()) == "驿站0"
        assert nearest_name(live.current()) == "驿站0"
        store.is_broken = False
        assert nearest_name(live.current()) == "新名字"

    broken, mended = caplog.messages
    assert "disk I/O error" in broken
    assert "again" in mended


def test_nobody_waits_for_a_store_that_failed_and_is_silent_since(
    store: WatchedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database whose machine is gone lets connections hang for many seconds."""
    monkeypatch.setattr(live_module, "RETRY_AFTER_S", 0.0)
    monkeypatch.setattr(live_module, "RETRY_PATIENCE_S", 0.01)
    live = LiveStations(store, around())
    before = live.current()
    store.is_broken = True
    live.current()
    store.is_broken, is_heard = False, threading.Event()
    store.save(shop(100), CHANGE, version=0)
    store.before_revision = lambda: is_heard.wait(WITHIN_S)

    assert [live.current() for _ in range(3)] == [before] * 3
    is_heard.set()
    assert comes_true(lambda: "S0100" in live.current().by_id)


def test_a_store_that_failed_is_left_alone_for_a_while(
    store: WatchedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "RETRY_AFTER_S", 3600.0)
    live = live_of(store)
    store.is_broken = True
    live.current()
    store.is_broken = False
    store.save(shop(0, name="新名字"), CHANGE, version=1)

    assert nearest_name(live.current()) == "驿站0"
    monkeypatch.setattr(live_module, "RETRY_AFTER_S", 0.0)
    assert comes_true(lambda: nearest_name(live.current()) == "新名字")


def test_what_fails_unexpectedly_is_logged_and_the_last_stations_answer(
    store: WatchedStore, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = live_of(store)
    before = live.current()
    store.save(shop(0, name="新名字"), CHANGE, version=1)
    with monkeypatch.context() as broken:
        broken.setattr(store, "find", lambda _query: 1 / 0)
        assert live.current() is before

    failures = {record.exc_info[0] for record in caplog.records if record.exc_info}
    assert failures == {ZeroDivisionError}
    assert nearest_name(live.current()) == "新名字"


def test_threads_that_save_and_ask_always_see_what_they_saved(store: WatchedStore) -> None:
    live = live_of(store)
    wrong: list[str] = []

    def work(worker: int) -> None:
        for turn in range(20):
            number = 10 + worker
            name = f"{worker}-{turn}"
            store.save(shop(number, name=name), CHANGE, version=turn + 1)
            seen = live.current().by_id[f"S{number:04}"].name
            if seen != name:
                wrong.append(f"{seen} instead of {name}")

    workers = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert wrong == []
