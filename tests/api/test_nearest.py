"""The courier's question over HTTP: the answers of the service, and no trace of where she is."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from rig.api_desk import ApiDesk, api_desk
from stationmap.api.nearest_answer import Doubts, Told, answer_body
from stationmap.geo.datum import coordinates_in
from stationmap.geo.position import Position
from stationmap.geo.travel import TravelMode
from stationmap.services.find import Question
from stationmap.settings import Settings
from stationmap.stations.calendar import BEIJING
from stationmap.stations.codes import Audience, Facility, StationKind
from stationmap.stations.filter import StationFilter
from stationmap.store.sqlite import SqliteStore
from stationmap.upkeep.report import ReportedFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

    from stationmap.bootstrap import Office

NEAREST = "/api/nearest"
HERE = Position(116.397, 39.917)
NIGHT = datetime(2026, 11, 20, 22, tzinfo=BEIJING)


@pytest.fixture
def desk() -> Iterator[ApiDesk]:
    with api_desk() as opened:
        yield opened


def ids(answer: dict[str, Any]) -> list[str]:
    return [feature["id"] for feature in answer["features"]]


def asked(**more: Any) -> dict[str, Any]:
    return {"position": [HERE.lon, HERE.lat], "at": "2026-11-20T22:00", **more}


@pytest.mark.parametrize(
    ("sent", "question"),
    [
        ({}, {}),
        ({"k": 50}, {"k": 50}),
        ({"mode": "truck", "k": 3}, {"mode": TravelMode.TRUCK, "k": 3}),
        ({"include_closed": True, "k": 20}, {"include_closed": True, "k": 20}),
        (
            {"kinds": ["driver_home"], "facilities": ["water"], "audience": ["members"]},
            {
                "where": StationFilter(
                    kinds=frozenset({StationKind.DRIVER_HOME}),
                    working=frozenset({Facility.WATER}),
                    audience=frozenset({Audience.MEMBERS}),
                )
            },
        ),
    ],
)
def test_the_answers_are_those_of_the_service_in_its_order(
    client: TestClient, office: Office, sent: dict[str, Any], question: dict[str, Any]
) -> None:
    answer = client.post(NEAREST, json=asked(**sent)).json()

    found = office.live.current().find.ask(Question(position=HERE, at=NIGHT, **question))
    assert ids(answer) == [one.station.id for one in found.answers]
    assert [one["properties"]["distance_m"] for one in answer["features"]] == [
        round(one.nearby.distance_m, 3) for one in found.answers
    ]
    assert [one["properties"]["on_arrival"] for one in answer["features"]] == [
        one.arrival.state for one in found.answers
    ]
    assert (answer["plan_b"] or {}).get("id") == (found.plan_b and found.plan_b.station.id)


def test_the_address_asks_the_same_as_a_body(client: TestClient) -> None:
    address = (
        f"{NEAREST}?lon={HERE.lon}&lat={HERE.lat}&k=7&kinds=warm_station,driver_home"
        "&facilities=water&audience=public&mode=ebike&at=2026-11-20T22:00&include_closed=true"
    )
    body = asked(
        k=7,
        kinds=["warm_station", "driver_home"],
        facilities=["water"],
        audience=["public"],
        mode="ebike",
        include_closed=True,
    )

    assert client.get(address).json() == client.post(NEAREST, json=body).json()


def test_a_position_may_come_in_another_datum(client: TestClient) -> None:
    shifted = list(coordinates_in(HERE, "gcj02"))

    answer = client.post(NEAREST, json=asked(position=shifted, datum="gcj02")).json()

    assert answer == client.post(NEAREST, json=asked()).json()


def test_an_answer_tells_the_way_and_what_awaits_her(desk: ApiDesk) -> None:
    sent = {"position": [116.35, 39.98], "at": "2026-11-20T22:00", "k": 1}

    (feature,) = desk.client.post(NEAREST, json=sent).json()["features"]

    told = feature["properties"]
    assert (feature["id"], told["name"]) == ("hd-1", "海淀一")
    assert told["distance_m"] == pytest.approx(1110, abs=1)
    assert told["bearing_deg"] == pytest.approx(0, abs=0.01)
    assert (told["on_arrival"], told["until"], told["reason"]) == ("open", None, "stated_hours")
    assert told["arrives_at"].startswith("2026-11-20T22:")
    assert set(told["routes"]) == {"amap", "baidu", "tencent", "apple"}
    assert told["doubt"] is None


def test_a_report_that_waits_casts_doubt(desk: ApiDesk) -> None:
    desk.office.reports.file("hd-1", ReportedFault.CLOSED, client="192.0.2.1")
    question = Question(position=Position(116.35, 39.98), at=NIGHT, k=1)
    found = desk.office.live.current().find.ask(question)

    doubts = Doubts(lambda: desk.office).now()
    body = answer_body(found, question, 3, told_of=Told(), doubts=doubts)

    assert [one["properties"]["doubt"] for one in body["features"]] == ["closed"]
    assert body["plan_b"] is None


def test_no_cache_keeps_an_answer(client: TestClient) -> None:
    assert client.post(NEAREST, json=asked()).headers["cache-control"] == "no-store"
    address = f"{NEAREST}?lon={HERE.lon}&lat={HERE.lat}"
    assert client.get(address).headers["cache-control"] == "no-store"


def test_nothing_within_reach_is_an_empty_collection(client: TestClient) -> None:
    answer = client.post(NEAREST, json={"position": [0, 0]})
    assert (answer.status_code, answer.json()["features"]) == (200, [])


@pytest.mark.parametrize(
    ("sent", "member"),
    [
        ({}, "position"),
        ({"position": None}, "position"),
        ({"position": [116.4]}, "position"),
        ({"position": [True, 39.9]}, "position"),
        ({"position": [39.9, 116.4]}, "position"),
        ({"position": ["116.4", "39.9"]}, "position"),
        (asked(k=0), "k"),
        (asked(k=51), "k"),
        (asked(k=2.5), "k"),
        (asked(kinds=["castle"]), "kinds"),
        (asked(kinds="warm_station"), "kinds"),
        (asked(facilities=[1]), "facilities"),
        (asked(mode="fly"), "mode"),
        (asked(at="soon"), "at"),
        (asked(at="1999-01-01T00:00"), "at"),
        (asked(include_closed=1), "include_closed"),
        (asked(datum="wgs85"), "datum"),
        (asked(colour="red"), "colour"),
    ],
)
def test_a_member_that_cannot_be_is_named(
    client: TestClient, sent: dict[str, Any], member: str
) -> None:
    answer = client.post(NEAREST, json=sent)

    assert (answer.status_code, answer.json()["member"]) == (422, member)


@pytest.mark.parametrize(
    "query",
    ["", "lon=116.4", "lon=x&lat=1", "lon=nan&lat=1", "lon=181&lat=1", "lon=1&lat=1&k=0",
     "lon=1&lat=1&kinds=castle", "lon=1&lat=1&at=soon", "lon=1&lat=1&colour=red"],
)  # fmt: skip
def test_a_parameter_that_cannot_be_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"{NEAREST}?{query}").status_code == 400


@pytest.mark.parametrize("position", [[116.3712345, 39.9123456], [999.3712345, 39.9123456]])
def test_a_position_leaves_no_trace_in_log_store_or_answer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, position: list[float]
) -> None:
    """Neither a good one nor one that is refused."""
    caplog.set_level(logging.DEBUG)
    store = SqliteStore(tmp_path / "store.sqlite")
    with api_desk(store, Settings()) as desk:
        caplog.clear()
        answer = desk.client.post(NEAREST, json={"position": position})
        told = answer.text
        logged = [
            record.getMessage() for record in caplog.records if not record.name.startswith("httpx")
        ]
        store.backup(tmp_path / "backup.sqlite")
    store.close()

    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for degrees in map(str, position):
        assert degrees not in told
        assert degrees not in "\n".join(logged)
        assert degrees.encode() not in kept
