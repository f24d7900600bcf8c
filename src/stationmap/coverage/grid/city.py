"""How far each cell of a city is from its nearest station."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.grid.search import BlockSearch
from stationmap.coverage.grid.spans import spans_of
from stationmap.coverage.grid.strip import BLOCK, CELL_M, Strip
from stationmap.errors import PlanError
from stationmap.geo.chord import SHORT_CHORD_M, short_geodesic_m
from stationmap.nearest.bulk import BulkSearch
from stationmap.nearest.valid import valid_coordinates

if TYPE_CHECKING:
    from collections.abc import Callable

    import shapely
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

BLOCKS_AT_ONCE = 512
"""131,072 cells: a megabyte, which stays in the cache of a core."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CellDistances:
    """The cells of a place, and how far each is from its nearest station.

    Attributes
    ----------
    cell_m
        The side of a cell.
    lons, lats
        Of the centres, WGS-84 degrees, each of shape (n,), block by block.
    distances_m
        Geodesic metres to 0.1 mm, shape (n,); infinite where there is no station at all.
    """

    cell_m: float
    lons: Floats
    lats: Floats
    distances_m: Floats

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.distances_m)

    def covered(self, radius_m: float) -> NDArray[np.bool_]:
        """Say of each cell whether a station is at most `radius_m` away: the boundary counts."""
        return self.distances_m <= radius_m


def cell_distances(  # noqa: PLR0913 - a question, how finely, and who waits for it
    outline: shapely.Polygon | shapely.MultiPolygon,
    lons: ArrayLike,
    lats: ArrayLike,
    *,
    cell_m: float = CELL_M,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> CellDistances:
    """Measure from the centre of every cell of a place to the nearest station.

    Parameters
    ----------
    outline
        Of the place: valid, WGS-84 degrees, longitude first.
    lons, lats
        Of the stations that count, WGS-84 degrees, each of shape (m,); m may be 0.
    cell_m
        The side of a cell in metres.
    progress
        Told the share that is done, 0 to 1.
    cancelled
        Asked every 100,000 cells or so.

    Raises
    ------
    InvalidPositionError
        If a position cannot be.
    PlanError
        `grid_cell`, `grid_lat` as `Strip` says; `cancelled`.
    """
    lons, lats = valid_coordinates(lons, lats)
    _, south, _, north = outline.bounds
    strip = Strip.between(cell_m, south, north)
    spans = spans_of(outline, strip)
    bands, blocks = spans.blocks()
    search = BlockSearch(strip, lons, lats) if len(lons) else None

    def measured(start: int) -> tuple[Floats, Floats, Floats]:
        some = slice(start, start + BLOCKS_AT_ONCE)
        inside = spans.inside(bands[some], blocks[some])
        cell_lons, cell_lats = _centres(strip, bands[some], blocks[some], inside)
        if search is None:
            return cell_lons, cell_lats, np.full(len(cell_lons), np.inf)
        chords_m = search.chords_m(bands[some], blocks[some])[inside]
        return cell_lons, cell_lats, short_geodesic_m(chords_m)

    starts = range(0, len(bands), BLOCKS_AT_ONCE)
    parts: list[tuple[Floats, Floats, Floats]] = [(np.empty(0),) * 3]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for part in threads.map(measured, starts):
            parts.append(part)
            if progress:
                progress((len(parts) - 1) / len(starts))
            if cancelled and cancelled():
                raise PlanError("cancelled")
    cell_lons, cell_lats, distances_m = (np.concatenate(part) for part in zip(*parts, strict=True))
    far = np.flatnonzero((distances_m > SHORT_CHORD_M) & np.isfinite(distances_m))
    if len(far):
        distances_m[far] = BulkSearch(lons, lats).nearest(cell_lons[far], cell_lats[far], 1)[1][
            :, 0
        ]
    return CellDistances(cell_m=cell_m, lons=cell_lons, lats=cell_lats, distances_m=distances_m)


def _centres(
    strip: Strip, bands: Places, blocks: Places, inside: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes of the cells that are inside."""
    steps = np.arange(BLOCK)[:, None]
    lats = strip.lats[bands * BLOCK + steps]
    lons = strip.lons(np.broadcast_to(bands, lats.shape), blocks * BLOCK + steps)
    return (
        np.broadcast_to(lons, inside.shape)[inside],
        np.broadcast_to(lats[:, None], inside.shape)[inside],
    )
