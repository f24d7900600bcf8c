"""Gaps: neighbouring cells with demand that no station covers, the most demand first.

At the edge of a city such cells run on for many kilometres, from one town to the next. So what
hangs together is parted along its valleys: see `basins`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.basins import basins
from stationmap.coverage.hexagons import cells_of_points, joined, rings_within

if TYPE_CHECKING:
    import shapely
    from numpy.typing import NDArray

    from stationmap.coverage.measure import Coverage

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gap:
    """Cells side by side, each of which holds demand that is not covered.

    Attributes
    ----------
    rank
        1 for the gap with the most demand.
    demand
        What is not covered in these cells: their demand less what of it is covered.
    farthest_m
        From the worst of these points to its nearest station, in metres; infinite if there is
        none.
    lon, lat
        The point, WGS-84 degrees, that holds the most of this demand; of several, the one
        nearest to where all of it has its centre.
    cell_ids
        Ascending H3 cells, shape (c,).
    outline
        The cells joined, WGS-84 degrees.
    """

    rank: int
    demand: float
    farthest_m: float
    lon: float
    lat: float
    cell_ids: NDArray[np.uint64]
    outline: shapely.Polygon | shapely.MultiPolygon


def find_gaps(
    coverage: Coverage,
    radius_m: float,
    *,
    resolution: int = 8,
    most: int = 20,
    mask: NDArray[np.bool_] | None = None,
) -> list[Gap]:
    """Find the gaps among all points, or among those in the mask.

    Every point that is not covered and holds demand lies in exactly one gap, so the gaps
    together hold the demand that is not covered, if `most` leaves none out. Gaps with the same
    demand stand in the order of their lowest cell.

    Parameters
    ----------
    radius_m
        A point at exactly this distance is covered.
    resolution
        Of the H3 cells, 0 to 15.
    most
        How many gaps at most.
    mask
        Shape (n,).
    """
    open_points = ~coverage.covered(radius_m) & (coverage.demand.weights > 0)
    points = np.flatnonzero(open_points if mask is None else open_points & mask)
    found = cells_of_points(coverage.demand, resolution)
    cell_places, cell_of_point = np.unique(found.of_point[points], return_inverse=True)
    cell_ids = found.ids[cell_places]

    weights = coverage.demand.weights[points]
    demand_of_cell = np.bincount(cell_of_point, weights=weights).astype(np.float64)
    gap_of_cell = basins(cell_ids, demand_of_cell, rings_within(radius_m, resolution))
    gap_of_point = gap_of_cell[cell_of_point]
    demand_of_gap = np.bincount(gap_of_point, weights=weights)
    ranked = np.argsort(-demand_of_gap, kind="stable")[:most]
    return [
        _gap(
            coverage,
            rank,
            float(demand_of_gap[gap]),
            points[gap_of_point == gap],
            cell_ids[gap_of_cell == gap],
        )
        for rank, gap in enumerate(ranked.tolist(), start=1)
    ]


def _gap(
    coverage: Coverage, rank: int, demand: float, points: Places, cell_ids: NDArray[np.uint64]
) -> Gap:
    weights = coverage.demand.weights[points]
    heart = points[_heaviest(coverage.demand.lons[points], coverage.demand.lats[points], weights)]
    return Gap(
        rank=rank,
        demand=demand,
        farthest_m=float(coverage.distances_m[points].max()),
        lon=float(coverage.demand.lons[heart]),
        lat=float(coverage.demand.lats[heart]),
        cell_ids=cell_ids,
        outline=joined(cell_ids),
    )


def _heaviest(lons: Floats, lats: Floats, weights: Floats) -> int:
    """Return the place of the heaviest point; of several, the nearest to the centre of all."""
    lon, lat = np.average(lons, weights=weights), np.average(lats, weights=weights)
    away = np.hypot((lons - lon) * np.cos(np.radians(lat)), lats - lat)
    return int(np.lexsort((away, -weights))[0])
