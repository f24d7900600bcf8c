"""Which cells lie in an outline: runs of columns, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from stationmap.coverage.grid.strip import BLOCK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.grid.strip import Strip

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

WIDTH = 1 << 24
"""More columns than any row has: 10 m cells around the equator are 4,007,502."""


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Runs of cells whose centres lie in an outline, by row and then by column.

    `rows` within the strip, `starts` and `stops` columns from and to before, each of shape (n,).
    """

    rows: Places
    starts: Places
    stops: Places

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return int((self.stops - self.starts).sum())

    def part(self, first_row: int, last_row: int) -> Spans:
        """Return those of the rows from `first_row` to before `last_row`, counted from there."""
        some = slice(*np.searchsorted(self.rows, (first_row, last_row)).tolist())
        return Spans(self.rows[some] - first_row, self.starts[some], self.stops[some])

    def blocks(self) -> tuple[Places, Places]:
        """Return the bands and block columns that hold at least one cell, in that order."""
        firsts, lasts = self.starts // BLOCK, (self.stops - 1) // BLOCK
        owners, columns = ranges(firsts, lasts + 1)
        keys = np.unique(_keys(self.rows[owners] // BLOCK, columns))
        return keys // WIDTH, keys % WIDTH - WIDTH // 2

    def inside(self, bands: Places, blocks: Places) -> NDArray[np.bool_]:
        """Say which cells of blocks lie inside.

        Parameters
        ----------
        bands, blocks
            Bands within the strip and block columns, each of shape (n,).

        Returns
        -------
        By row and column within the block, shape (BLOCK, BLOCK, n).
        """
        steps = np.arange(BLOCK)
        edges = np.column_stack([_keys(self.rows, self.starts), _keys(self.rows, self.stops)])
        rows = bands * BLOCK + steps[:, None]
        firsts = _keys(rows, blocks * BLOCK)
        before = np.searchsorted(edges.ravel(), firsts, side="right")
        after = np.searchsorted(edges.ravel(), firsts + BLOCK - 1, side="right")
        mask = np.repeat((before % 2 == 1)[:, None, :], BLOCK, axis=1)
        row, block = np.nonzero(before != after)
        cells = firsts[row, block] + steps[:, None]
        mask[row, :, block] = (np.searchsorted(edges.ravel(), cells, side="right") % 2 == 1).T
        return mask


def spans_of(outline: shapely.Polygon | shapely.MultiPolygon, strip: Strip) -> Spans:
    """Find the cells of a strip whose centres lie in an outline.

    A centre lies inside if a line from it to the west crosses the outline an odd number of
    times. What lies all but on an edge belongs to one side of it: of outlines that share an edge,
    to exactly one.

    Parameters
    ----------
    outline
        Valid, WGS-84 degrees, longitude first, its edges straight in degrees.
    """
    low, high = _edges(outline)
    owners, rows = ranges(*(np.searchsorted(strip.lats, ends[:, 1]) for ends in (low, high)))
    low, high = low[owners], high[owners]
    share = (strip.lats[rows] - low[:, 1]) / (high[:, 1] - low[:, 1])
    crossings = low[:, 0] + share * (high[:, 0] - low[:, 0])
    columns = strip.first_columns(rows // BLOCK, crossings)
    order = np.argsort(_keys(rows, columns))
    rows, columns = rows[order], columns[order]
    starts, stops = columns[0::2], columns[1::2]
    some = starts < stops
    return Spans(rows[0::2][some], starts[some], stops[some])


def _edges(outline: shapely.Polygon | shapely.MultiPolygon) -> tuple[Floats, Floats]:
    """Return the lower and the upper end of each edge, so that either neighbour has the same."""
    rings = shapely.get_rings(shapely.get_parts(outline))
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[:-1] == ring[1:]
    starts, ends = corners[:-1][joined], corners[1:][joined]
    upward = (starts[:, 1] <= ends[:, 1])[:, None]
    return np.where(upward, starts, ends), np.where(upward, ends, starts)


def ranges(starts: Places, stops: Places) -> tuple[Places, Places]:
    """Write ranges out, one after the other: the place of each number's range, and the number."""
    counts = np.maximum(stops - starts, 0)
    owners = np.repeat(np.arange(len(counts)), counts)
    return owners, np.arange(len(owners)) - (np.cumsum(counts) - counts - starts)[owners]


def _keys(rows: Places, columns: Places) -> NDArray[np.int64]:
    """Give cells numbers that rise by row, and within a row by column."""
    return np.asarray(rows * WIDTH + columns + WIDTH // 2, dtype=np.int64)
