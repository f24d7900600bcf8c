"""A problem of siting: which site covers which demand, and what the choice has to keep to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.measure import measure
from stationmap.coverage.siting.merging import merged
from stationmap.coverage.siting.pairs import pairs_closer, pairs_within
from stationmap.errors import SitingError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from scipy import sparse

    from stationmap.coverage.demand import DemandSurface
    from stationmap.coverage.siting.candidates import CandidateSites

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SitingProblem:
    """What MCLP and LSCP are solved on; every candidate counts by its place.

    Attributes
    ----------
    cover
        Which site reaches which row of demand, boolean, shape (m, rows). A row is all demand
        that the same sites reach and that no existing station covers.
    weights
        Of the rows, shape (rows,).
    already
        The demand that existing stations cover.
    total
        All demand; what neither is `already` nor in a row is out of every site's reach.
    costs
        Of the sites, shape (m,).
    conflicts
        Pairs of sites that may not both be chosen, shape (k, 2).
    allowed
        The sites that may be chosen at all, shape (m,).
    """

    cover: sparse.csr_array
    weights: Floats
    already: float
    total: float
    costs: Floats
    conflicts: Places
    allowed: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.costs)

    @property
    def uncovered(self) -> float:
        """The demand that no existing station covers."""
        return self.total - self.already


def cover_problem(
    demand: DemandSurface,
    candidates: CandidateSites,
    radius_m: float,
    *,
    existing: tuple[ArrayLike, ArrayLike],
    min_spacing_m: float = 0.0,
) -> SitingProblem:
    """Set up the choice of sites that cover demand within a radius; the boundary is covered.

    Parameters
    ----------
    existing
        Longitudes and latitudes of the stations that count and stay.
    min_spacing_m
        No site may be closer than this to another or to an existing station.

    Raises
    ------
    SitingError
        If the spacing is negative or no number.
    """
    existing_lons, existing_lats = (np.asarray(axis, dtype=float) for axis in existing)
    covered = measure(demand, existing_lons, existing_lats).covered(radius_m)
    open_points = np.flatnonzero(~covered & (demand.weights > 0))
    sites, points = pairs_within(
        demand.lons[open_points],
        demand.lats[open_points],
        candidates.lons,
        candidates.lats,
        radius_m,
    )
    cover, weights = merged(sites, points, demand.weights[open_points], len(candidates))
    allowed = far_from_existing(candidates, existing_lons, existing_lats, min_spacing_m)
    return SitingProblem(
        cover=cover,
        weights=weights,
        already=float(demand.weights[covered].sum()),
        total=demand.total,
        costs=candidates.costs,
        conflicts=pairs_closer(candidates.lons, candidates.lats, min_spacing_m),
        allowed=allowed,
    )


def far_from_existing(
    candidates: CandidateSites, lons: Floats, lats: Floats, min_spacing_m: float
) -> NDArray[np.bool_]:
    """Say which candidates keep the spacing to the stations that there are.

    Raises
    ------
    SitingError
        If the spacing is negative or no number.
    """
    if not (np.isfinite(min_spacing_m) and min_spacing_m >= 0):
        raise SitingError("spacing", spacing=min_spacing_m)
    allowed = np.ones(len(candidates), dtype=np.bool_)
    if min_spacing_m > 0:
        nearer_m = float(np.nextafter(min_spacing_m, 0))
        near, _ = pairs_within(lons, lats, candidates.lons, candidates.lats, nearer_m)
        allowed[near] = False
    return allowed
