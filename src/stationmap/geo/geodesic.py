"""True distances on the WGS-84 ellipsoid, and how straight chords through the earth bound them.

Two facts let a search on straight chords be exact. With `c` the chord between two places on the
ellipsoid and `R = b²/a` its smallest radius of curvature, the geodesic `s` between them obeys

    c <= s <= 2 R asin(c / 2R)    for c <= 2R.

The left side is the straight line; the right side is Schur's comparison theorem: a geodesic bends
no more than a circle of radius `R`, so its chord is no shorter than that circle's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from pyproj import Geod

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from stationmap.geo.position import Position

GEOD: Final = Geod(ellps="WGS84")

MIN_CURVATURE_RADIUS_M: Final = GEOD.b**2 / GEOD.a
MAX_CURVATURE_RADIUS_M: Final = GEOD.a**2 / GEOD.b
MAX_GEODESIC_M: Final = np.pi * GEOD.a
"""No two places are farther apart: half an equator is longer than half a meridian."""

FULL_TURN_DEG: Final = 360.0

CHORD_FORMULA_MAX_M: Final = 20_000.0
"""Up to here `geodesic_from_chord_m` errs by less than 0.1 mm, wherever the chord lies."""


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


def ecef(lons: NDArray[np.float64], lats: NDArray[np.float64]) -> NDArray[np.float64]:
    """Place positions in earth-centred coordinates.

    Parameters
    ----------
    lons, lats
        WGS-84 degrees, each of shape (n,), on the ellipsoid.

    Returns
    -------
    Metres along x (to 0° E), y (to 90° E) and z (to the north pole), shape (n, 3).
    """
    lon_rad, lat_rad = np.radians(lons), np.radians(lats)
    sin_lat, cos_lat = np.sin(lat_rad), np.cos(lat_rad)
    prime_vertical_m = GEOD.a / np.sqrt(1.0 - GEOD.es * sin_lat**2)
    places_m = np.empty((len(lon_rad), 3))
    places_m[:, 0] = prime_vertical_m * cos_lat * np.cos(lon_rad)
    places_m[:, 1] = prime_vertical_m * cos_lat * np.sin(lon_rad)
    places_m[:, 2] = prime_vertical_m * (1.0 - GEOD.es) * sin_lat
    return places_m


def longest_geodesic_m(chords_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the greatest geodesic distance that a chord can stand for (see the module)."""
    sine = chords_m / (2.0 * MIN_CURVATURE_RADIUS_M)
    arcs_m = 2.0 * MIN_CURVATURE_RADIUS_M * np.arcsin(np.minimum(sine, 1.0))
    return np.where(sine < 1.0, arcs_m, MAX_GEODESIC_M)


def geodesic_from_chord_m(chords_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the geodesic distance of chords no longer than `CHORD_FORMULA_MAX_M`.

    The arc over the chord of a circle is `c + c³ / 24R² + …`. A geodesic bends between the
    smallest and the greatest radius of curvature of the ellipsoid; the mean of both bounds is
    off by at most half of their difference, `c³ / 48 (1/R_min² - 1/R_max²)`: 0.083 mm at 20 km.
    """
    mean_curvature = (MIN_CURVATURE_RADIUS_M**-2 + MAX_CURVATURE_RADIUS_M**-2) / 2.0
    return chords_m * (1.0 + chords_m**2 * (mean_curvature / 24.0))
