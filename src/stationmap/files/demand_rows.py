"""Cuts a polygon into rows without looking at all its corners for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def rows_of(shape: shapely.Geometry, edges: NDArray[np.float64]) -> list[shapely.Geometry]:
    """Return the part of a shape between each two edges, from south to north.

    The shape is halved again and again, so each corner is looked at as often as the number of rows
    can be halved, and not once for each of them.

    Parameters
    ----------
    shape
        Of polygons.
    edges
        Latitudes in rising order, the first and the last those of the shape, shape (k + 1,).
    """
    if len(edges) == 1 + 1:
        return [shape]
    middle = len(edges) // 2
    west, _, east, _ = shapely.bounds(shape).tolist()
    below = shapely.box(west, edges[0], east, edges[middle])
    above = shapely.box(west, edges[middle], east, edges[-1])
    return rows_of(_areas_of(shapely.intersection(shape, below)), edges[: middle + 1]) + rows_of(
        _areas_of(shapely.intersection(shape, above)), edges[middle:]
    )


def _areas_of(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of a shape: where it only touches an edge there are lines with them."""
    if not isinstance(shape, shapely.GeometryCollection) or isinstance(shape, shapely.MultiPolygon):
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.MultiPolygon(parts[shapely.get_dimensions(parts) > 1].tolist())
