"""A place cut into tiles that can be counted apart, and the threads that count them here."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.grid.count import Tile, TileCount, count_tile
from stationmap.coverage.grid.near import reach_lat_deg
from stationmap.coverage.grid.strip import BLOCK

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from numpy.typing import NDArray

    from stationmap.coverage.grid.spans import Spans
    from stationmap.coverage.grid.strip import Strip

    Floats = NDArray[np.float64]

TILE_BANDS = 16
"""For cells of 100 m a tile is 25.6 km from south to north, and as wide as the place."""


def tiles_of(
    strip: Strip, spans: Spans, lons: Floats, lats: Floats, edges_m: tuple[float, ...]
) -> Iterator[Tile]:
    """Cut a strip into tiles; leave out those without a cell or without a station in reach.

    Every cell stands in one tile, and every station in each tile that it may reach.

    Parameters
    ----------
    spans
        The cells that belong to the place, by row within the strip.
    lons, lats
        Of the stations, WGS-84 degrees, each of shape (n,).
    edges_m
        Distances, ascending.
    """
    order = np.argsort(lats, kind="stable")
    lons, lats = lons[order], lats[order]
    reach_deg = reach_lat_deg(edges_m[-1])
    for first in range(0, strip.bands, TILE_BANDS):
        bands = min(TILE_BANDS, strip.bands - first)
        rows = first * BLOCK, (first + bands) * BLOCK
        own = spans.part(*rows)
        south, north = strip.lats[rows[0]], strip.lats[rows[1] - 1]
        near = slice(*np.searchsorted(lats, (south - reach_deg, north + reach_deg)).tolist())
        if own.cells and len(lats[near]):
            yield Tile(
                cell_m=strip.cell_m,
                first_band=strip.first_band + first,
                bands=bands,
                spans=own,
                lons=lons[near].copy(),
                lats=lats[near].copy(),
                edges_m=edges_m,
            )


def on_threads(tiles: Sequence[Tile]) -> Generator[TileCount, None, None]:
    """Count tiles on the threads of this process; what has not begun when closed never does."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        yield from threads.map(count_tile, tiles)
