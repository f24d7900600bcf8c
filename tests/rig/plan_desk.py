"""The edit desk with what planners keep beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rig.edit_desk import DATA, EditDesk
from stationmap.coverage.demand import DemandSurface
from stationmap.services.plan.library import Library
from stationmap.services.plan.scenarios import Scenarios


@dataclass
class PlanDesk(EditDesk):
    """An empty store with its library and its scenarios."""

    def __post_init__(self) -> None:
        """Open both beside the edit service."""
        super().__post_init__()
        demand = DATA / "demand_census2020.csv"
        given = (self.store, self.authority, self.areas)
        self.library = Library(*given, demand, clock=self._clock)
        self.scenarios = Scenarios(*given, clock=self._clock)


def surface(name: str = "订单", points: int = 3, **facts: Any) -> DemandSurface:
    """Make a surface of so many points."""
    numbers = np.arange(points)
    known = {"lons": 116 + numbers / 7e5, "lats": 39 + numbers / 3e5, "weights": 1 + numbers / 3}
    return DemandSurface(name=name, **{**known, **facts})
