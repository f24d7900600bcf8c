"""What a station of a kind should have: profiles of items, each met, not met or not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from stationmap.labels import Language, text
from stationmap.stations.codes import Facility, FacilityState, StationKind
from stationmap.stations.door import door_of
from stationmap.stations.hours import is_round_the_clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.stations.station import Station

COUNTED_BY = {
    Facility.TRUCK_PARKING: "truck_bays",
    Facility.SHOWER: "showers",
    Facility.LAUNDRY: "washers",
    Facility.BEDS: "beds",
}
"""Where the state of one of these is unknown, a known number of them tells of it."""

Measure = Literal["area_m2", "capacity", "truck_bays", "showers", "washers", "beds"]


class Outcome(StrEnum):
    """What can be said of an item at a station."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class _Part(BaseModel):
    """What a data file says: nothing but the known fields, and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Words(_Part):
    """A name in each language."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def said(self, language: Language) -> str:
        """Return the name in a language."""
        return self.zh if language == Language.ZH else self.en


class Source(_Part):
    """Who said what the items come from: a paper or an authority, the day, and where to read it."""

    name: Words
    published: str = Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    address: str | None = None


class Item(_Part):
    """One thing that a station should have; exactly one of the conditions is stated.

    Attributes
    ----------
    working
        One of these facilities works.
    at_least
        The station has as many, or as large.
    round_the_clock
        It can be entered day and night, on every sort of day.
    not_recorded
        The data contract has no place for it: somebody has to go and look.
    """

    name: Words | None = None
    working: tuple[Facility, ...] = ()
    at_least: dict[Measure, float] = Field(default_factory=dict)
    round_the_clock: bool = False
    not_recorded: bool = False

    @model_validator(mode="after")
    def _states_one_condition(self) -> Self:
        stated = [self.working, self.at_least, self.round_the_clock, self.not_recorded]
        if sum(map(bool, stated)) != 1 or len(self.at_least) > 1:
            raise ValueError("state one of working, at_least, round_the_clock, not_recorded")
        if self.name is None and len(self.working) != 1:
            raise ValueError("only an item of one facility can do without a name")
        return self

    def label(self, language: Language) -> str:
        """Name the item."""
        if self.name is not None:
            return self.name.said(language)
        return text(f"facility.{self.working[0]}", language)

    def outcome(self, station: Station) -> Outcome:
        """Say whether a station has it; what nobody recorded is unknown, never missing."""
        if self.working:
            return _best(_facility(station, facility) for facility in self.working)
        if self.round_the_clock:
            return _round_the_clock(station)
        for measure, least in self.at_least.items():
            return _told(_compared(getattr(station, measure), least))
        return Outcome.UNKNOWN


class Profile(_Part):
    """A version of a standard: what stations of some kinds should have.

    Attributes
    ----------
    version
        As people call it; what is newer follows from `since`.
    since
        The first day on which this version is the one that counts.
    kinds
        The kinds of station that it is for.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: str = Field(min_length=1)
    since: date
    name: Words
    kinds: frozenset[StationKind] = Field(min_length=1)
    sources: tuple[Source, ...] = Field(min_length=1)
    items: tuple[Item, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Checklist:
    """A profile held against a station: the outcome of each item, in the profile's order."""

    profile: Profile
    outcomes: tuple[Outcome, ...]

    def items(self, outcome: Outcome) -> list[Item]:
        """Return the items with this outcome."""
        pairs = zip(self.profile.items, self.outcomes, strict=True)
        return [item for item, found in pairs if found is outcome]


def checklist(profile: Profile, station: Station) -> Checklist:
    """Hold a profile against a station."""
    return Checklist(profile, tuple(item.outcome(station) for item in profile.items))


def in_force(profiles: Iterable[Profile], day: date) -> tuple[Profile, ...]:
    """Return of each profile the newest version that counts on a day, in the given order."""
    newest: dict[str, Profile] = {}
    for profile in profiles:
        known = newest.get(profile.code)
        if profile.since <= day and (known is None or known.since < profile.since):
            newest[profile.code] = profile
    return tuple(newest.values())


def _facility(station: Station, facility: Facility) -> Outcome:
    state = station.facilities.get(facility)
    if state is None and facility in COUNTED_BY:
        return _told(_compared(getattr(station, COUNTED_BY[facility]), 1))
    return _told(None if state is None else state is FacilityState.WORKING)


def _best(outcomes: Iterable[Outcome]) -> Outcome:
    """One that is met suffices; none is missing while one is unknown."""
    found = set(outcomes)
    ranked = (Outcome.MET, Outcome.UNKNOWN, Outcome.NOT_MET)
    return next(outcome for outcome in ranked if outcome in found)


def _round_the_clock(station: Station) -> Outcome:
    if is_round_the_clock(station):
        return Outcome.MET
    stated = door_of(station).stated()
    return Outcome.NOT_MET if stated and None not in stated else Outcome.UNKNOWN


def _compared(value: float | None, least: float) -> bool | None:
    return None if value is None else value >= least


def _told(answer: bool | None) -> Outcome:  # noqa: FBT001 - the answer is what it translates
    if answer is None:
        return Outcome.UNKNOWN
    return Outcome.MET if answer else Outcome.NOT_MET
