"""A planner's figures over HTTP are those of the planners' page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stationmap.coverage.counting import Counting, TimeSlice
from stationmap.coverage.reach import ServiceRadius
from stationmap.geo.travel import TravelMode
from stationmap.services.plan.coverage_answer import CoverageQuestion
from stationmap.stations.codes import Audience, Facility, StationKind

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from stationmap.bootstrap import Office

HAIDIAN = "110108"
MANY = (
    "kinds=warm_station,driver_home&facilities=water&when=night&audience=public"
    "&verified_within_days=400&planned=true"
)


@pytest.mark.parametrize(
    ("address", "question"),
    [
        ("city", {}),
        (HAIDIAN, {"within": HAIDIAN}),
        ("海淀区?radius_m=500", {"within": HAIDIAN, "radius": ServiceRadius(value=500.0)}),
        (
            f"{HAIDIAN}?minutes=10&mode=ebike",
            {"within": HAIDIAN, "radius": ServiceRadius(value=10, mode=TravelMode.EBIKE)},
        ),
        (
            f"{HAIDIAN}?{MANY}",
            {
                "within": HAIDIAN,
                "counting": Counting(
                    kinds=frozenset({StationKind.WARM_STATION, StationKind.DRIVER_HOME}),
                    working=frozenset({Facility.WATER}),
                    audience=frozenset({Audience.PUBLIC}),
                    time_slice=TimeSlice.NIGHT,
                    verified_within_days=400,
                    with_planned=True,
                ),
            },
        ),
    ],
)
def test_the_figures_are_those_of_the_service(
    client: TestClient, office: Office, address: str, question: dict[str, Any]
) -> None:
    told = client.get(f"/api/coverage/{address}").json()

    answer = office.plan_coverage.answer(CoverageQuestion(**question))
    assert told["area"]["code"] == question.get("within", "city")
    assert (told["stations"], told["revision"]) == (len(answer.stations), answer.revision)
    assert told["radius_m"] == pytest.approx(answer.radius_m, abs=0.05)
    assert told["demand"] == pytest.approx(answer.whole.demand, abs=0.05)
    assert told["covered"] == pytest.approx(answer.whole.covered, abs=0.05)
    assert told["share"] == pytest.approx(answer.whole.share, abs=1e-6)


def test_the_districts_add_up_to_the_city(client: TestClient) -> None:
    told = client.get("/api/coverage/city").json()

    assert sum(one["demand"] for one in told["districts"]) == pytest.approx(told["demand"])
    assert sum(one["covered"] for one in told["districts"]) == pytest.approx(told["covered"])
    assert HAIDIAN in {one["code"] for one in told["districts"]}


def test_an_area_that_there_is_not_is_told_with_those_that_there_are(client: TestClient) -> None:
    answer = client.get("/api/coverage/310000")
    assert answer.status_code == 404
    assert HAIDIAN in answer.json()["detail"]


@pytest.mark.parametrize(
    "query",
    ["radius_m=0", "radius_m=nan", "radius_m=1e9", "radius_m=1&minutes=1",
     "minutes=1440&mode=truck", "kinds=castle", "when=soon", "verified_within_days=-1",
     "colour=red"],
)  # fmt: skip
def test_a_parameter_that_cannot_be_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/api/coverage/{HAIDIAN}?{query}").status_code == 400


def test_figures_that_are_known_are_not_sent_again(client: TestClient) -> None:
    first = client.get(f"/api/coverage/{HAIDIAN}")
    known = {"If-None-Match": first.headers["etag"]}
    assert client.get(f"/api/coverage/{HAIDIAN}", headers=known).status_code == 304
