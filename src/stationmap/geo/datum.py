"""The datums that positions come in from outside, and the way from each to WGS-84 and back.

Only positions in mainland China are shifted. A position that comes in is taken for a shifted one
if unshifting it leads into the mainland, or if it lies there itself. So whatever is shifted on its
way out comes back, at the very edge too; a foreign position can be misread only within 1.6 km
(the largest shift of BD-09; 0.7 km of GCJ-02) of the edge, where both readings are possible.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from stationmap.geo.gcj02 import inverted, wgs84_to_bd09, wgs84_to_gcj02
from stationmap.geo.mainland import in_mainland
from stationmap.geo.position import Position

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from stationmap.geo.gcj02 import Shift

    Degrees = NDArray[np.float64]


class Datum(StrEnum):
    """What a longitude and latitude from outside mean."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


SHIFTS: dict[Datum, Shift] = {Datum.GCJ02: wgs84_to_gcj02, Datum.BD09: wgs84_to_bd09}

WEST, SOUTH, EAST, NORTH = 73.0, 3.0, 136.0, 54.0
"""A box around the mainland and its shifted image: outside it nothing needs to be computed."""


def from_wgs84(lons: ArrayLike, lats: ArrayLike, datum: Datum | str) -> tuple[Degrees, Degrees]:
    """Turn WGS-84 degrees into degrees of another datum.

    Parameters
    ----------
    lons, lats
        Of any one shape; positions outside mainland China come back as they are.
    datum
        A Datum or its value.

    Returns
    -------
    lons, lats
        New float64 arrays of that shape.

    Raises
    ------
    ValueError
        If there is no such datum, or the shapes differ.
    """
    found_lons, found_lats = _copied(lons, lats)
    shift = SHIFTS.get(Datum(datum))
    if shift is not None:
        inside = in_mainland(found_lons, found_lats)
        found_lons[inside], found_lats[inside] = shift(found_lons[inside], found_lats[inside])
    return found_lons, found_lats


def to_wgs84(lons: ArrayLike, lats: ArrayLike, datum: Datum | str) -> tuple[Degrees, Degrees]:
    """Turn degrees of a datum into WGS-84 degrees, exact to 1e-9 degree.

    Parameters, results and errors are those of `from_wgs84`, whose inverse this is.
    """
    found_lons, found_lats = _copied(lons, lats)
    shift = SHIFTS.get(Datum(datum))
    if shift is not None:
        near = (found_lons > WEST) & (found_lons < EAST) & (found_lats > SOUTH)
        near &= found_lats < NORTH
        came_lons, came_lats = found_lons[near], found_lats[near]
        back_lons, back_lats = inverted(shift, came_lons, came_lats)
        shifted = in_mainland(back_lons, back_lats) | in_mainland(came_lons, came_lats)
        found_lons[near] = np.where(shifted, back_lons, came_lons)
        found_lats[near] = np.where(shifted, back_lats, came_lats)
    return found_lons, found_lats


def position_from(lon: float, lat: float, datum: Datum | str) -> Position:
    """Return the position that a longitude and latitude of a datum mean.

    Raises
    ------
    InvalidPositionError
        If they are no finite degrees in range.
    ValueError
        If there is no such datum.
    """
    came = Position(lon, lat)
    lons, lats = to_wgs84([came.lon], [came.lat], datum)
    return Position(float(lons[0]), float(lats[0]))


def coordinates_in(position: Position, datum: Datum | str) -> tuple[float, float]:
    """Return the longitude and latitude of a position in a datum, in this order."""
    lons, lats = from_wgs84([position.lon], [position.lat], datum)
    return float(lons[0]), float(lats[0])


def _copied(lons: ArrayLike, lats: ArrayLike) -> tuple[Degrees, Degrees]:
    """Return both as new float64 arrays of one shape."""
    pair = np.array(lons, dtype=np.float64), np.array(lats, dtype=np.float64)
    if pair[0].shape != pair[1].shape:
        message = f"longitudes {pair[0].shape} and latitudes {pair[1].shape} differ in shape"
        raise ValueError(message)
    return pair
