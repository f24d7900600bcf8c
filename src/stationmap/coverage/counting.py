"""Which stations count: by kind, facilities, audience, time slice and last check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.time_slice import OpenTime, TimeSlice, open_time
from stationmap.errors import PlanError
from stationmap.stations.calendar import in_beijing
from stationmap.stations.codes import Audience, Facility, StationKind, Status
from stationmap.stations.door import door_of
from stationmap.stations.filter import StationFilter
from stationmap.stations.suspension import suspension_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from stationmap.stations.station import Station

__all__ = ["WHO_COMES", "Counting", "TimeSlice", "counting_stations"]

WHO_COMES = frozenset({Audience.OUTDOOR_WORKERS, Audience.PUBLIC})
"""Whom a station must let in to count, unless something else is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """A condition on stations that can be compared and hashed.

    Any iterable of codes may be given; it is kept as a frozenset. An empty set means any.

    Attributes
    ----------
    kinds, working
        As in `StationFilter`: the station's kind is one of these; each of these is known to work.
    audience
        One of these may enter, or nobody knows who may. A room for a unit's own staff alone
        counts only if own staff is asked for by name.
    time_slice
        When the station must be known to be open.
    verified_within_days
        Staff checked the record at most so many days before; None if that does not matter.
    with_planned
        Whether planned stations count as if they were open already.

    Raises
    ------
    ValueError
        If a code is not in its list.
    PlanError
        If the days are negative.
    """

    kinds: frozenset[StationKind] = frozenset()
    working: frozenset[Facility] = frozenset()
    audience: frozenset[Audience] = WHO_COMES
    time_slice: TimeSlice = TimeSlice.ANY
    verified_within_days: int | None = None
    with_planned: bool = False

    def __post_init__(self) -> None:
        """Keep the codes as what they are, whatever they were given as."""
        object.__setattr__(self, "kinds", frozenset(map(StationKind, self.kinds)))
        object.__setattr__(self, "working", frozenset(map(Facility, self.working)))
        object.__setattr__(self, "audience", frozenset(map(Audience, self.audience)))
        object.__setattr__(self, "time_slice", TimeSlice(self.time_slice))
        if self.verified_within_days is not None and self.verified_within_days < 0:
            raise PlanError("verified_days", days=self.verified_within_days)

    @property
    def where(self) -> StationFilter:
        """What of it does not depend on the time."""
        in_use = {Status.OPEN, Status.SUSPENDED}
        return StationFilter(
            kinds=self.kinds,
            working=self.working,
            audience=self.audience or frozenset(Audience) - {Audience.OWN_STAFF},
            statuses=frozenset(in_use | {Status.PLANNED} if self.with_planned else in_use),
        )


def counting_stations(
    stations: Sequence[Station], counting: Counting, *, at: datetime
) -> NDArray[np.bool_]:
    """Say of each station whether it counts at a moment.

    A suspension holds from its first day to its last, both included, whatever the status: a
    station does not count if it is suspended on any day of the time slice, and counts again
    when its suspension is over. Hours that are unknown never count, except at any time.

    Parameters
    ----------
    at
        A moment without a time zone is Beijing's. `open_time` tells which days it leads to.

    Returns
    -------
    Shape (n,).
    """
    where, today = counting.where, in_beijing(at).date()
    opening = open_time(counting.time_slice, at)
    within_days = counting.verified_within_days
    return np.fromiter(
        (
            where(station)
            and (within_days is None or not station.is_stale(today, after_days=within_days))
            and _is_open(station, opening)
            for station in stations
        ),
        dtype=np.bool_,
        count=len(stations),
    )


def _is_open(station: Station, opening: OpenTime) -> bool:
    suspension = suspension_of(station)
    if suspension is not None and any(map(suspension.covers, opening.days)):
        return False
    return not opening.stretches or opening.is_met_by(door_of(station))
