"""The shortest chord from every cell of many blocks to a station."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stationmap.coverage.grid.squares import Squares, whole_blocks
from stationmap.coverage.grid.strip import BLOCK
from stationmap.nearest.chord_tree import ChordTree
from stationmap.nearest.distinct import DistinctPositions
from stationmap.nearest.rerank import SLACK_M, GeodesicRanking

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.grid.strip import Strip

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

LOOKED_AT = 12
"""Stations that a square is compared with at most; with more it is cut into four."""

TOO_MANY = -1
"""What stands for the number of stations where it is more."""


class Sides(NamedTuple):
    """Where the rows and columns of squares lie.

    `axis_m` from the earth's axis and `above_m` the equator of their rows, `lons_rad` of their
    columns, each of shape (side, n).
    """

    axis_m: Floats
    above_m: Floats
    lons_rad: Floats


class BlockSearch:
    """Compares the cells of a block with the few stations that can be nearest to any of them.

    Let `d` be the chord from a point to its nearest station `s`, and `h` at least the chord from
    there to each cell of a square. By the triangle inequality the station nearest to a cell lies
    within `d + 2h` of the point. Where more than `LOOKED_AT` do, the square is cut into four. Of
    the others a station `t` is nearer than `s` to some cell only if the plane halfway between
    both is no farther than `h` from the point: if `|t|² - d² <= 2h |t - s|`.

    The chord `c` between two places at `p` and `q` metres from the earth's axis, `u` and `v`
    metres above the equator and `Δ` apart in longitude is `c² = (p-q)² + (u-v)² + 4pq sin²(Δ/2)`.
    Divided by `p`, the first two terms are the same for a whole row of cells, the last for a
    whole column: to compare a cell with a station takes one sum and one minimum.

    Parameters
    ----------
    strip
        Whose blocks are asked about.
    lons, lats
        Of at least one station, WGS-84 degrees, each of shape (n,), valid.
    limit_m
        Longer chords need not be told apart.
    """

    def __init__(
        self, strip: Strip, lons: Floats, lats: Floats, *, limit_m: float = np.inf
    ) -> None:
        self._strip, self._limit_m = strip, limit_m
        distinct = DistinctPositions(lons, lats)
        self._tree = ChordTree(distinct.lons, distinct.lats)
        self._ranking = GeodesicRanking(lons, lats, distinct, self._tree)
        places_m = self._tree.places_m
        self._axis_m = np.hypot(places_m[:, 0], places_m[:, 1])
        self._above_m = places_m[:, 2].copy()
        self._lons_rad = np.radians(distinct.lons)

    def chords_m(self, bands: Places, blocks: Places) -> Floats:
        """Return the chord of every cell of some blocks to its nearest station.

        Parameters
        ----------
        bands, blocks
            Bands within the strip and block columns, each of shape (n,).

        Returns
        -------
        By row and column within the block, shape (BLOCK, BLOCK, n). Beyond the limit it may be a
        chord to some other station, or infinite.
        """
        squares = whole_blocks(len(bands))
        squared_m2 = np.empty((BLOCK, BLOCK, len(bands)))
        while len(squares):
            sides = self._sides(squares, bands, blocks)
            positions, counts = self._candidates(sides)
            settled = np.flatnonzero(counts != TOO_MANY)
            settled = settled[np.argsort(-counts[settled], kind="stable")]
            found_m2 = self._least_m2(
                Sides(*(side[:, settled] for side in sides)), positions[settled], counts[settled]
            )
            squares.part(settled).write(found_m2, squared_m2)
            squares = squares.part(np.flatnonzero(counts == TOO_MANY)).quarters()
        return np.sqrt(squared_m2, out=squared_m2)

    def geodesics_m(self, bands: Places, rows: Places, columns: Places) -> Floats:
        """Measure from some cells to their nearest stations by geodesic.

        Parameters
        ----------
        bands, rows, columns
            Bands within the strip, rows within the band and columns of it, each of shape (n,).
        """
        lons, lats = self._strip.lons(bands, columns), self._strip.lats[bands * BLOCK + rows]
        return self._ranking.nearest(lons, lats, 1, width=LOOKED_AT)[1][:, 0]

    def _sides(self, squares: Squares, bands: Places, blocks: Places) -> Sides:
        cells = np.arange(squares.side)[:, None]
        band, first = bands[squares.block], blocks[squares.block] * BLOCK + squares.column
        rows = band * BLOCK + squares.row + cells
        axis_m, above_m = self._strip.parallels_m
        lons = self._strip.lons(np.broadcast_to(band, rows.shape), first + cells)
        return Sides(axis_m[rows], above_m[rows], np.radians(lons))

    def _candidates(self, sides: Sides) -> tuple[Places, Places]:
        """Return the stations that can be nearest to a cell of each square, and their number."""
        axis_m, above_m, lons_rad = ((side[0] + side[-1]) / 2 for side in sides)
        spots_m = np.column_stack([axis_m * np.cos(lons_rad), axis_m * np.sin(lons_rad), above_m])
        chords_m, positions = self._tree.nearest(spots_m, LOOKED_AT + 1)
        if len(sides.axis_m) == 1:
            return positions, np.ones(len(positions), dtype=np.intp)
        half_turn = np.sin((sides.lons_rad[-1] - sides.lons_rad[0]) / 4) ** 2
        across_m2 = 4 * axis_m * sides.axis_m * half_turn
        along_m2 = (axis_m - sides.axis_m) ** 2 + (above_m - sides.above_m) ** 2
        halves_m = np.sqrt((across_m2 + along_m2).max(axis=0)) + SLACK_M
        reaches_m = np.minimum(chords_m[:, 0] + halves_m, self._limit_m) + halves_m
        in_reach = chords_m <= reaches_m[:, None]
        possible = in_reach & self._nearer_to_some(chords_m, positions, halves_m)
        order = np.argsort(~possible, axis=1, kind="stable")
        counts = np.where(in_reach[:, -1], TOO_MANY, possible.sum(axis=1))
        return np.take_along_axis(positions, order, axis=1), counts

    def _nearer_to_some(
        self, chords_m: Floats, positions: Places, halves_m: Floats
    ) -> NDArray[np.bool_]:
        """Say which stations are not farther from each cell of a square than the first one."""
        places_m = self._tree.places_m[np.minimum(positions, len(self._tree) - 1)]
        apart_m = places_m - places_m[:, :1]
        apart_m = np.sqrt(np.einsum("ijk,ijk->ij", apart_m, apart_m))
        farther_m2 = chords_m**2 - chords_m[:, :1] ** 2
        return np.asarray(farther_m2 <= 2 * halves_m[:, None] * apart_m)

    def _least_m2(self, sides: Sides, positions: Places, counts: Places) -> Floats:
        """Return the least square of a chord from each cell, squares with most stations first."""
        side, squares = sides.axis_m.shape
        compared = [
            self._parts(sides, positions[: np.count_nonzero(counts > rank), rank])
            for rank in range(counts.max(initial=0))
        ]
        least_m2 = np.full((side, side, squares), np.inf)
        other_m = np.empty((side, squares))
        # Row by row, so that what is compared stays in the cache of a core.
        for row in range(side):
            for along_m, across_m in compared:
                some = along_m.shape[1]
                least, other = least_m2[row, :, :some], other_m[:, :some]
                np.add(across_m, along_m[row], out=other)
                np.minimum(least, other, out=least)
            least_m2[row] *= sides.axis_m[row]
        return least_m2

    def _parts(self, sides: Sides, stations: Places) -> tuple[Floats, Floats]:
        """Return what the rows and the columns of the first squares add to their chords.

        Each is a part of the square of the chord, divided by the row's metres from the axis.

        Parameters
        ----------
        stations
            One for each of the first squares.
        """
        axis_m, above_m = self._axis_m[stations], self._above_m[stations]
        rows_m, rows_above_m, columns_rad = (part[:, : len(stations)] for part in sides)
        along_m = ((axis_m - rows_m) ** 2 + (above_m - rows_above_m) ** 2) / rows_m
        across_m = 4 * axis_m * np.sin((self._lons_rad[stations] - columns_rad) / 2) ** 2
        return along_m, across_m
