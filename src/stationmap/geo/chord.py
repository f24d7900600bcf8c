"""Straight chords through the earth, and what they tell about the geodesics above them.

With `c` the chord between two places on the ellipsoid and `R = b²/a` its smallest radius of
curvature, the geodesic `s` between them obeys

    c <= s <= 2 R asin(c / 2R)    for c <= 2R.

The left side is the straight line; the right side is Schur's comparison theorem: a geodesic bends
no more than a circle of radius `R`, so its chord is no shorter than that circle's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from stationmap.geo.geodesic import GEOD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MIN_CURVATURE_RADIUS_M: Final = GEOD.b**2 / GEOD.a
MAX_CURVATURE_RADIUS_M: Final = GEOD.a**2 / GEOD.b
MAX_GEODESIC_M: Final = np.pi * GEOD.a
"""No two places are farther apart: half an equator is longer than half a meridian."""

SHORT_CHORD_M: Final = 20_000.0
"""Up to here `short_geodesic_m` errs by less than 0.1 mm, wherever the chord lies."""

LONG_CHORD_M: Final = 200_000.0
"""Up to here `geodesic_between_m` was measured to err by less than 0.01 mm all over the earth."""


def ecef(lons: Floats, lats: Floats) -> Floats:
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


def longest_geodesic_m(chords_m: Floats) -> Floats:
    """Return the greatest geodesic distance that a chord can stand for (see the module)."""
    sine = chords_m / (2.0 * MIN_CURVATURE_RADIUS_M)
    arcs_m = 2.0 * MIN_CURVATURE_RADIUS_M * np.arcsin(np.minimum(sine, 1.0))
    return np.where(sine < 1.0, arcs_m, MAX_GEODESIC_M)


def short_geodesic_m(chords_m: Floats) -> Floats:
    """Return the geodesic distance of chords no longer than `SHORT_CHORD_M`.

    The arc over the chord of a circle is `c + c³ / 24R² + …`. A geodesic bends between the
    smallest and the greatest radius of curvature of the ellipsoid; the mean of both bounds is
    off by at most half of their difference, `c³ / 48 (1/R_min² - 1/R_max²)`: 0.083 mm at 20 km.
    """
    mean_curvature = (MIN_CURVATURE_RADIUS_M**-2 + MAX_CURVATURE_RADIUS_M**-2) / 2.0
    return chords_m * (1.0 + chords_m**2 * (mean_curvature / 24.0))


def geodesic_between_m(starts_m: Floats, ends_m: Floats) -> Floats:
    """Return the geodesic distance between earth-centred places up to `LONG_CHORD_M` apart.

    The arc of the circle over each chord that bends as the ellipsoid does halfway, in the
    direction of the chord. For the surface `p·Dp = 1` with `D = diag(1/a², 1/a², 1/b²)` the
    normal curvature at `p` towards the unit vector `t` is `t·Dt / |Dp|`; the middle of the chord
    is scaled up to the surface.

    Parameters
    ----------
    starts_m, ends_m
        As `ecef` gives them, each of shape (n, 3), no place the same as its partner.
    """
    chords, middles = ends_m - starts_m, (starts_m + ends_m) / 2.0
    squared_m2: Floats = np.einsum("ij,ij->i", chords, chords)
    flattening = (GEOD.a / GEOD.b) ** 2
    across_m2 = middles[:, 0] ** 2 + middles[:, 1] ** 2
    along_m2 = middles[:, 2] ** 2 * flattening
    bend = (1.0 + (flattening - 1.0) * chords[:, 2] ** 2 / squared_m2) ** 2 / GEOD.a**2
    curvature_squared = bend * (across_m2 + along_m2) / (across_m2 + along_m2 * flattening)
    half = squared_m2 * curvature_squared / 4.0
    arc_over_chord = 1.0 + half * (1 / 6 + half * (3 / 40 + half * (5 / 112)))
    return np.asarray(np.sqrt(squared_m2) * arc_over_chord)
