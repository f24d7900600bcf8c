"""The careful way for positions whose neighbours by chord may stand in the wrong order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationmap.geo.chord import ecef, longest_geodesic_m
from stationmap.geo.geodesic import GEOD
from stationmap.nearest.chunks import chunks
from stationmap.nearest.distinct import NO_PLACE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.nearest.chord_tree import ChordTree
    from stationmap.nearest.distinct import DistinctPositions

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

SLACK_M = 1e-6
"""Chords and geodesics are computed to some ten nanometres; a lead of less is not certain."""

WIDENING = 4
"""By how much the search grows for positions whose nearest are not all seen yet."""


class GeodesicRanking:
    """Ranks every place that the chords do not exclude from the k nearest, by geodesic.

    Parameters
    ----------
    lons, lats
        WGS-84 degrees of all places, each of shape (n,).
    distinct, tree
        Their distinct positions, and the tree of those.
    """

    def __init__(
        self, lons: Floats, lats: Floats, distinct: DistinctPositions, tree: ChordTree
    ) -> None:
        self._lons, self._lats = lons, lats
        self._distinct, self._tree = distinct, tree

    def nearest(self, lons: Floats, lats: Floats, k: int, *, width: int) -> tuple[Places, Floats]:
        """Find the k nearest places to each position, equal distances by place.

        Parameters
        ----------
        lons, lats
            WGS-84 degrees, each of shape (m,), valid.
        width
            How many neighbours by chord to look at first; more than k. It grows for positions
            whose farthest neighbour seen could still be among the k nearest.

        Returns
        -------
        places, distances_m
            Shape (m, k); -1 and infinity where there are fewer than k.
        """
        places, distances_m = unanswered(len(lons), k)
        needed = min(k, len(self._tree))
        for rows in chunks(np.arange(len(lons)), width):
            chords_m, positions = self._tree.nearest(ecef(lons[rows], lats[rows]), width)
            limits_m = longest_geodesic_m(chords_m[:, needed - 1 : needed]) + SLACK_M
            possible = chords_m <= limits_m
            settled = ~possible[:, -1]
            done, wider = rows[settled], rows[~settled]
            places[done], distances_m[done] = self._rank(
                lons[done], lats[done], k, positions[settled], possible[settled]
            )
            if len(wider):
                places[wider], distances_m[wider] = self.nearest(
                    lons[wider], lats[wider], k, width=width * WIDENING
                )
        return places, distances_m

    def _rank(
        self, lons: Floats, lats: Floats, k: int, positions: Places, possible: NDArray[np.bool_]
    ) -> tuple[Places, Floats]:
        """Rank the places at the possible positions of each row by distance, then by place."""
        rows, columns = np.nonzero(possible)
        owners, candidates = self._distinct.members(positions[rows, columns], at_most=k)
        rows = rows[owners]
        measured_m = np.asarray(
            GEOD.inv(lons[rows], lats[rows], self._lons[candidates], self._lats[candidates])[2]
        )
        order = np.lexsort((candidates, measured_m, rows))
        rows = rows[order]
        ranks = np.arange(len(rows)) - np.searchsorted(rows, rows)
        first = ranks < k
        places, distances_m = unanswered(len(lons), k)
        places[rows[first], ranks[first]] = candidates[order][first]
        distances_m[rows[first], ranks[first]] = measured_m[order][first]
        return places, distances_m


def unanswered(rows: int, k: int) -> tuple[Places, Floats]:
    """Return places and distances of shape (rows, k) that say that there is none."""
    return np.full((rows, k), NO_PLACE, dtype=np.intp), np.full((rows, k), np.inf)
