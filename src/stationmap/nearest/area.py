"""Which positions lie in an area, its boundary included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray


def places_in_area(
    area: shapely.Polygon | shapely.MultiPolygon,
    lons: NDArray[np.float64],
    lats: NDArray[np.float64],
) -> NDArray[np.intp]:
    """Return, in order, the places of the positions in an area or on its boundary.

    Parameters
    ----------
    area
        In the degrees of the positions, longitude first; repaired where it is invalid.
    lons, lats
        Each of shape (n,).

    Raises
    ------
    ValueError
        If the area is neither a Polygon nor a MultiPolygon, or has a corner that is not finite.
    """
    if not isinstance(area, shapely.Polygon | shapely.MultiPolygon):
        raise ValueError(f"an area is a Polygon or a MultiPolygon, not {area!r}")  # noqa: TRY004 - a geometry of the wrong shape is a wrong value
    if not np.isfinite(shapely.get_coordinates(area)).all():
        raise ValueError("the corners of an area are finite numbers of degrees")
    if area.is_empty:
        return np.empty(0, dtype=np.intp)
    west, south, east, north = area.bounds
    near = np.flatnonzero((lons >= west) & (lons <= east) & (lats >= south) & (lats <= north))
    # The repaired copy is also what is prepared: the caller's geometry stays untouched.
    own = shapely.make_valid(area)
    shapely.prepare(own)
    return near[shapely.intersects_xy(own, lons[near], lats[near])]
