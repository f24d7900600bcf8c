"""The curve of share against distance: how much demand is at most so far from a station."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.measure import Coverage

    Floats = NDArray[np.float64]

STEPS_M: Final = np.arange(0.0, 5_001.0, 50.0)
"""As far as anybody walks, and the official 1 km among them."""
STEPS_M.flags.writeable = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """The share of demand within each distance.

    Attributes
    ----------
    distances_m
        Metres, ascending, shape (s,).
    shares
        The share of demand that is at most so far from a station, 0 to 1, never falling, shape
        (s,); NaN where there is no demand at all.
    """

    distances_m: Floats
    shares: Floats


def curve(
    coverage: Coverage, mask: NDArray[np.bool_] | None = None, steps_m: Floats = STEPS_M
) -> Curve:
    """Return the curve of all points, or of those in the mask.

    Parameters
    ----------
    mask
        Shape (n,).
    steps_m
        Ascending, shape (s,), s >= 1; a point at exactly a step is within it.
    """
    weights, distances_m = coverage.demand.weights, coverage.distances_m
    if mask is not None:
        weights, distances_m = weights[mask], distances_m[mask]
    first_step = np.searchsorted(steps_m, distances_m, side="left")
    reached = np.cumsum(np.bincount(first_step, weights=weights, minlength=len(steps_m) + 1))
    with np.errstate(invalid="ignore"):  # 0 / 0, where there is no demand
        shares = reached[:-1] / reached[-1]
    return Curve(distances_m=steps_m, shares=shares)
