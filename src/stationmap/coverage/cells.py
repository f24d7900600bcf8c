"""Coverage by H3 cells, for maps: what is drawn is added up here, and stays small."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from stationmap.coverage.hexagons import cells_at, cells_of_points, centres, rings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.demand import DemandSurface
    from stationmap.coverage.measure import Coverage

    Floats = NDArray[np.float64]

RESOLUTIONS: Final = range(3, 10)
"""From cells of 12,000 km², for a continent, to cells of 0.1 km², a few blocks."""

MOST_CELLS: Final = 4000
"""About 300 kB as they go to a browser."""

SAMPLED: Final = 4
"""So many points for each cell that may be drawn tell a resolution that is too fine."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """The H3 cells that hold demand.

    Attributes
    ----------
    resolution
        H3's, 0 to 15.
    ids
        Ascending, shape (c,).
    demand, covered
        Of the points in each cell, in the units of the weights, shape (c,); the demand is above 0.
    mean_m
        Demand-weighted mean distance to the nearest station in metres, shape (c,); infinite
        where there is none.
    lons, lats
        The cells' centres, WGS-84 degrees, each of shape (c,).
    """

    resolution: int
    ids: NDArray[np.uint64]
    demand: Floats
    covered: Floats
    mean_m: Floats
    lons: Floats
    lats: Floats

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.ids)

    def rings(self) -> list[Floats]:
        """Return the cells' corners, as `hexagons.rings` does."""
        return rings(self.ids)


def cells(
    coverage: Coverage,
    radius_m: float,
    resolution: int,
    mask: NDArray[np.bool_] | None = None,
) -> Cells:
    """Add up by cell all points, or those in the mask; cells without demand are left out.

    Parameters
    ----------
    radius_m
        A point at exactly this distance is covered.
    mask
        Shape (n,).
    """
    found = cells_of_points(coverage.demand, resolution)
    holds_demand = coverage.demand.weights > 0
    counted = np.flatnonzero(holds_demand if mask is None else holds_demand & mask)
    of_point, distances_m = found.of_point[counted], coverage.distances_m[counted]
    weights = coverage.demand.weights[counted]

    def summed(values: Floats) -> Floats:
        return np.bincount(of_point, weights=values, minlength=len(found.ids)).astype(np.float64)

    demand = summed(weights)
    kept = np.flatnonzero(demand)
    lons, lats = centres(found.ids[kept])
    return Cells(
        resolution=resolution,
        ids=found.ids[kept],
        demand=demand[kept],
        covered=summed(weights * (distances_m <= radius_m))[kept],
        mean_m=summed(weights * distances_m)[kept] / demand[kept],
        lons=lons,
        lats=lats,
    )


@lru_cache(maxsize=64)
def resolution_for(demand: DemandSurface, *, most: int = MOST_CELLS) -> int:
    """Return the finest of `RESOLUTIONS` in which a surface has at most so many cells.

    If none is coarse enough, it is the coarsest. Cells that hold points without demand count too.
    """
    for resolution in reversed(RESOLUTIONS):
        is_beyond = _sampled_cells(demand, resolution, SAMPLED * most) > most
        if not is_beyond and len(cells_of_points(demand, resolution).ids) <= most:
            return resolution
    return RESOLUTIONS[0]


def _sampled_cells(demand: DemandSurface, resolution: int, about: int) -> int:
    """Return in how many cells about so many of the points lie: never more than all points do."""
    every = max(1, len(demand) // about)
    return len(np.unique(cells_at(demand.lons[::every], demand.lats[::every], resolution)))
