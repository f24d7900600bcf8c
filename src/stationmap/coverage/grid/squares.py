"""Squares of cells: whole blocks, and the quarters that they are cut into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.grid.strip import BLOCK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Squares:
    """Squares of cells, all of one size.

    `side` in cells; `block` the place of the block that each is a part of, `row` and `column` of
    its first cell within that, each of shape (n,).
    """

    side: int
    block: Places
    row: Places
    column: Places

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.block)

    def part(self, some: Places) -> Squares:
        """Return some of them."""
        return Squares(self.side, self.block[some], self.row[some], self.column[some])

    def quarters(self) -> Squares:
        """Cut each into four."""
        half = self.side // 2
        rows, columns = np.array([0, 0, half, half]), np.array([0, half, 0, half])
        return Squares(
            half,
            np.repeat(self.block, 4),
            (self.row[:, None] + rows).ravel(),
            (self.column[:, None] + columns).ravel(),
        )

    def write(self, values: NDArray[np.float64], blocks: NDArray[np.float64]) -> None:
        """Write the values of these squares, shape (side, side, n), to where they belong.

        `blocks` holds the values of whole blocks, shape (BLOCK, BLOCK, m).
        """
        if self.side == BLOCK:
            # The others are written later. To take is faster than to put.
            places = np.zeros(blocks.shape[-1], dtype=np.intp)
            places[self.block] = np.arange(len(self))
            if len(self):
                np.take(values, places, axis=-1, out=blocks, mode="clip")
            return
        cells = np.arange(self.side)
        rows, columns = self.row + cells[:, None, None], self.column + cells[:, None]
        blocks[rows, columns, self.block] = values


def whole_blocks(count: int) -> Squares:
    """Return so many blocks, uncut."""
    zeros = np.zeros(count, dtype=np.intp)
    return Squares(BLOCK, np.arange(count), zeros, zeros)
