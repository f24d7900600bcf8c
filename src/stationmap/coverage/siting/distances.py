"""How far demand is from the candidates that are nearer to it than the existing stations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from stationmap.coverage.measure import measure
from stationmap.nearest.bulk import BulkSearch

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from stationmap.coverage.demand import DemandSurface
    from stationmap.coverage.siting.candidates import CandidateSites

    Floats = NDArray[np.float64]

MOST_PAIRS = 12_000_000
"""So many distances fit into 200 MB. Where there would be more, each point of demand keeps only
its nearest candidates."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Distances:
    """What a p-median is solved on.

    Attributes
    ----------
    saved
        Metres times weight that a site saves a point against `base_m`, above 0, shape (m, n).
    base_m
        How far each point is if no site that it keeps is chosen, shape (n,): the distance to the
        nearest existing station, or without any to the farthest candidate; where
        candidates were left out, to the nearest of those, which is never too much.
    weights
        Of the points, shape (n,).
    existing_m
        How far each point is from the nearest existing station, infinite without any.
    """

    saved: sparse.csr_array
    base_m: Floats
    weights: Floats
    existing_m: Floats


def distances_of(
    demand: DemandSurface,
    candidates: CandidateSites,
    *,
    existing: tuple[ArrayLike, ArrayLike],
    most_pairs: int = MOST_PAIRS,
) -> Distances:
    """Measure from all demand to the candidates that can matter to it."""
    weighs = np.flatnonzero(demand.weights > 0)
    lons, lats, weights = demand.lons[weighs], demand.lats[weighs], demand.weights[weighs]
    existing_m = measure(demand, *(np.asarray(axis, dtype=float) for axis in existing))
    kept = max(1, min(len(candidates), most_pairs // len(weighs) - 1))
    search = BulkSearch(candidates.lons, candidates.lats)
    near = search.nearest(lons, lats, min(kept + 1, len(candidates)))
    base_m = _base(
        existing_m.distances_m[weighs], near[1][:, -1], are_left_out=kept < len(candidates)
    )
    shape = (len(candidates), len(weighs))
    return Distances(
        saved=_saved(near[0][:, :kept], near[1][:, :kept], base_m, weights, shape),
        base_m=base_m,
        weights=weights,
        existing_m=existing_m.distances_m[weighs],
    )


def _base(existing_m: Floats, last_m: Floats, *, are_left_out: bool) -> Floats:
    """Return how far points are without a site: see `Distances.base_m`."""
    if are_left_out:
        return np.minimum(existing_m, last_m)
    return np.where(np.isfinite(existing_m), existing_m, last_m)


def _saved(
    places: NDArray[np.intp],
    distances_m: Floats,
    base_m: Floats,
    weights: Floats,
    shape: tuple[int, int],
) -> sparse.csr_array:
    """Return what each site saves each point whose base is farther than the site."""
    saved_m = base_m[:, None] - distances_m
    points, ranks = np.nonzero(saved_m > 0)
    saved = saved_m[points, ranks] * weights[points]
    return sparse.csr_array((saved, (places[points, ranks], points)), shape=shape)
