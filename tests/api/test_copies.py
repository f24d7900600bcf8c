"""A copy that follows the changes is the list; the export is where it may begin."""

from __future__ import annotations

import gzip
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from rig.api_desk import ApiDesk, api_desk
from rig.edit_desk import IN_CHAOYANG, IN_HAIDIAN
from rig.stations import station
from rig.stores import NOON
from stationmap.api.daily_export import DailyExport
from stationmap.api.export import export_router
from stationmap.files.write import to_geojson
from stationmap.store.memory import MemoryStore
from stationmap.store.protocol import StationQuery
from stationmap.store.sqlite import SqliteStore
from stationmap.upkeep.account import Operator
from stationmap.upkeep.change import Action, Change

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPERATOR = Operator()
EXPORT = "/api/export/stations.geojson"


@pytest.fixture
def desk() -> Iterator[ApiDesk]:
    with api_desk() as opened:
        yield opened


class Copy:
    """Keeps a copy as the how-to says."""

    def __init__(self, desk: ApiDesk, *, limit: int = 1000) -> None:
        self._desk = desk
        self._limit = limit
        self.since = 0
        self.features: dict[str, Any] = {}
        self.successors: dict[str, str | None] = {}

    def follow(self) -> None:
        """Take over every change until there are no more."""
        is_complete = False
        while not is_complete:
            asked = {"since": self.since, "limit": self._limit}
            page = self._desk.client.get("/api/changes", params=asked).raise_for_status().json()
            for change in page["changes"]:
                self._take(change)
            self.since, is_complete = page["until"], page["complete"]

    def _take(self, change: dict[str, Any]) -> None:
        if change["removed"]:
            self.features.pop(change["id"], None)
            self.successors[change["id"]] = change["successor"]
        else:
            self.features[change["id"]] = change["feature"]
            self.successors.pop(change["id"], None)


def listed(desk: ApiDesk) -> dict[str, Any]:
    """Return the features of the store itself, by id."""
    kept = desk.office.store.find(StationQuery())
    features = to_geojson([one.station for one in kept])["features"]
    for feature in features:
        feature["properties"].setdefault("status", "open")
    return {feature["id"]: orjson.loads(orjson.dumps(feature)) for feature in features}


def removed(desk: ApiDesk) -> dict[str, str | None]:
    kept = desk.office.store.find(StationQuery(with_removed=True))
    return {one.station.id: one.successor for one in kept if one.removed}


def change_something(desk: ApiDesk, draw: random.Random, number: int) -> None:
    """Add, edit, remove, merge or undo, at random."""
    edit, store = desk.office.edit, desk.office.store
    there = store.find(StationQuery())
    what = draw.choice(["add", "edit", "edit", "edit", "remove", "merge", "undo"])
    if what == "add" or len(there) < 3:
        edit.add(OPERATOR, station(id=f"n-{number}", name=f"{number}", position=IN_HAIDIAN))
        return
    one, other = draw.sample(there, 2)
    if what == "edit":
        changed = one.station.model_copy(update={"phone": f"{number}", "position": IN_CHAOYANG})
        edit.save(OPERATOR, changed, version=one.version)
    elif what == "remove":
        edit.remove(OPERATOR, one.station.id, version=one.version)
    elif what == "merge":
        edit.merge(
            OPERATOR,
            one.station.id,
            gone_version=one.version,
            into=other.station.model_copy(update={"notes": f"{number}"}),
            into_version=other.version,
        )
    else:
        (last,) = store.history(limit=1)
        edit.undo(OPERATOR, last.number)


@pytest.mark.parametrize("seed", range(3))
def test_a_copy_equals_the_store_after_edits_removals_mergers_and_a_restore(
    tmp_path: Path, seed: int
) -> None:
    draw = random.Random(seed)  # noqa: S311 - a test's dice
    store = SqliteStore(tmp_path / "store.sqlite")
    with api_desk(store) as desk:
        copy, late = Copy(desk, limit=draw.randint(1, 7)), Copy(desk)
        for number in range(60):
            change_something(desk, draw, number)
            if draw.random() < 0.2:
                copy.follow()
            if number == 25:
                store.backup(tmp_path / "backup.sqlite")
            if number == 45:
                at = datetime.now(UTC)
                restored = Change(action=Action.RESTORED, who="operator", at=at)
                store.restore(tmp_path / "backup.sqlite", restored)
        copy.follow()
        late.follow()

        assert copy.features == late.features == listed(desk)
        assert copy.since == store.revision()
        assert {one: copy.successors[one] for one in removed(desk)} == removed(desk)
        assert copy.successors.keys() == removed(desk).keys()
    store.close()


def test_the_export_and_what_came_after_it_are_the_list(desk: ApiDesk) -> None:
    export = desk.client.get(EXPORT).json()
    copy = Copy(desk)
    copy.since = export["revision"]
    copy.features = {feature["id"]: feature for feature in export["features"]}
    for number in range(20):
        change_something(desk, random.Random(number), number)  # noqa: S311 - a test's dice

    copy.follow()

    assert copy.features == listed(desk)


def test_a_page_leads_to_the_next_and_the_last_to_what_is_to_come(desk: ApiDesk) -> None:
    first = desk.client.get("/api/changes?limit=2").json()
    assert [change["id"] for change in first["changes"]] == ["hd-1", "hd-2"]
    _, onward = first["links"]
    assert (onward["rel"], first["complete"]) == ("next", False)

    last = desk.client.get(onward["href"]).json()

    assert [change["id"] for change in last["changes"]] == ["cy-1"]
    assert (last["links"][1]["rel"], last["complete"], last["until"]) == ("monitor", True, 3)


def test_a_station_that_changed_twice_comes_once_as_it_is_now(desk: ApiDesk) -> None:
    for version in (1, 2):
        one = desk.office.edit.get("hd-1").station
        changed = one.model_copy(update={"phone": f"{version}"})
        desk.office.edit.save(OPERATOR, changed, version=version)

    changes = desk.client.get("/api/changes").json()["changes"]

    assert [(one["id"], one["revision"], one["version"]) for one in changes] == [
        ("hd-2", 2, 1),
        ("cy-1", 3, 1),
        ("hd-1", 5, 3),
    ]


def test_a_merged_station_is_a_tombstone_that_names_its_successor(desk: ApiDesk) -> None:
    into = desk.office.edit.get("hd-2").station
    desk.office.edit.merge(OPERATOR, "hd-1", gone_version=1, into=into, into_version=1)

    (change,) = desk.client.get("/api/changes?since=3").json()["changes"]

    assert change == {
        "revision": 4, "id": "hd-1", "version": 2, "removed": True, "successor": "hd-2"
    }  # fmt: skip


def test_who_asks_again_before_anything_changed_is_told_so_without_a_body(desk: ApiDesk) -> None:
    first = desk.client.get("/api/changes?since=3")
    known = {"If-None-Match": first.headers["etag"]}
    assert desk.client.get("/api/changes?since=3", headers=known).status_code == 304

    desk.save(station(id="new", position=IN_HAIDIAN))

    assert desk.client.get("/api/changes?since=3", headers=known).json()["until"] == 4


def test_a_copy_of_something_else_is_told_to_begin_anew(desk: ApiDesk) -> None:
    answer = desk.client.get("/api/changes?since=4")
    assert (answer.status_code, answer.json()["revision"]) == (409, 3)


class StoreThatHearsLate(MemoryStore):
    """A store as it is in a process that has not yet heard of what another one saved."""

    late = 0

    def revision(self) -> int:
        return super().revision() - self.late


def test_a_copy_that_knows_more_than_this_process_has_heard_of_is_no_copy_of_something_else() -> (
    None
):
    store = StoreThatHearsLate()
    with api_desk(store) as desk:
        store.late = 1

        answer = desk.client.get("/api/changes?since=3")
        assert (answer.status_code, answer.json()["until"]) == (200, 3)
        assert desk.client.get("/api/changes?since=4").status_code == 409


@pytest.mark.parametrize("query", ["since=-1", "since=x", "limit=0", "limit=10001", "after=1"])
def test_a_parameter_that_cannot_be_is_refused(desk: ApiDesk, query: str) -> None:
    assert desk.client.get(f"/api/changes?{query}").status_code == 400


def test_nothing_says_who_changed_what(desk: ApiDesk) -> None:
    desk.hire("limei")
    assert "limei" not in desk.client.get("/api/changes").text


@pytest.fixture
def one_day(desk: ApiDesk) -> TestClient:
    """Return a client of the export alone, on a day that does not end."""
    app = FastAPI()
    app.include_router(export_router(lambda: desk.office, clock=lambda: NOON), prefix="/api")
    return TestClient(app)


def test_the_export_is_the_same_packed_and_plain(desk: ApiDesk, one_day: TestClient) -> None:
    with one_day.stream("GET", EXPORT, headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    plain = one_day.get(EXPORT, headers={"Accept-Encoding": "identity"})

    assert answer.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed) == plain.content
    assert {one["id"]: one for one in plain.json()["features"]} == listed(desk)
    assert len(plain.content.splitlines()) == len(listed(desk)) + 2


def test_an_export_that_is_known_is_not_sent_again(one_day: TestClient) -> None:
    first = one_day.get(EXPORT).headers
    for known in (
        {"If-None-Match": first["etag"]},
        {"If-None-Match": f"W/{first['etag']}"},
        {"If-None-Match": "*"},
        {"If-Modified-Since": first["last-modified"]},
    ):
        assert one_day.get(EXPORT, headers=known).status_code == 304
    older = {"If-Modified-Since": "Fri, 20 Nov 2020 12:00:00 GMT"}
    other = {"If-None-Match": '"x"', "If-Modified-Since": first["last-modified"]}
    assert [one_day.get(EXPORT, headers=each).status_code for each in (older, other)] == [200, 200]


def test_the_export_is_not_packed_for_who_refuses_it(one_day: TestClient) -> None:
    answer = one_day.get(EXPORT, headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "content-encoding" not in answer.headers


def test_the_export_is_made_once_a_day_and_says_what_it_is_of(desk: ApiDesk) -> None:
    now = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
    daily = DailyExport(lambda: desk.office, lambda: now)
    first = daily.today()
    desk.save(station(id="new", position=IN_HAIDIAN))

    assert daily.today() is first
    assert first.revision == 3
    now += timedelta(hours=1)  # midnight in Beijing
    assert daily.today().revision == 4
