"""True distances on the WGS-84 ellipsoid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from pyproj import Geod

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from stationmap.geo.position import Position

GEOD: Final = Geod(ellps="WGS84")

FULL_TURN_DEG: Final = 360.0


def distance_m(a: Position, b: Position) -> float:
    """Return the geodesic distance between two positions in metres."""
    return float(GEOD.inv(a.lon, a.lat, b.lon, b.lat)[2])


def distances_and_bearings(
    origin: Position, lons: ArrayLike, lats: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Measure from one position to many.

    Parameters
    ----------
    lons, lats
        WGS-84 degrees, each of shape (n,).

    Returns
    -------
    distances_m, bearings_deg
        Geodesic distances in metres and initial bearings clockwise from north,
        0 <= bearing < 360, each of shape (n,).
    """
    lons = np.array(lons, dtype=np.float64, ndmin=1)
    lats = np.array(lats, dtype=np.float64, ndmin=1)
    azimuths, _, distances = GEOD.inv(
        np.full(lons.shape, origin.lon), np.full(lons.shape, origin.lat), lons, lats
    )
    bearings = np.mod(azimuths, FULL_TURN_DEG)
    bearings[bearings == FULL_TURN_DEG] = 0.0  # of azimuths a hair below north
    return np.asarray(distances), bearings
