"""The stations of one file as columns, so that they can be judged together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stationmap.geo.datum import Datum
    from stationmap.stations.place import Place
    from stationmap.stations.station import Station


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Stations with their places and positions; every column has the same length.

    Attributes
    ----------
    lons, lats
        WGS-84 degrees, as the positions were understood.
    came_lons, came_lats
        Degrees as they stood in the file, in `datum`.
    """

    places: tuple[Place, ...]
    stations: tuple[Station, ...]
    datum: Datum
    lons: NDArray[np.float64]
    lats: NDArray[np.float64]
    came_lons: NDArray[np.float64]
    came_lats: NDArray[np.float64]

    @classmethod
    def of(cls, stations: Sequence[tuple[Place, Station]], datum: Datum) -> Batch:
        """Put stations, just read from a file in a datum, into columns."""
        members = tuple(station for _, station in stations)
        lons = np.array([station.position.lon for station in members])
        lats = np.array([station.position.lat for station in members])
        came = [
            station.source_position
            if station.source_datum is datum and station.source_position
            else (station.position.lon, station.position.lat)
            for station in members
        ]
        came_lons, came_lats = np.array(came).T
        places = tuple(place for place, _ in stations)
        return cls(places, members, datum, lons, lats, came_lons, came_lats)
