"""The slow truth that both engines are held to: every distance measured, then sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pyproj import Geod

from stationmap import Position, Station, StationKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

WGS84 = Geod(ellps="WGS84")


def stations_at(coordinates: Iterable[tuple[float, float]]) -> list[Station]:
    """Make a station of each longitude and latitude; its id is its place."""
    return [
        Station(
            id=str(place),
            name="示例驿站",
            kind=StationKind.WARM_STATION,
            position=Position(lon, lat),
        )
        for place, (lon, lat) in enumerate(coordinates)
    ]


def ranked_by_geodesic(
    position: Position, stations: Sequence[Station]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return all places by geodesic distance, equal distances by place, and the distances."""
    lons = np.array([station.position.lon for station in stations])
    lats = np.array([station.position.lat for station in stations])
    here = np.ones(len(stations))
    distances_m = WGS84.inv(position.lon * here, position.lat * here, lons, lats)[2]
    order = np.argsort(distances_m, kind="stable")
    return order, distances_m[order]
