"""What chosen sites do by the ordinary code of coverage: the check on every model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.measure import measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from stationmap.coverage.demand import DemandSurface
    from stationmap.coverage.siting.candidates import CandidateSites


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """The demand covered, and the mean distance weighted by demand, in metres."""

    covered: float
    mean_m: float


def recomputed(
    demand: DemandSurface,
    candidates: CandidateSites,
    chosen: Sequence[int],
    existing: tuple[ArrayLike, ArrayLike],
    radius_m: float,
) -> Recomputed:
    """Measure demand to the existing stations and the chosen sites together."""
    places = np.asarray(chosen, dtype=np.intp)
    lons, lats = (np.asarray(axis, dtype=float) for axis in existing)
    coverage = measure(
        demand,
        np.concatenate((lons, candidates.lons[places])),
        np.concatenate((lats, candidates.lats[places])),
    )
    weighs = demand.weights > 0
    distances_m = coverage.distances_m[weighs]
    return Recomputed(
        covered=float(demand.weights[coverage.covered(radius_m)].sum()),
        mean_m=float(distances_m @ demand.weights[weighs] / demand.total),
    )
