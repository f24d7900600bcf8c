"""All pairs of a point of demand and a station that are at most so far apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from stationmap.errors import PlanError
from stationmap.geo.chord import SHORT_CHORD_M, ecef, geodesic_between_m, short_geodesic_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_PAIRS: Final = 20_000_000
"""So many take 0.5 GB here; who sums over them by tables takes several times that."""

SLACK_M: Final = 1e-3
"""A chord is no longer than the geodesic above it, but for rounding."""


class Pairs(NamedTuple):
    """Pairs by the places of their points and stations, each of shape (p,)."""

    points: NDArray[np.intp]
    stations: NDArray[np.intp]
    distances_m: Floats


def pairs_within(
    lons: Floats, lats: Floats, station_lons: Floats, station_lats: Floats, radius_m: float
) -> Pairs:
    """Find all pairs, in no order.

    Parameters
    ----------
    lons, lats
        Of the points, WGS-84 degrees, each of shape (n,).
    station_lons, station_lats
        Of the stations, each of shape (m,).
    radius_m
        At most 100 km; a pair at exactly this geodesic distance belongs to them.

    Raises
    ------
    PlanError
        If there are more than `MOST_PAIRS`.
    """
    spots_m, places_m = ecef(lons, lats), ecef(station_lons, station_lats)
    spots, places = cKDTree(spots_m), cKDTree(places_m)
    count = int(spots.count_neighbors(places, radius_m + SLACK_M))
    if count > MOST_PAIRS:
        raise PlanError("too_many_pairs", pairs=count, most=MOST_PAIRS)
    found = spots.sparse_distance_matrix(places, radius_m + SLACK_M, output_type="ndarray")
    points, stations, chords_m = found["i"], found["j"], found["v"]

    distances_m = short_geodesic_m(chords_m)
    long = np.flatnonzero(chords_m > SHORT_CHORD_M)
    distances_m[long] = geodesic_between_m(spots_m[points[long]], places_m[stations[long]])
    within = distances_m <= radius_m
    return Pairs(points[within], stations[within], distances_m[within])
