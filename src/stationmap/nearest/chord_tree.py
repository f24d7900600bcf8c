"""A tree of positions that finds neighbours by their chord through the earth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from stationmap.geo.chord import ecef

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAF_SIZE = 16

SAMPLED_EVERY = 64
AMPLE = 1.5
"""One spot in so many tells how far the neighbours of all are looked for, with this much to spare:
the tree then leaves the far boxes alone. The few spots that find too little are asked again."""


class ChordTree:
    """Finds the nearest of fixed positions by chord.

    A tree cuts space by planes across its axes. Across those of the earth a country lies askew,
    and the boxes of the tree are mostly air; so the tree stands on the principal axes of its
    positions, two of which lie along the ground. A rotation leaves every chord as it is.

    Parameters
    ----------
    lons, lats
        WGS-84 degrees, each of shape (n,).
    """

    def __init__(self, lons: Floats, lats: Floats) -> None:
        self.places_m = ecef(lons, lats)
        self._middle_m = self.places_m.sum(axis=0) / max(len(self.places_m), 1)
        from_middle_m = self.places_m - self._middle_m
        self._axes = np.linalg.eigh(from_middle_m.T @ from_middle_m).eigenvectors
        # Uncompacted, the tree is built faster and answers as fast for a surface of positions.
        self._tree = cKDTree(from_middle_m @ self._axes, leafsize=LEAF_SIZE, compact_nodes=False)

    def __len__(self) -> int:
        """Return the number of positions."""
        return len(self.places_m)

    def nearest(self, spots_m: Floats, count: int) -> tuple[Floats, NDArray[np.intp]]:
        """Return the nearest positions of each spot by chord, nearest first.

        Parameters
        ----------
        spots_m
            As `ecef` gives them, shape (m, 3), m >= 1; quickest where they lie together.
        count
            At least 2.

        Returns
        -------
        chords_m, positions
            Shape (m, count); infinity and n where there are fewer.
        """
        spots_m = (spots_m - self._middle_m) @ self._axes
        sampled_m, _ = self._query(spots_m[::SAMPLED_EVERY], count, np.inf)
        chords_m, positions = self._query(spots_m, count, sampled_m[:, -1].max() * AMPLE)
        lacking = np.flatnonzero(np.isinf(chords_m[:, -1]))
        if len(lacking):
            chords_m[lacking], positions[lacking] = self._query(spots_m[lacking], count, np.inf)
        return chords_m, positions

    def _query(
        self, spots_m: Floats, count: int, farthest_m: float
    ) -> tuple[Floats, NDArray[np.intp]]:
        chords_m, positions = self._tree.query(spots_m, count, distance_upper_bound=farthest_m)
        return np.asarray(chords_m), np.asarray(positions)
