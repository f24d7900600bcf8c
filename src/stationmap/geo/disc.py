"""Boxes of longitude and latitude that provably hold every place within a distance."""

from __future__ import annotations

from math import cos, degrees, radians
from typing import TYPE_CHECKING, NamedTuple

from stationmap.geo.chord import MIN_CURVATURE_RADIUS_M
from stationmap.geo.geodesic import GEOD
from stationmap.geo.position import MAX_LAT, MAX_LON

if TYPE_CHECKING:
    from stationmap.geo.position import Position

PAD_DEG = 1e-8
"""About a millimetre: far more than any rounding in the bounds."""


class Box(NamedTuple):
    """A range of longitudes and of latitudes in degrees, ends included."""

    min_lon: float
    min_lat: float
    max_lon: float
    max_lat: float


def boxes_around(centre: Position, radius_m: float) -> list[Box]:
    """Return one box, or two where the antimeridian is crossed, that hold a geodesic disc.

    A path of length `s` changes its latitude by at most `s / R` with `R = b²/a`, the smallest
    radius of curvature of a meridian; and between latitudes ±φ its longitude by at most
    `s / (a cos φ)`, since no parallel there is shorter than that. A disc that reaches a pole
    holds every longitude.
    """
    reach_lat = degrees(radius_m / MIN_CURVATURE_RADIUS_M) + PAD_DEG
    min_lat, max_lat = max(centre.lat - reach_lat, -MAX_LAT), min(centre.lat + reach_lat, MAX_LAT)
    farthest_lat = max(-min_lat, max_lat)
    if farthest_lat >= MAX_LAT:
        return [Box(-MAX_LON, min_lat, MAX_LON, max_lat)]
    reach_lon = degrees(radius_m / (GEOD.a * cos(radians(farthest_lat)))) + PAD_DEG
    return [Box(west, min_lat, east, max_lat) for west, east in _longitudes(centre.lon, reach_lon)]


def _longitudes(lon: float, reach_deg: float) -> list[tuple[float, float]]:
    """Cut the range of longitudes at the antimeridian, which is 180 and -180 alike."""
    west, east = lon - reach_deg, lon + reach_deg
    if reach_deg >= MAX_LON:
        return [(-MAX_LON, MAX_LON)]
    if west <= -MAX_LON:
        return [(-MAX_LON, east), (west + 2 * MAX_LON, MAX_LON)]
    if east >= MAX_LON:
        return [(west, MAX_LON), (-MAX_LON, east - 2 * MAX_LON)]
    return [(west, east)]
