"""A million questions at once: nearest by chord through the earth, certified or re-ranked."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from stationmap.geo.geodesic import (
    CHORD_FORMULA_MAX_M,
    GEOD,
    ecef,
    geodesic_from_chord_m,
    longest_geodesic_m,
)
from stationmap.nearest.distinct import NO_PLACE, DistinctPositions
from stationmap.nearest.morton import morton_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

SLACK_M = 1e-6
"""Chords and geodesics are computed to some ten nanometres; a lead of less is not certain."""

CHUNK_ROWS = 1 << 14
CHUNK_CELLS = 1 << 20
"""Positions in one chunk, and positions times neighbours: they bound a thread's memory."""

WIDENING = 4
"""By how much the neighbours asked for grow while the k nearest are not certain."""


class BulkSearch:
    """Answers about many positions at once on a fixed sequence of positions.

    Parameters
    ----------
    lons, lats
        WGS-84 degrees, each of shape (n,), valid.
    """

    def __init__(self, lons: Floats, lats: Floats) -> None:
        self._lons, self._lats = lons, lats
        self._distinct = DistinctPositions(lons, lats)
        # Uncompacted, the tree answers up to a quarter faster for a surface full of places.
        self._tree = cKDTree(
            ecef(self._distinct.lons, self._distinct.lats), compact_nodes=False, leafsize=16
        )

    def nearest(self, lons: Floats, lats: Floats, k: int) -> tuple[Places, Floats]:
        """Find the k nearest places to each position, equal distances by place.

        Parameters
        ----------
        lons, lats
            WGS-84 degrees, each of shape (m,), valid.

        Returns
        -------
        places, distances_m
            Shape (m, k): places in the sequence this was built of, and geodesic metres to
            0.1 mm; -1 and infinity where there are fewer than k.
        """
        places, distances_m = _unanswered(len(lons), k)
        if len(lons) == 0 or self._tree.n == 0:
            return places, distances_m

        def answer(rows: Places) -> None:
            places[rows], distances_m[rows] = self._answer(lons[rows], lats[rows], k)

        chunks = _chunks(morton_order(lons, lats), width=k + 1)
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            for _ in threads.map(answer, chunks):
                pass
        return places, distances_m

    def _answer(self, lons: Floats, lats: Floats, k: int) -> tuple[Places, Floats]:
        """Rank by chord, and again by geodesic where the chords leave the order open."""
        needed = min(k, self._tree.n)
        chords_m, groups = self._nearest_groups(lons, lats, needed + 1)
        places, columns = self._distinct.first_k_places(groups[:, :-1], k)
        chords_to_places_m = np.take_along_axis(chords_m, columns, axis=1)
        distances_m = self._distances_m(lons, lats, places, chords_to_places_m)
        leads = chords_m[:, 1:] > longest_geodesic_m(chords_m[:, :-1]) + SLACK_M
        doubtful = np.flatnonzero(~leads.all(axis=1))
        if len(doubtful):
            places[doubtful], distances_m[doubtful] = self._rank_by_geodesic(
                lons[doubtful], lats[doubtful], k, width=WIDENING * (needed + 1)
            )
        return places, distances_m

    def _nearest_groups(self, lons: Floats, lats: Floats, width: int) -> tuple[Floats, Places]:
        """Return the nearest distinct positions by chord, at least two: `(chords_m, groups)`."""
        chords_m, groups = self._tree.query(ecef(lons, lats), k=width)
        return np.asarray(chords_m), np.asarray(groups)

    def _distances_m(self, lons: Floats, lats: Floats, places: Places, chords_m: Floats) -> Floats:
        """Measure from each position to its places, whose chords are known."""
        distances_m = geodesic_from_chord_m(chords_m)
        distances_m[places == NO_PLACE] = np.inf
        rows, ranks = np.nonzero((chords_m > CHORD_FORMULA_MAX_M) & (places != NO_PLACE))
        distances_m[rows, ranks] = self._geodesics_m(lons[rows], lats[rows], places[rows, ranks])
        return distances_m

    def _rank_by_geodesic(
        self, lons: Floats, lats: Floats, k: int, *, width: int
    ) -> tuple[Places, Floats]:
        """Measure every place that the chords do not exclude from the k nearest.

        `width` is the number of neighbours by chord to look at; it grows where the farthest of
        them could still be among the k nearest.
        """
        places, distances_m = _unanswered(len(lons), k)
        needed = min(k, self._tree.n)
        for rows in _chunks(np.arange(len(lons)), width):
            chords_m, groups = self._nearest_groups(lons[rows], lats[rows], width)
            limits_m = longest_geodesic_m(chords_m[:, needed - 1 : needed]) + SLACK_M
            possible = chords_m <= limits_m
            settled = ~possible[:, -1]
            done, wider = rows[settled], rows[~settled]
            places[done], distances_m[done] = self._rank_possible(
                lons[done], lats[done], k, groups[settled], possible[settled]
            )
            if len(wider):
                places[wider], distances_m[wider] = self._rank_by_geodesic(
                    lons[wider], lats[wider], k, width=width * WIDENING
                )
        return places, distances_m

    def _rank_possible(
        self, lons: Floats, lats: Floats, k: int, groups: Places, possible: NDArray[np.bool_]
    ) -> tuple[Places, Floats]:
        """Rank the places of the possible groups of each row by distance, then by place."""
        rows, columns = np.nonzero(possible)
        owners, candidates = self._distinct.members(groups[rows, columns], at_most=k)
        rows = rows[owners]
        measured_m = self._geodesics_m(lons[rows], lats[rows], candidates)
        order = np.lexsort((candidates, measured_m, rows))
        rows = rows[order]
        ranks = np.arange(len(rows)) - np.searchsorted(rows, rows)
        first = ranks < k
        places, distances_m = _unanswered(len(lons), k)
        places[rows[first], ranks[first]] = candidates[order][first]
        distances_m[rows[first], ranks[first]] = measured_m[order][first]
        return places, distances_m

    def _geodesics_m(self, lons: Floats, lats: Floats, places: Places) -> Floats:
        return np.asarray(GEOD.inv(lons, lats, self._lons[places], self._lats[places])[2])


def _unanswered(rows: int, k: int) -> tuple[Places, Floats]:
    return np.full((rows, k), NO_PLACE, dtype=np.intp), np.full((rows, k), np.inf)


def _chunks(rows: Places, width: int) -> Iterator[Places]:
    """Cut rows so that none of the chunks holds too many rows, or rows times width."""
    size = max(1, min(CHUNK_ROWS, CHUNK_CELLS // width))
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
