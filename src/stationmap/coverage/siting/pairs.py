"""Which sites reach which points of demand, and which sites stand too close together: exact."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from stationmap.geo.chord import ecef, longest_geodesic_m
from stationmap.geo.geodesic import GEOD
from stationmap.nearest.morton import morton_order
from stationmap.nearest.rerank import SLACK_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

SITES_AT_ONCE = 512
"""Pairs come with 24 bytes each; pieces of this size keep that small."""


def pairs_within(
    lons: Floats, lats: Floats, site_lons: Floats, site_lats: Floats, radius_m: float
) -> tuple[Places, Places]:
    """Return every site and point that are at most a radius apart: the boundary counts.

    No geodesic is shorter than its chord, so a tree of chords finds all pairs. Where the longest
    geodesic that a chord can stand for is within the radius, the pair is certain; the few others
    (a micrometre of doubt at 1 km) are measured.

    Parameters
    ----------
    lons, lats
        Of the points, WGS-84 degrees, shape (n,).
    site_lons, site_lats
        Of the sites, shape (m,).

    Returns
    -------
    sites, points
        Places in either sequence, in no order.
    """
    if not (len(lons) and len(site_lons)):
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    middle_m = ecef(site_lons[:1], site_lats[:1])
    tree = cKDTree(ecef(lons, lats) - middle_m, compact_nodes=False, balanced_tree=False)
    order = morton_order(site_lons, site_lats)
    pieces = [order[at : at + SITES_AT_ONCE] for at in range(0, len(order), SITES_AT_ONCE)]

    def found(piece: Places) -> tuple[Places, Places]:
        few = cKDTree(ecef(site_lons[piece], site_lats[piece]) - middle_m)
        near = few.sparse_distance_matrix(tree, radius_m + SLACK_M, output_type="ndarray")
        sites, points, chords_m = piece[near["i"]], near["j"], near["v"]
        kept = longest_geodesic_m(chords_m) <= radius_m - SLACK_M
        doubtful = np.flatnonzero(~kept)
        at, to = sites[doubtful], points[doubtful]
        measured_m = GEOD.inv(site_lons[at], site_lats[at], lons[to], lats[to])[2]
        kept[doubtful] = measured_m <= radius_m
        return sites[kept], points[kept]

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        pairs = list(threads.map(found, pieces))
    return np.concatenate([sites for sites, _ in pairs]), np.concatenate([to for _, to in pairs])


def pairs_closer(lons: Floats, lats: Floats, spacing_m: float) -> Places:
    """Return the pairs of sites that are less than the spacing apart.

    Returns
    -------
    Shape (k, 2), the lower place first, in order; exactly the spacing is far enough.
    """
    if not spacing_m > 0:
        return np.empty((0, 2), dtype=np.intp)
    nearer_m = float(np.nextafter(spacing_m, 0))
    one, other = pairs_within(lons, lats, lons, lats, nearer_m)
    pairs = np.column_stack((one, other))[one < other]
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
