"""How many cells of a tile have a station within each of some distances: exact counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.grid.near import blocks_near
from stationmap.coverage.grid.search import BlockSearch
from stationmap.coverage.grid.strip import BLOCK, Strip
from stationmap.geo.chord import MIN_CURVATURE_RADIUS_M
from stationmap.nearest.rerank import SLACK_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.grid.spans import Spans

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

BLOCKS_AT_ONCE = 1024
"""A quarter of a million cells: two megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tile:
    """Some bands of a place and the stations within reach: all that counting them takes.

    Attributes
    ----------
    cell_m, first_band, bands
        The strip, as `Strip` has them.
    spans
        The cells that belong to the place, by row within the strip.
    lons, lats
        Of every station that may lie within the greatest of `edges_m` of one of those cells, at
        least one, WGS-84 degrees.
    edges_m
        Distances, ascending.
    """

    cell_m: float
    first_band: int
    bands: int
    spans: Spans
    lons: Floats
    lats: Floats
    edges_m: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TileCount:
    """What was counted: cells at most so far from a station, for each edge; and cells measured."""

    within: tuple[int, ...]
    measured: int


def count_tile(tile: Tile) -> TileCount:
    """Count the cells of a tile that have a station at most so far away, for each of its edges.

    A cell at exactly an edge is within it. Only blocks in windows around stations are touched.
    """
    strip = Strip(tile.cell_m, tile.first_band, tile.bands)
    bands, blocks = blocks_near(strip, tile.lons, tile.lats, tile.edges_m[-1])
    search = BlockSearch(strip, tile.lons, tile.lats, limit_m=tile.edges_m[-1] + SLACK_M)
    within, measured = np.zeros(len(tile.edges_m), dtype=np.int64), 0
    for start in range(0, len(bands), BLOCKS_AT_ONCE):
        some = slice(start, start + BLOCKS_AT_ONCE)
        inside = tile.spans.inside(bands[some], blocks[some])
        held = np.flatnonzero(inside.any(axis=(0, 1)))
        counted = _Counted(search, bands[some][held], blocks[some][held], inside[..., held])
        within += [counted.within(edge_m) for edge_m in tile.edges_m]
        measured += counted.cells
    return TileCount(within=tuple(within.tolist()), measured=measured)


class _Counted:
    """The chords of some cells, and the geodesics where a chord leaves a doubt."""

    def __init__(
        self, search: BlockSearch, bands: Places, blocks: Places, inside: NDArray[np.bool_]
    ) -> None:
        self._search, self._bands, self._blocks, self._inside = search, bands, blocks, inside
        self._chords_m = search.chords_m(bands, blocks)[inside]
        self.cells = len(self._chords_m)

    def within(self, edge_m: float) -> int:
        """Count the cells at most `edge_m` from a station.

        A chord is no longer than the geodesic over it, which is no longer than the arc of the
        smallest curvature radius: only between those bounds the geodesic must be measured.
        """
        surely_m = 2 * MIN_CURVATURE_RADIUS_M * np.sin(edge_m / (2 * MIN_CURVATURE_RADIUS_M))
        possible = self._chords_m <= edge_m + SLACK_M
        sure = self._chords_m <= surely_m - SLACK_M
        doubtful = np.flatnonzero(possible & ~sure)
        certain = int(np.count_nonzero(sure))
        if len(doubtful) == 0:
            return certain
        return certain + int(np.count_nonzero(self._measured_m(doubtful) <= edge_m))

    def _measured_m(self, cells: Places) -> Floats:
        """Measure some cells by geodesic; they are given by their place among all."""
        row, column, block = (places[cells] for places in np.nonzero(self._inside))
        return self._search.geodesics_m(
            self._bands[block], row, self._blocks[block] * BLOCK + column
        )
