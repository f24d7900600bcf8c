"""How many seats there are for those who share them, around each point of demand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.catchment import mean_by_area, two_step

if TYPE_CHECKING:
    from stationmap.services.plan.coverage_answer import CoverageAnswer

PER = 1000
"""Seats are told for so much demand: a single resident has a thousandth of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityAnswer:
    """What stations that count, and whose seats are on record, have for those in reach.

    Attributes
    ----------
    seats, stations, unknown
        All seats; how many stations have them; how many more count but have no seats on record,
        which are left out.
    whole
        Seats for each `PER` of all demand.
    by_area
        The same for each area that holds demand, in the order of `CoverageAnswer.by_area`.
    """

    seats: int
    stations: int
    unknown: int
    whole: float
    by_area: tuple[float, ...]


@lru_cache(maxsize=8)
def capacity(answer: CoverageAnswer) -> CapacityAnswer:
    """Share the seats of the stations of an answer, in two steps, within its radius.

    Raises
    ------
    PlanError
        If the radius reaches too many stations at once.
    """
    known = [(one.position, one.capacity) for one in answer.stations if one.capacity is not None]
    seats = np.array([capacity for _, capacity in known], dtype=float)
    demand = answer.coverage.demand
    each = PER * two_step(
        demand,
        np.array([position.lon for position, _ in known], dtype=float),
        np.array([position.lat for position, _ in known], dtype=float),
        seats,
        answer.radius_m,
    )
    by_area = mean_by_area(demand, each, answer.members, len(answer.areas))
    return CapacityAnswer(
        seats=int(seats.sum()),
        stations=len(known),
        unknown=len(answer.stations) - len(known),
        whole=float(np.average(each, weights=demand.weights)),
        by_area=tuple(by_area[~np.isnan(by_area)].tolist()),
    )
