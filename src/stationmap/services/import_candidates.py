"""Which stations of the list a row is perhaps, though it has neither their id nor their name."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING

import shapely
from rapidfuzz import fuzz

from stationmap.geo.geodesic import distance_m
from stationmap.stations.vocabulary import folded
from stationmap.upkeep.duplicates import duplicates_of
from stationmap.upkeep.import_plan import Alternative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.services.import_rows import BuiltRow
    from stationmap.stations.station import Station
    from stationmap.upkeep.change import Kept
    from stationmap.upkeep.import_plan import EmptyCells

AROUND_M = 250.0
"""Beyond this, nothing is taken for the same place."""

METRES_PER_DEGREE = 111_000.0
"""Of latitude, at most 0.6 % too few anywhere; the box may be larger than it need be."""


class Lookalikes:
    """Finds the stations of the list that a row may mean."""

    def __init__(self, listed: Sequence[Kept], empty: EmptyCells) -> None:
        self._listed = listed
        self._by_id = {one.station.id: one for one in listed}
        positions = [(one.station.position.lon, one.station.position.lat) for one in listed]
        self._tree = shapely.STRtree(shapely.points(positions) if positions else [])
        self._empty = empty

    def of(self, row: BuiltRow) -> tuple[Alternative, ...]:
        """Return the stations that the row may mean, the likeliest first."""
        kept = row.match.kept
        if kept is not None and row.match.is_listed:
            likeness = fuzz.ratio(folded(row.incoming.name), folded(kept.station.name))
            apart_m = distance_m(row.incoming.position, kept.station.position)
            return (self._alternative(row, kept, apart_m, likeness),)
        pairs = list(duplicates_of(row.incoming, self._near(row.incoming)))
        pairs.sort(key=lambda pair: (-pair.likeness, pair.distance_m))
        return tuple(
            self._alternative(row, self._by_id[pair.b.id], pair.distance_m, pair.likeness)
            for pair in pairs
        )

    def _alternative(
        self, row: BuiltRow, kept: Kept, apart_m: float, likeness: float
    ) -> Alternative:
        planned = row.as_change_of(kept, self._empty)
        return Alternative(row=planned, distance_m=apart_m, likeness=likeness)

    def _near(self, station: Station) -> list[Station]:
        lon, lat = station.position.lon, station.position.lat
        high = AROUND_M / METRES_PER_DEGREE
        wide = high / max(cos(radians(lat)), 0.01)
        found = self._tree.query(shapely.box(lon - wide, lat - high, lon + wide, lat + high))
        return [self._listed[place].station for place in found.tolist()]
