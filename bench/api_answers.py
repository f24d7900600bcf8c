"""What servers of stations have to answer, computed from the stations themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from bench.api_client import said
from stationmap import Position, StationIndex
from stationmap.files.write import to_geojson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap import Station

    Said = dict[str, Any]

SPREAD_DEG = 0.01
"""How far couriers are from a station, in one standard deviation of each coordinate."""

MARGIN_DEG = 1e-7
SEED = 2026


class Known:
    """What the right answers are, computed from the stations themselves."""

    def __init__(self, stations: Sequence[Station]) -> None:
        self._said = [said(feature) for feature in to_geojson(stations)["features"]]
        self._by_id = {one["id"]: one for one in self._said}
        self._positions = np.array([(one.position.lon, one.position.lat) for one in stations])
        self._index = StationIndex(stations)
        self._draws = np.random.default_rng(SEED)

    def page(self, offset: int, count: int) -> list[Said]:
        """Return so many stations in the order of their ids."""
        return self._said[offset : offset + count]

    def inside(self, box: str) -> list[Said]:
        """Return the stations in a box, in the order of their ids."""
        west, south, east, north = map(float, box.split(","))
        lons, lats = self._positions.T
        inside = (west <= lons) & (lons <= east) & (south <= lats) & (lats <= north)
        return [self._said[place] for place in np.flatnonzero(inside)]

    def nearest(self, position: Position, count: int) -> list[Said]:
        """Return so many stations, the nearest first."""
        found = self._index.nearest(position, count)
        return [self._by_id[near.station.id] for near in found]

    def draw_positions(self, count: int) -> list[Position]:
        """Draw places where couriers may be: near stations."""
        chosen = self._draws.integers(0, len(self._positions), count)
        drawn = self._positions[chosen] + self._draws.normal(0, SPREAD_DEG, (count, 2))
        return [Position(round(lon, 6), round(lat, 6)) for lon, lat in drawn.tolist()]

    def draw_places(self, count: int, many: int) -> list[int]:
        """Draw so many of the first `count` numbers."""
        return [int(drawn) for drawn in self._draws.choice(count, many, replace=False)]

    def box_of(self, position: Position, count: int) -> str:
        """Return the square about a position, in degrees, that holds just so many stations."""
        reach = np.abs(self._positions - (position.lon, position.lat)).max(axis=1)
        nearest = np.partition(reach, (count - 1, count))
        half = float(nearest[count - 1] + nearest[count]) / 2
        return _box(position, half, half)

    def box_of_nearest(self, position: Position, count: int) -> str:
        """Return the smallest box about a position that holds its nearest stations."""
        found = np.array([one["coordinates"] for one in self.nearest(position, count)])
        east, north = np.abs(found - (position.lon, position.lat)).max(axis=0).tolist()
        return _box(position, east + MARGIN_DEG, north + MARGIN_DEG)


def _box(position: Position, east: float, north: float) -> str:
    lon, lat = position.lon, position.lat
    return f"{lon - east:.8f},{lat - north:.8f},{lon + east:.8f},{lat + north:.8f}"
