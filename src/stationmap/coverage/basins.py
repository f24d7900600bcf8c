"""Cells parted along their valleys: each belongs to the summit of demand that it leads up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from stationmap.coverage.hexagons import neighbours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

LEVELS: Final = 2.0**40
"""Heights that differ by less than this part of the greatest are equal: sums are not exact."""


def basins(cell_ids: NDArray[np.uint64], demand: Floats, rings: int) -> Places:
    """Part cells into groups, each of which hangs together.

    A cell is as high as the demand in it and around it. From each cell one goes to the highest
    neighbour, and on, as long as that is higher; cells that lead to the same summit are a group.
    Neighbours that are equally high go together. Of neighbours with the same height the one with
    the lowest id is taken.

    Parameters
    ----------
    cell_ids
        H3 cells of one resolution, ascending, none twice, shape (c,).
    demand
        Of each cell, above 0, shape (c,).
    rings
        How many rings of neighbours add to a cell's height, the nearer the more; only cells that
        are given do.

    Returns
    -------
    The group of each cell, shape (c,), numbered from 0 in the order of their lowest cells.
    """
    ones, others = neighbours(cell_ids)
    heights = _heights(demand, ones, others, rings)
    plateaus = _plateaus(heights, ones, others)
    up = np.arange(plateaus.max(initial=-1) + 1)
    rising = np.flatnonzero(heights[others] > heights[ones])
    rising = rising[np.lexsort((others[rising], -heights[others[rising]]))]
    lower, first = np.unique(plateaus[ones[rising]], return_index=True)
    up[lower] = plateaus[others[rising[first]]]
    while (up != up[up]).any():
        up = up[up]
    _, first_cells, group = np.unique(up[plateaus], return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first_cells))[group]


def _heights(demand: Floats, ones: Places, others: Places, rings: int) -> Floats:
    heights = demand
    for _ in range(rings):
        around = np.bincount(ones, weights=heights[others], minlength=len(demand))
        heights = heights + around
    levels: Floats = np.rint(heights / heights.max(initial=0.0) * LEVELS)
    return levels


def _plateaus(heights: Floats, ones: Places, others: Places) -> Places:
    """Return the plateau of each cell: equally high cells that hang together."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - not needed by what only asks
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - the same

    level = heights[ones] == heights[others]
    edges = (np.ones(np.count_nonzero(level)), (ones[level], others[level]))
    shape = (len(heights), len(heights))
    _, plateaus = connected_components(coo_array(edges, shape=shape), directed=False)
    return np.asarray(plateaus, dtype=np.intp)
