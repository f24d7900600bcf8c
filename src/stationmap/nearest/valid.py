"""The door for arrays of positions: checked once here, trusted afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationmap.errors import InvalidPositionError
from stationmap.geo.position import MAX_LAT, MAX_LON

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def valid_coordinates(
    lons: ArrayLike, lats: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitudes and latitudes as arrays of shape (n,), or say what is wrong.

    Raises
    ------
    ValueError
        If they are no numbers, or not of the same shape (n,).
    InvalidPositionError
        If one is not finite or out of range; it carries the first such place.
    """
    lons, lats = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
    if lons.ndim != 1 or lons.shape != lats.shape:
        raise ValueError(
            "longitudes and latitudes are two rows of the same length, "
            f"not of shapes {lons.shape} and {lats.shape}"
        )
    possible = (np.abs(lons) <= MAX_LON) & (np.abs(lats) <= MAX_LAT)  # false for NaN
    if not possible.all():
        place = int(np.argmin(possible))
        raise InvalidPositionError(float(lons[place]), float(lats[place]), place)
    return lons, lats
