"""Demand: points that weigh as much as they hold people, pick-ups or trucks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from stationmap.errors import DemandError
from stationmap.nearest.valid import valid_coordinates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DemandSurface:
    """Where people are who need a station, as weighted points.

    Attributes
    ----------
    name
        What planners call it.
    lons, lats
        WGS-84 degrees, each of shape (n,); read-only.
    weights
        How much demand each point holds, shape (n,), finite and not negative; read-only.
    source, as_of
        Where the figures come from and of which date they are, as the method page states them.

    Raises
    ------
    InvalidPositionError
        If a position cannot be; it names the first.
    DemandError
        If the shapes differ, a weight is negative or no number, or all weights together are 0.
    """

    name: str
    lons: Floats
    lats: Floats
    weights: Floats
    source: str = ""
    as_of: str = ""
    total: float = field(init=False)

    def __post_init__(self) -> None:
        """Keep checked, read-only copies."""
        lons, lats = valid_coordinates(self.lons, self.lats)
        weights = np.array(self.weights, dtype=np.float64)
        if weights.shape != lons.shape:
            raise DemandError("demand_shape", weights=weights.size, points=lons.size)
        wrong = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))
        if len(wrong):
            raise DemandError("demand_weight", point=int(wrong[0]) + 1, value=weights[wrong[0]])
        if not weights.sum() > 0:
            raise DemandError("demand_empty")
        for column, values in (("lons", lons), ("lats", lats), ("weights", weights)):
            kept = np.array(values, dtype=np.float64)
            kept.flags.writeable = False
            object.__setattr__(self, column, kept)
        object.__setattr__(self, "total", float(weights.sum()))

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.lons)
