"""A million questions at once: nearest by chord through the earth, certified or ranked again."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from stationmap.geo.chord import (
    LONG_CHORD_M,
    SHORT_CHORD_M,
    ecef,
    geodesic_between_m,
    longest_geodesic_m,
    short_geodesic_m,
)
from stationmap.geo.geodesic import GEOD
from stationmap.nearest.chord_tree import ChordTree
from stationmap.nearest.chunks import chunks
from stationmap.nearest.distinct import NO_PLACE, DistinctPositions
from stationmap.nearest.morton import morton_order
from stationmap.nearest.rerank import SLACK_M, WIDENING, GeodesicRanking, unanswered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.geo.position import Position

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]


class BulkSearch:
    """Answers about many positions at once on a fixed sequence of positions.

    A position's neighbours stand in the order of their chords. Where the shortest geodesic that
    a chord can stand for exceeds the longest of the chord before, that is also their order by
    geodesic distance: on real data nearly always. The rest are measured and ranked again.

    Parameters
    ----------
    lons, lats
        WGS-84 degrees, each of shape (n,), valid.
    """

    def __init__(self, lons: Floats, lats: Floats) -> None:
        self._distinct = DistinctPositions(lons, lats)
        self._tree = ChordTree(self._distinct.lons, self._distinct.lats)
        self._ranking = GeodesicRanking(lons, lats, self._distinct, self._tree)

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
        places, distances_m = unanswered(len(lons), k)
        if len(lons) == 0 or len(self._tree) == 0:
            return places, distances_m

        def answer(rows: Places) -> None:
            places[rows], distances_m[rows] = self._answer(lons[rows], lats[rows], k)

        with ThreadPoolExecutor(os.cpu_count()) as threads:
            for _ in threads.map(answer, chunks(morton_order(lons, lats), width=k + 1)):
                pass
        return places, distances_m

    def reach_m(self, position: Position, k: int) -> float:
        """Bound from above how far away the k nearest places are, which may share positions."""
        spots_m = ecef(np.array([position.lon]), np.array([position.lat]))
        chords_m, _ = self._tree.nearest(spots_m, min(k, len(self._tree)))
        return float(longest_geodesic_m(chords_m[0, -1:])[0])

    def _answer(self, lons: Floats, lats: Floats, k: int) -> tuple[Places, Floats]:
        needed = min(k, len(self._tree))
        spots_m = ecef(lons, lats)
        chords_m, positions = self._tree.nearest(spots_m, needed + 1)
        leads = chords_m[:, 1:] > longest_geodesic_m(chords_m[:, :-1]) + SLACK_M
        chords_m, positions = chords_m[:, :-1], positions[:, :-1]

        places, columns = self._distinct.first_k_places(positions, k)
        distances_m = self._distances_m(lons, lats, spots_m, chords_m, positions)
        distances_m = np.take_along_axis(distances_m, columns, axis=1)
        distances_m[places == NO_PLACE] = np.inf

        doubtful = np.flatnonzero(~leads.all(axis=1))
        if len(doubtful):
            places[doubtful], distances_m[doubtful] = self._ranking.nearest(
                lons[doubtful], lats[doubtful], k, width=WIDENING * (needed + 1)
            )
        return places, distances_m

    def _distances_m(
        self, lons: Floats, lats: Floats, spots_m: Floats, chords_m: Floats, positions: Places
    ) -> Floats:
        """Measure from each spot to the positions found for it, the farther the more carefully."""
        distances_m = short_geodesic_m(chords_m)
        rows, columns = np.nonzero(chords_m > SHORT_CHORD_M)
        ends = positions[rows, columns]
        distances_m[rows, columns] = geodesic_between_m(spots_m[rows], self._tree.places_m[ends])
        rows, columns = np.nonzero(chords_m > LONG_CHORD_M)
        ends = positions[rows, columns]
        distances_m[rows, columns] = GEOD.inv(
            lons[rows], lats[rows], self._distinct.lons[ends], self._distinct.lats[ends]
        )[2]
        return distances_m
