"""How much of a country lies within a radius of its stations, tile by tile."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.grid.spans import spans_of
from stationmap.coverage.grid.strip import CELL_M, Strip
from stationmap.coverage.grid.tiles import on_threads, tiles_of
from stationmap.coverage.reach import ServiceRadius
from stationmap.errors import PlanError
from stationmap.nearest.valid import valid_coordinates

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    import shapely
    from numpy.typing import ArrayLike

    from stationmap.coverage.grid.count import Tile, TileCount

    Runner = Callable[[Sequence[Tile]], Generator[TileCount, None, None]]


STEPS = 10
"""Of the histogram: equal parts of the radius."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCount:
    """The cells of a place by their distance to the nearest station.

    Attributes
    ----------
    cell_m
        The side of a cell.
    cells, measured
        How many cells the place has, and how many of them lay in a window around a station.
    edges_m
        Distances, ascending; the last is the radius.
    within
        How many cells are at most so far from a station, for each edge.
    """

    cell_m: float
    cells: int
    measured: int
    edges_m: tuple[float, ...]
    within: tuple[int, ...]

    @property
    def covered(self) -> int:
        """How many cells have a station within the radius; the boundary counts."""
        return self.within[-1]

    @property
    def share(self) -> float | None:
        """The covered part of the area, 0 to 1; None if no cell has its centre in the place."""
        return self.covered / self.cells if self.cells else None

    @property
    def histogram(self) -> tuple[int, ...]:
        """How many cells lie beyond the edge before and at most at each edge."""
        return tuple(np.diff(self.within, prepend=0).tolist())

    def area_km2(self, cells: int) -> float:
        """Return the area of so many cells."""
        return cells * self.cell_m**2 / 1e6


def count_cells(  # noqa: PLR0913 - a question, how finely, and where it is worked on
    outline: shapely.Polygon | shapely.MultiPolygon,
    lons: ArrayLike,
    lats: ArrayLike,
    *,
    radius_m: float,
    cell_m: float = CELL_M,
    run: Runner | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> GridCount:
    """Count the cells of a place that have a station at most `radius_m` away.

    Parameters
    ----------
    outline
        Of the place: valid, WGS-84 degrees, longitude first.
    lons, lats
        Of the stations that count, WGS-84 degrees, each of shape (n,); n may be 0.
    cell_m
        The side of a cell in metres.
    run
        What works on the tiles, in any order: by default the threads of this process; or what
        `grid.cluster.on_cluster` gives.
    progress
        Told the share that is done, 0 to 1.
    cancelled
        Asked after every tile.

    Raises
    ------
    InvalidPositionError
        If a position cannot be.
    RadiusError
        If the radius is no number, not above 0, or reaches farther than 100 km.
    PlanError
        `grid_cell`, `grid_lat` as `Strip` says; `cancelled`.
    """
    lons, lats = valid_coordinates(lons, lats)
    radius_m = ServiceRadius(value=radius_m).metres
    _, south, _, north = outline.bounds
    strip = Strip.between(cell_m, south, north)
    spans = spans_of(outline, strip)
    edges_m = tuple(np.linspace(0, radius_m, STEPS + 1)[1:].tolist())
    tiles = list(tiles_of(strip, spans, lons, lats, edges_m))
    within, measured = np.zeros(STEPS, dtype=np.int64), 0
    with closing((run or on_threads)(tiles)) as counts:
        for done, count in enumerate(counts, start=1):
            within += count.within
            measured += count.measured
            if progress:
                progress(done / len(tiles))
            if cancelled and cancelled():
                raise PlanError("cancelled")
    return GridCount(
        cell_m=cell_m,
        cells=spans.cells,
        measured=measured,
        edges_m=edges_m,
        within=tuple(within.tolist()),
    )
