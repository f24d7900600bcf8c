"""What planners read of coverage: the share of demand covered, and how far the demand is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.measure import Coverage

    Floats = NDArray[np.float64]

MOST = 0.9
"""The percentile that is told of distances."""

ROUNDING = 1e-12
"""Sums of weights in another order differ by less than this part of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Coverage of some demand within one radius.

    Attributes
    ----------
    demand, covered
        In the units of the weights.
    mean_m
        Demand-weighted mean distance to the nearest station in metres; None where there is no
        demand, or some of it has no station however far.
    p90_m
        Weighted 90th percentile: the smallest distance within which at least 90 % of the demand
        lies; None where there is no demand, or less of it has a station however far.
    """

    demand: float
    covered: float
    mean_m: float | None
    p90_m: float | None

    @property
    def share(self) -> float | None:
        """The share of demand that is covered, 0 to 1; None where there is no demand."""
        return min(self.covered / self.demand, 1.0) if self.demand else None

    @property
    def uncovered(self) -> float:
        """The demand that is not covered."""
        return max(self.demand - self.covered, 0.0)


def figures(coverage: Coverage, radius_m: float, mask: NDArray[np.bool_] | None = None) -> Figures:
    """Return the figures of all points, or of those in the mask.

    Parameters
    ----------
    radius_m
        A point at exactly this distance is covered.
    mask
        Shape (n,).
    """
    members = np.zeros(len(coverage.demand), dtype=np.intp)
    if mask is not None:
        members[~mask] = -1
    return figures_by_area(coverage, radius_m, members, 1)[0]


def figures_by_area(
    coverage: Coverage, radius_m: float, members: NDArray[np.intp], count: int
) -> list[Figures]:
    """Return the figures of each area; their demand adds up to that of the points inside.

    Parameters
    ----------
    radius_m
        A point at exactly this distance is covered.
    members
        The area of each point, shape (n,): 0 to `count` - 1, or -1 for none.

    Returns
    -------
    As many as `count`, in the order of the areas; one without demand has figures of zero.
    """
    # Where nobody is, the distance does not matter, be it infinite.
    counted = np.flatnonzero((members >= 0) & (coverage.demand.weights > 0))
    areas = members[counted]
    weights, distances_m = coverage.demand.weights[counted], coverage.distances_m[counted]

    demand = _sums(areas, weights, count)
    covered = _sums(areas, weights * (distances_m <= radius_m), count)
    with np.errstate(invalid="ignore"):  # 0 / 0, where there is no demand
        means_m = _sums(areas, weights * distances_m, count) / demand
    p90s_m = _percentiles_m(areas, weights, distances_m, count)
    return [
        Figures(demand=one, covered=of_it, mean_m=_or_none(mean_m), p90_m=_or_none(p90_m))
        for one, of_it, mean_m, p90_m in zip(
            demand.tolist(), covered.tolist(), means_m.tolist(), p90s_m.tolist(), strict=True
        )
    ]


def _sums(areas: NDArray[np.intp], values: Floats, count: int) -> Floats:
    return np.bincount(areas, weights=values, minlength=count).astype(np.float64)


def _percentiles_m(
    areas: NDArray[np.intp], weights: Floats, distances_m: Floats, count: int
) -> Floats:
    """Return each area's weighted percentile; NaN for an area without points."""
    # A stable sort of numbers of 16 bits is a radix sort, many times as fast.
    narrow = areas.astype(np.int16) if count <= np.iinfo(np.int16).max else areas
    by_area = np.argsort(narrow, kind="stable")
    ends = np.cumsum(np.bincount(areas, minlength=count))[:-1]
    return np.array(
        [
            _percentile_m(weights[points], distances_m[points]) if len(points) else np.nan
            for points in np.split(by_area, ends)
        ]
    )


def _percentile_m(weights: Floats, distances_m: Floats) -> float:
    order = np.argsort(distances_m)
    reached = np.cumsum(weights[order])
    enough = MOST * reached[-1] * (1.0 - ROUNDING)
    return float(distances_m[order[np.searchsorted(reached, enough)]])


def _or_none(value: float) -> float | None:
    return value if np.isfinite(value) else None


def in_percent(share: float) -> str:
    """Return a share in percent, rounded down so that 100 % is said of everything alone."""
    tenths = int(share * 1000 + 1e-9)
    return f"{tenths / 10:.1f}%"
