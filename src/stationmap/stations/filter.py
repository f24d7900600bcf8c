"""What a courier asks of a station: its kind, what works there, and whom it lets in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.stations.codes import Audience, Facility, StationKind, Status
from stationmap.stations.hours import is_round_the_clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.stations.station import Station


@dataclass(frozen=True, slots=True, kw_only=True, init=False)
class StationFilter:
    """A condition on stations that can be compared, hashed and called.

    Any iterable of codes may be given; it is kept as a frozenset. An empty set means any.

    Attributes
    ----------
    kinds, statuses
        The station's kind, its status, is one of these.
    working
        Each of these facilities is known to work. Truck parking also counts as working where
        its state is unknown but the number of bays is known to be above zero.
    audience
        One of these may enter, or nobody knows who may: unknown is never "no".
    round_the_clock
        If true, the station must be known to be open, or open to self-entry, day and night.

    Raises
    ------
    ValueError
        If a code is not in its list.
    """

    kinds: frozenset[StationKind] = frozenset()
    working: frozenset[Facility] = frozenset()
    audience: frozenset[Audience] = frozenset()
    statuses: frozenset[Status] = frozenset()
    round_the_clock: bool = False

    def __init__(
        self,
        *,
        kinds: Iterable[StationKind | str] = (),
        working: Iterable[Facility | str] = (),
        audience: Iterable[Audience | str] = (),
        statuses: Iterable[Status | str] = (),
        round_the_clock: bool = False,
    ) -> None:
        # It is frozen, so each part is set behind its back, as dataclass does.
        object.__setattr__(self, "kinds", frozenset(map(StationKind, kinds)))
        object.__setattr__(self, "working", frozenset(map(Facility, working)))
        object.__setattr__(self, "audience", frozenset(map(Audience, audience)))
        object.__setattr__(self, "statuses", frozenset(map(Status, statuses)))
        object.__setattr__(self, "round_the_clock", round_the_clock)

    def __call__(self, station: Station) -> bool:
        """Say whether the station meets every part of the condition."""
        return (
            (not self.kinds or station.kind in self.kinds)
            and (not self.statuses or station.status in self.statuses)
            and (not self.audience or _lets_in(station, self.audience))
            and all(_works(station, facility) for facility in self.working)
            and (not self.round_the_clock or is_round_the_clock(station))
        )


def _lets_in(station: Station, audience: frozenset[Audience]) -> bool:
    return not station.audience or not audience.isdisjoint(station.audience)


def _works(station: Station, facility: Facility) -> bool:
    if facility is Facility.TRUCK_PARKING and facility not in station.facilities:
        return bool(station.truck_bays)
    return station.works(facility)
