"""The rule of ranking, as `services.find` states it, point by point."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pyproj import Geod

from rig.stations import BEIJING_CENTRE, station
from stationmap import Position, Station, StationFilter, StationIndex
from stationmap.geo.travel import TravelMode
from stationmap.services.find import NEARER_BY_M, REACH_M, Answer, Findings, FindStations, Question
from stationmap.stations.calendar import BEIJING
from stationmap.stations.hours import ArrivalState

NOON = datetime(2026, 11, 17, 12, tzinfo=BEIJING)
OPEN, SHUT, UNKNOWN = "08:00-20:00", "24/7 off", None


def east(metres: float) -> Position:
    """Return the position so many metres east of the middle of Beijing."""
    lon, lat, _ = Geod(ellps="WGS84").fwd(BEIJING_CENTRE.lon, BEIJING_CENTRE.lat, 90, metres)
    return Position(lon, lat)


def at(metres: float, hours: str | None = OPEN, **facts: Any) -> Station:
    """Make a station so many metres east, called after its distance."""
    known = {"id": f"{metres:g}", "position": east(metres), "opening_hours": hours}
    return station(**{**known, **facts})


def ask(*stations: Station, **asked: Any) -> Findings:
    """Ask from the middle of Beijing at noon."""
    question = {"position": BEIJING_CENTRE, "at": NOON, **asked}
    return FindStations(StationIndex(stations), stale_after_days=180).ask(Question(**question))


def ids(findings: Findings) -> list[str]:
    """Return the ids of the answers, the best first."""
    return [answer.station.id for answer in findings.answers]


def only(findings: Findings) -> Answer:
    """Return the one answer."""
    (answer,) = findings.answers
    return answer


def test_what_can_be_entered_comes_first_the_nearest_first() -> None:
    found = ask(at(900), at(100, UNKNOWN), at(500), at(300))

    assert ids(found) == ["300", "500", "900", "100"]


def test_what_closes_soon_counts_as_open() -> None:
    found = ask(at(900), at(300, "08:00-12:20"))

    assert ids(found) == ["300", "900"]
    assert found.answers[0].arrival.state is ArrivalState.CLOSES_SOON


def test_what_closes_on_the_way_there_is_shut() -> None:
    """Four kilometres on foot are 69 minutes with detours."""
    assert ids(ask(at(4000, "08:00-13:00"))) == []
    assert ids(ask(at(4000, "08:00-13:00"), mode=TravelMode.EBIKE)) == ["4000"]


def test_what_is_shut_is_shown_only_if_asked_for_and_last() -> None:
    stations = [at(100, SHUT), at(200, UNKNOWN), at(300)]

    assert ids(ask(*stations)) == ["300", "200"]
    assert ids(ask(*stations, include_closed=True)) == ["300", "200", "100"]


def test_a_planned_station_is_never_shown() -> None:
    planned = at(100, "24/7", status="planned")

    assert ids(ask(planned, include_closed=True)) == []
    asked_for = StationFilter(statuses=frozenset({planned.status}))
    assert ids(ask(planned, include_closed=True, where=asked_for)) == []


@pytest.mark.parametrize("status", ["closed", "suspended"])
def test_what_is_closed_for_good_or_suspended_is_shown_only_if_asked_for(status: str) -> None:
    out_of_use = at(100, "24/7", status=status)

    assert ids(ask(out_of_use)) == []
    assert ids(ask(out_of_use, include_closed=True)) == ["100"]


def test_what_is_suspended_until_yesterday_is_open() -> None:
    again = at(100, "24/7", status="suspended", suspended_until=date(2026, 11, 16))

    assert ids(ask(again)) == ["100"]


def test_no_more_answers_than_asked_for() -> None:
    assert ids(ask(*(at(metres) for metres in range(100, 4000, 100)), k=3)) == ["100", "200", "300"]


def test_the_search_goes_on_past_whatever_is_shut() -> None:
    """The only open door lies behind a hundred shut ones."""
    shut = [at(metres, SHUT) for metres in range(10, 1010, 10)]

    assert ids(ask(*shut, at(2000))) == ["2000"]


def test_nothing_beyond_reach_is_shown() -> None:
    within, beyond = at(REACH_M - 1, "24/7"), at(REACH_M + 1, "24/7")

    assert ids(ask(within, beyond)) == [within.id]


def test_equal_distances_keep_the_order_of_the_records() -> None:
    assert ids(ask(at(100, id="b"), at(100, id="a"))) == ["b", "a"]


def test_k_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        ask(at(100), k=0)


def test_a_much_nearer_unknown_station_is_named_apart() -> None:
    found = ask(at(100, UNKNOWN), at(50 + NEARER_BY_M, UNKNOWN), at(101 + NEARER_BY_M))

    assert found.nearer_uncertain is not None
    assert found.nearer_uncertain.station.id == "100"


def test_an_unknown_station_that_is_hardly_nearer_is_not_named() -> None:
    assert ask(at(100, UNKNOWN), at(99 + NEARER_BY_M)).nearer_uncertain is None


def test_an_unknown_station_is_not_named_apart_when_it_is_the_best_answer() -> None:
    found = ask(at(100, UNKNOWN), at(1000, UNKNOWN))

    assert ids(found) == ["100", "1000"]
    assert found.nearer_uncertain is None


def test_plan_b_is_the_nearest_open_door_from_the_best_one() -> None:
    """Not the second answer, which lies on the other side of where she stands."""
    found = ask(at(400), at(-500), at(1000), at(1100, UNKNOWN))

    assert ids(found)[:2] == ["400", "-500"]
    assert found.plan_b is not None
    assert found.plan_b.station.id == "1000"
    assert found.plan_b.nearby.distance_m == pytest.approx(600, abs=0.01)
    assert found.plan_b.nearby.bearing_deg == pytest.approx(90, abs=0.1)


def test_plan_b_is_open_when_she_gets_there_from_the_best_one() -> None:
    """1,000 m and then 500 m on foot: there at 12:26, when the nearer one is shut."""
    found = ask(at(1000), at(1500, "08:00-12:25"), at(-2000))

    assert ids(found)[0] == "1000"
    assert found.plan_b is not None
    assert found.plan_b.station.id == "-2000"


def test_without_another_open_door_there_is_no_plan_b() -> None:
    assert ask(at(100), at(200, UNKNOWN), at(300, SHUT)).plan_b is None


def test_without_any_station_nothing_is_found() -> None:
    assert ask() == Findings()


def test_an_answer_tells_how_long_the_way_takes_and_when_she_arrives() -> None:
    answer = only(ask(at(750)))

    assert answer.travel_min == pytest.approx(13.0)
    assert answer.arrives_at - NOON == timedelta(minutes=13)


def test_a_moment_without_a_zone_is_beijings() -> None:
    found = ask(at(100, "12:00-12:30"), at=NOON.replace(tzinfo=None))

    assert only(found).arrival.is_enterable


@pytest.mark.parametrize(
    ("audience", "is_shown"),
    [
        (["outdoor_workers"], True),
        (["public"], True),
        (["members"], False),
        (["own_staff"], False),
        (["own_staff", "public"], True),
        ([], True),
    ],
)
def test_by_default_a_courier_sees_what_lets_her_in(
    audience: list[str],
    is_shown: bool,  # noqa: FBT001 - pytest passes it by name
) -> None:
    assert bool(ask(at(100, audience=audience)).answers) is is_shown


def test_an_answer_tells_that_nobody_knows_whom_the_station_lets_in() -> None:
    assert only(ask(at(100))).is_audience_unknown
    assert not only(ask(at(100, audience=["public"]))).is_audience_unknown


@pytest.mark.parametrize(
    ("verified_on", "is_stale"),
    [(NOON.date(), False), (date(2026, 5, 21), False), (date(2026, 5, 20), True), (None, True)],
)
def test_a_record_that_nobody_verified_for_180_days_is_stale(
    verified_on: date | None,
    is_stale: bool,  # noqa: FBT001 - pytest passes it by name
) -> None:
    assert only(ask(at(100, verified_on=verified_on))).is_stale is is_stale
