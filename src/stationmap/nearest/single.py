"""One question at a time: the places nearest to a position, exactly, through a tree of boxes."""

from __future__ import annotations

from math import cos, radians
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from stationmap.geo.disc import boxes_around
from stationmap.geo.geodesic import distance_m, distances_and_bearings
from stationmap.geo.position import Position
from stationmap.nearest.bulk import BulkSearch

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_TREE_K = 32
"""For more neighbours than this, their distances are not kept for every place."""

FEW = 4
"""Of more than a part of all places, ranking every place costs less than bounding the search."""

BOUND_SLACK_M = 0.01
"""Above the error of every distance that goes into a bound."""


class Ranked(NamedTuple):
    """Places in the given sequence, by distance and then by place.

    `places` (n,), `distances_m` (n,) geodesic metres, `bearings_deg` (n,) from north.
    """

    places: NDArray[np.intp]
    distances_m: NDArray[np.float64]
    bearings_deg: NDArray[np.float64]

    def part(self, start: int, stop: int) -> Ranked:
        """Return the ranks from `start` to before `stop`."""
        some = slice(start, stop)
        return Ranked(self.places[some], self.distances_m[some], self.bearings_deg[some])


class SingleSearch:
    """Answers about one position at a time on a fixed set of places.

    The nearest place on a flattened map is near, though not always the nearest on the earth.
    By the triangle inequality the k nearest of the position lie within the distance to that
    place plus the distance from there to its own k-th neighbour; all candidates in the box that
    holds this disc are measured on the ellipsoid.

    Parameters
    ----------
    lons, lats
        WGS-84 degrees, each of shape (n,), valid.
    """

    def __init__(self, lons: NDArray[np.float64], lats: NDArray[np.float64]) -> None:
        self._lons, self._lats = lons, lats
        self._lon_scale = cos(radians(float(lats.mean()))) if len(lats) else 1.0
        flattened = np.column_stack([lons * self._lon_scale, lats])
        self._tree = shapely.STRtree(np.asarray(shapely.points(flattened)))
        self.bulk = BulkSearch(lons, lats)
        self._reaches_m: dict[int, NDArray[np.float64]] = {}
        self._reaches_lock = Lock()

    def nearest(self, position: Position, k: int) -> Ranked:
        """Rank the k nearest places, or all if there are fewer; equal distances by place."""
        count = len(self._lons)
        if k >= count or k > max(MAX_TREE_K, count // FEW):
            candidates = np.arange(len(self._lons))
        else:
            candidates = self._places_around(position, self._radius_holding(position, k))
        return self._rank(position, candidates).part(0, k)

    def within(self, position: Position, radius_m: float) -> Ranked:
        """Rank the places at most this far away."""
        ranked = self._rank(position, self._places_around(position, radius_m + BOUND_SLACK_M))
        count = int(np.searchsorted(ranked.distances_m, radius_m, side="right"))
        return ranked.part(0, count)

    def _radius_holding(self, position: Position, k: int) -> float:
        """Bound the distance of the k-th nearest place from above."""
        if k > MAX_TREE_K:
            return self.bulk.reach_m(position, k) + BOUND_SLACK_M
        near = int(self._tree.nearest(shapely.Point(position.lon * self._lon_scale, position.lat)))
        to_near_m = distance_m(position, Position(self._lons[near], self._lats[near]))
        return to_near_m + float(self._reach_m(k)[near]) + BOUND_SLACK_M

    def _reach_m(self, k: int) -> NDArray[np.float64]:
        """Return each place's distance to the k-th nearest place, itself being the first."""
        with self._reaches_lock:
            if k not in self._reaches_m:
                self._reaches_m[k] = self.bulk.nearest(self._lons, self._lats, k)[1][:, -1]
            return self._reaches_m[k]

    def _places_around(self, position: Position, radius_m: float) -> NDArray[np.intp]:
        """Return, in order, all places within the radius and some that lie farther."""
        scale = self._lon_scale
        found = [
            self._tree.query(
                shapely.box(box.min_lon * scale, box.min_lat, box.max_lon * scale, box.max_lat)
            )
            for box in boxes_around(position, radius_m)
        ]
        return np.sort(found[0]) if len(found) == 1 else np.unique(np.concatenate(found))

    def _rank(self, position: Position, places: NDArray[np.intp]) -> Ranked:
        distances_m, bearings_deg = distances_and_bearings(
            position, self._lons[places], self._lats[places]
        )
        order = np.argsort(distances_m, kind="stable")
        return Ranked(places[order], distances_m[order], bearings_deg[order])
