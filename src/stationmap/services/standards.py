"""What the stations of an area lack of the standards for their kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import TYPE_CHECKING

from stationmap.services.authority import now_utc
from stationmap.services.per_station import PerStation
from stationmap.stations.calendar import in_beijing
from stationmap.stations.codes import Status
from stationmap.upkeep.standards import (
    Checklist,
    Outcome,
    checklist,
    in_force,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from stationmap.services.findings import Findings, InArea
    from stationmap.stations.station import Station
    from stationmap.upkeep.account import Account
    from stationmap.upkeep.standards import Profile

    _Held = tuple[tuple[Station, Checklist], ...]

STATIONS_PER_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which stations are to be listed.

    Attributes
    ----------
    area
        The code of an area within the account's own; None for all of that.
    item
        The place of an item in the profile; None for any.
    outcome
        What is so of the item, or of any.
    """

    profile: Profile
    area: str | None = None
    item: int | None = None
    outcome: Outcome = Outcome.NOT_MET


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardPage:
    """A profile held against the stations of an area, and one page of those asked about.

    Attributes
    ----------
    stations
        How many stations the profile is for.
    complete
        How many of them are known to have everything.
    counts
        For each item of the profile how many have it, lack it, or leave it unknown.
    listed
        The stations asked about, each with the outcome of every item.
    found
        How many there are on all pages.
    """

    profile: Profile
    stations: int
    complete: int
    counts: tuple[Mapping[Outcome, int], ...]
    listed: tuple[tuple[Station, Checklist], ...]
    found: int
    number: int
    pages: int


class Standards:
    """Holds stations against the profiles; threads may share it."""

    def __init__(
        self,
        findings: Findings,
        profiles: Sequence[Profile],
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._findings = findings
        self._profiles = profiles
        self._clock = clock
        self._held_against = {
            (profile.code, profile.since): PerStation(partial(checklist, profile))
            for profile in profiles
        }
        self._kept: dict[tuple[str, str], tuple[InArea, _Held]] = {}

    def profiles(self) -> tuple[Profile, ...]:
        """Return the profiles that count today."""
        return in_force(self._profiles, in_beijing(self._clock()).date())

    def checklists(self, station: Station) -> tuple[Checklist, ...]:
        """Hold every profile for its kind against a station."""
        return tuple(
            self._check(profile)(station)
            for profile in self.profiles()
            if station.kind in profile.kinds
        )

    def page(self, account: Account, asked: Asked, number: int = 1) -> StandardPage:
        """Hold a profile against the stations in use, and list a page of those asked about.

        A page out of range is the nearest there is. Nothing is told of an area that the account's
        own does not hold.
        """
        area = asked.area or account.area
        held = self._held(asked.profile, area) if self._may_see(account, area) else ()
        listed = [pair for pair in held if _is_asked_for(pair[1], asked)]
        pages = max(1, ceil(len(listed) / STATIONS_PER_PAGE))
        number = min(max(number, 1), pages)
        first = (number - 1) * STATIONS_PER_PAGE
        return StandardPage(
            profile=asked.profile,
            stations=len(held),
            complete=sum(set(found.outcomes) == {Outcome.MET} for _, found in held),
            counts=tuple(
                Counter(found.outcomes[place] for _, found in held)
                for place in range(len(asked.profile.items))
            ),
            listed=tuple(listed[first : first + STATIONS_PER_PAGE]),
            found=len(listed),
            number=number,
            pages=pages,
        )

    def _may_see(self, account: Account, area: str) -> bool:
        return self._findings.areas.within(account.area, area)

    def _held(self, profile: Profile, area: str) -> _Held:
        """Hold a profile against the stations of an area; kept until one of them changes."""
        here, key = self._findings.in_area(area), (profile.code, area)
        kept = self._kept.get(key)
        if kept is None or kept[0] is not here:
            check = self._check(profile)
            held = tuple(
                (station, check(station))
                for station in here.stations.values()
                if station.kind in profile.kinds and station.status is Status.OPEN
            )
            self._kept[key] = kept = here, held
        return kept[1]

    def _check(self, profile: Profile) -> PerStation[Checklist]:
        return self._held_against[profile.code, profile.since]


def _is_asked_for(found: Checklist, asked: Asked) -> bool:
    if asked.item is None:
        return asked.outcome in found.outcomes
    return found.outcomes[asked.item] is asked.outcome
