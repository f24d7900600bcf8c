"""Findings equal what looking at every station finds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from rig.brute_force import ranked_by_geodesic
from rig.stations import station
from stationmap import Position, Station, StationIndex
from stationmap.geo.travel import TravelMode, travel_min
from stationmap.services.find import NEARER_BY_M, REACH_M, FindStations, Question
from stationmap.stations.calendar import BEIJING
from stationmap.stations.codes import Status
from stationmap.stations.hours import ArrivalState, on_arrival

if TYPE_CHECKING:
    from collections.abc import Sequence

POSITIONS = st.builds(Position, st.floats(115.9, 117.1), st.floats(39.5, 40.5))
HOURS = st.sampled_from(
    [None, None, "24/7", "08:00-20:00", "Mo-Fr 09:00-17:00", "20:00-08:00", "off", "周末"]
)
SITES = st.lists(
    st.tuples(POSITIONS, HOURS, st.sampled_from(["open", "open", "open", *Status])), max_size=40
)
QUESTIONS = st.builds(
    Question,
    position=POSITIONS,
    at=st.datetimes(
        datetime(2026, 9, 25),  # noqa: DTZ001 - hypothesis wants it without a zone
        datetime(2026, 10, 12),  # noqa: DTZ001 - the same
        timezones=st.just(BEIJING),
    ),
    mode=st.sampled_from(TravelMode),
    k=st.integers(1, 8),
    include_closed=st.booleans(),
)
RANKS = {
    ArrivalState.OPEN: 0,
    ArrivalState.CLOSES_SOON: 0,
    ArrivalState.UNKNOWN: 1,
    ArrivalState.CLOSED: 2,
}


def looked_at(
    stations: Sequence[Station], position: Position, at: datetime, mode: TravelMode
) -> list[tuple[int, float, Station]]:
    """Measure to every station; return rank, metres and station within reach, nearest first."""
    order, distances_m = ranked_by_geodesic(position, stations)
    return [
        (
            RANKS[on_arrival(stations[n], at + timedelta(minutes=travel_min(metres, mode))).state],
            metres,
            stations[n],
        )
        for n, metres in zip(order.tolist(), distances_m.tolist(), strict=True)
        if metres <= REACH_M
    ]


@given(SITES, QUESTIONS)
def test_findings_equal_looking_at_every_station(
    sites: list[tuple[Position, str | None, str]], question: Question
) -> None:
    stations = [
        station(id=str(n), position=position, opening_hours=hours, status=status)
        for n, (position, hours, status) in enumerate(sites)
    ]
    found = FindStations(StationIndex(stations), stale_after_days=180).ask(question)

    shown = [each for each in stations if each.status is not Status.PLANNED]
    seen = looked_at(shown, question.position, question.at, question.mode)
    ranked = sorted(seen, key=lambda each: each[0])  # the sort is stable
    expected = [each for each in ranked if each[0] < 2 or question.include_closed][: question.k]
    assert [answer.station.id for answer in found.answers] == [each.id for *_, each in expected]

    unknown = next((each for each in seen if each[0] == 1), None)
    is_named = bool(
        expected and expected[0][0] == 0 and unknown and expected[0][1] - unknown[1] >= NEARER_BY_M
    )
    assert (found.nearer_uncertain is not None) == is_named
    if found.nearer_uncertain and unknown:
        assert found.nearer_uncertain.station is unknown[2]

    if expected:
        best = found.answers[0]
        onward = looked_at(shown, best.station.position, best.arrives_at, question.mode)
        others = [each for rank, _, each in onward if rank == 0 and each is not best.station]
        assert (found.plan_b and found.plan_b.station) == next(iter(others), None)
