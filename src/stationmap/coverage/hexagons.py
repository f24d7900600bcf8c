"""H3 cells, which maps are drawn with: which cell a point is in, and how cells are shaped.

Nothing is counted by cells: their rings are no circles, and were 5 to 15 points wrong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.demand import DemandSurface

    Floats = NDArray[np.float64]
    Ids = NDArray[np.uint64]

MOST_RINGS: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class CellsOfPoints:
    """The cells that hold points.

    Attributes
    ----------
    ids
        Ascending, none twice, shape (c,); read-only.
    of_point
        The place of each point's cell among them, shape (n,); read-only.
    """

    ids: Ids
    of_point: NDArray[np.intp]


def cells_at(lons: Floats, lats: Floats, resolution: int) -> Ids:
    """Return the H3 cell of a resolution, 0 to 15, that each position lies in.

    Parameters
    ----------
    lons, lats
        WGS-84 degrees, each of shape (n,).

    Returns
    -------
    Shape (n,).
    """
    from h3.api import numpy_int as h3  # noqa: PLC0415 - 80 ms that few commands need

    found = map(h3.latlng_to_cell, lats.tolist(), lons.tolist(), repeat(resolution))
    return np.fromiter(found, dtype=np.uint64, count=len(lons))


@lru_cache(maxsize=16)
def cells_of_points(demand: DemandSurface, resolution: int) -> CellsOfPoints:
    """Return the H3 cells of a resolution, 0 to 15, that the points of a surface lie in.

    A surface does not change, so another filter or radius finds its cells again.
    """
    found = cells_at(demand.lons, demand.lats, resolution)
    ids, of_point = np.unique(found, return_inverse=True)
    ids.flags.writeable = of_point.flags.writeable = False
    return CellsOfPoints(ids, of_point)


def centres(ids: Ids) -> tuple[Floats, Floats]:
    """Return the longitudes and latitudes of cells' centres, WGS-84 degrees, each of shape (c,)."""
    from h3.api import numpy_int as h3  # noqa: PLC0415 - 80 ms that few commands need

    found = np.array([h3.cell_to_latlng(cell) for cell in ids.tolist()], dtype=np.float64)
    lats, lons = found.reshape(-1, 2).T
    return lons.copy(), lats.copy()


def rings(ids: Ids) -> list[Floats]:
    """Return the corners of cells: longitude first, the first not repeated, each of shape (k, 2).

    Cells have six corners; a few have five, or a corner more where the icosahedron has an edge.
    """
    from h3.api import numpy_int as h3  # noqa: PLC0415 - 80 ms that few commands need

    return [np.array(h3.cell_to_boundary(cell))[:, ::-1] for cell in ids.tolist()]


def neighbours(ids: Ids) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs of cells that share an edge, by their places, each pair both ways.

    Parameters
    ----------
    ids
        Ascending, none twice, all of one resolution, shape (c,).

    Returns
    -------
    Two rows of places, each of shape (p,).
    """
    from h3.api import numpy_int as h3  # noqa: PLC0415 - 80 ms that few commands need

    if not len(ids):
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    discs = [h3.grid_disk(cell, 1) for cell in ids.tolist()]  # the cell itself is one of them
    ones = np.repeat(np.arange(len(ids)), [len(disc) for disc in discs])
    around = np.concatenate(discs).astype(np.uint64)
    others = np.minimum(np.searchsorted(ids, around), len(ids) - 1)
    known = (ids[others] == around) & (ones != others)
    return ones[known], others[known]


def joined(ids: Ids) -> shapely.Polygon | shapely.MultiPolygon:
    """Return the outline of all cells together, WGS-84 degrees; they are of one resolution."""
    from h3.api import numpy_int as h3  # noqa: PLC0415 - 80 ms that few commands need

    shape = shapely.geometry.shape(h3.cells_to_h3shape(ids))
    return cast("shapely.Polygon | shapely.MultiPolygon", shape)


def rings_within(radius_m: float, resolution: int) -> int:
    """Return how many rings of cells around one about fit into a radius: from 1 to `MOST_RINGS`."""
    from h3.api import numpy_int as h3  # noqa: PLC0415 - 80 ms that few commands need

    apart_m = math.sqrt(3) * float(h3.average_hexagon_edge_length(resolution, unit="m"))
    return min(max(round(radius_m / apart_m), 1), MOST_RINGS)
