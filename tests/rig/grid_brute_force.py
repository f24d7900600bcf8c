"""The cells of a place and their distances, found one by one: what the grid is held to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from stationmap.coverage.grid.strip import BLOCK, Strip
from stationmap.geo.geodesic import GEOD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def cells_in(outline: shapely.MultiPolygon, cell_m: float) -> tuple[Floats, Floats]:
    """Return the centres of all cells whose centre shapely finds inside, row by row."""
    west, south, east, north = outline.bounds
    strip = Strip.between(cell_m, south, north)
    centres = [np.empty((0, 2))]
    for row, lat in enumerate(strip.lats):
        step = strip.steps_deg[row // BLOCK]
        columns = np.arange(np.floor(west / step) - 1, np.ceil(east / step) + 1)
        lons = (columns + 0.5) * step
        inside = shapely.contains_xy(outline, lons, np.full(len(lons), lat))
        centres.append(np.column_stack([lons[inside], np.full(inside.sum(), lat)]))
    lons, lats = np.concatenate(centres).T
    return lons, lats


def least_m(cells: tuple[Floats, Floats], stations: tuple[Floats, Floats]) -> Floats:
    """Measure from each cell to every station; return the least, infinite where there is none."""
    nearest = np.full(len(cells[0]), np.inf)
    for lon, lat in zip(*stations, strict=True):
        ends = np.full(len(nearest), lon), np.full(len(nearest), lat)
        nearest = np.minimum(nearest, np.asarray(GEOD.inv(*cells, *ends)[2]))
    return nearest
