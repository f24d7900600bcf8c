"""Sites as stations that a scenario can add: such as the question of their coverage counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.coverage.time_slice import TimeSlice
from stationmap.stations.codes import FacilityState, StationKind, Status
from stationmap.stations.station import Station
from stationmap.upkeep.new_ids import TO_BE_GIVEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.coverage.counting import Counting
    from stationmap.geo.position import Position
    from stationmap.services.plan.siting_answer import Site, SitingAnswer

ALWAYS = "24/7"


def planned_station(counting: Counting, position: Position, *, name: str) -> Station:
    """Return a station that would count: of a kind that does, with what must work, open when asked.

    What the question leaves open stays unknown.
    """
    kinds = counting.kinds
    kind = StationKind.WARM_STATION
    if kinds and kind not in kinds:
        kind = min(kinds)
    is_any_time = counting.time_slice is TimeSlice.ANY
    return Station(
        id=TO_BE_GIVEN,
        name=name,
        kind=kind,
        position=position,
        status=Status.PLANNED,
        audience=tuple(sorted(counting.audience)),
        facilities=dict.fromkeys(sorted(counting.working), FacilityState.WORKING),
        opening_hours=None if is_any_time else ALWAYS,
    )


def stations_of(answer: SitingAnswer, name: Callable[[Site], str]) -> list[Station]:
    """Return the sites of an answer as planned stations, in their order."""
    counting = answer.question.coverage.counting
    return [planned_station(counting, site.position, name=name(site)) for site in answer.sites]
