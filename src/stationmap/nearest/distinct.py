"""The distinct positions of a sequence, each knowing all the places that share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.intp]

NO_PLACE = -1


class DistinctPositions:
    """Groups equal positions, so that a search meets each position once.

    Parameters
    ----------
    lons, lats
        Degrees, each of shape (n,).

    Attributes
    ----------
    lons, lats
        Each distinct position once.
    """

    def __init__(self, lons: NDArray[np.float64], lats: NDArray[np.float64]) -> None:
        self._members = np.lexsort((lats, lons))  # stable: equal positions stay in order of place
        lons, lats = lons[self._members], lats[self._members]
        starts_group = np.ones(len(lons), dtype=bool)
        starts_group[1:] = (lons[1:] != lons[:-1]) | (lats[1:] != lats[:-1])
        self._starts = np.flatnonzero(starts_group)
        self._counts = np.diff(self._starts, append=len(lons))
        self._first_places = self._members[self._starts]
        self.lons, self.lats = lons[self._starts], lats[self._starts]

    def first_k_places(self, ranked: Places, k: int) -> tuple[Places, Places]:
        """Turn ranked distinct positions into ranked places.

        Parameters
        ----------
        ranked
            Distinct positions, nearest first, shape (m, w).

        Returns
        -------
        places, columns
            Shape (m, k): the places, and the column of `ranked` that each came from. Where the
            places run out, `places` is -1 and the column is the last.
        """
        rows, width = ranked.shape
        if k == 1:
            return self._first_places[ranked[:, :1]], np.zeros((rows, 1), dtype=np.intp)
        ends = np.cumsum(self._counts[ranked], axis=1)
        places = np.full((rows, k), NO_PLACE, dtype=np.intp)
        columns = np.full((rows, k), width - 1, dtype=np.intp)
        for rank in range(k):
            column = (ends <= rank).sum(axis=1)
            there = np.flatnonzero(column < width)
            column = column[there]
            group = ranked[there, column]
            member = rank - (ends[there, column] - self._counts[group])
            places[there, rank] = self._members[self._starts[group] + member]
            columns[there, rank] = column
        return places, columns

    def members(self, groups: Places, at_most: int) -> tuple[Places, Places]:
        """List the places of each group, lowest first, no more than so many of each.

        Returns
        -------
        owners, places
            Flat: which entry of `groups` it belongs to, and the place.
        """
        counts = np.minimum(self._counts[groups], at_most)
        owners = np.repeat(np.arange(len(groups)), counts)
        first_of_owner = np.cumsum(counts) - counts
        members = np.arange(len(owners)) - first_of_owner[owners]
        return owners, self._members[self._starts[groups[owners]] + members]
