"""What the maps of siting and of scenarios show of the stations that there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.services.plan.coverage_answer import CoverageAnswer
    from stationmap.stations.station import Station


@dataclass(frozen=True, slots=True)
class Among:
    """Says of a station whether it is one of these; it can be hashed, as the map's bits need."""

    ids: frozenset[str]

    def __call__(self, station: Station) -> bool:
        """Say whether the station is one of them."""
        return station.id in self.ids

    @classmethod
    def of(cls, stations: Iterable[Station]) -> Among:
        """Return the rule for these stations."""
        return cls(frozenset(station.id for station in stations))


def bounds_of(answer: CoverageAnswer) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of the demand of one district or area; None for all."""
    if answer.question.within is None:
        return None
    demand = answer.coverage.demand
    corners = (demand.lons.min(), demand.lats.min(), demand.lons.max(), demand.lats.max())
    west, south, east, north = map(float, corners)
    return west, south, east, north
