"""Between opening hours as text and the simple choices by which staff state them."""

from __future__ import annotations

from datetime import time
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from stationmap.errors import InvalidHoursError
from stationmap.stations.hours import validate_hours
from stationmap.upkeep.day_hours import DayHours
from stationmap.upkeep.simple_hours import (
    EVERY_DAY,
    ROUND_THE_CLOCK,
    WORKDAYS,
    Holidays,
    SimpleHours,
    from_osm,
    to_osm,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mode(StrEnum):
    """How the hours are stated; the labels are `hours.mode.<value>`."""

    UNKNOWN = "unknown"
    ALL_DAY = "all_day"
    SIMPLE = "simple"
    TEXT = "text"


class Days(StrEnum):
    """On which days; the labels are `hours.days.<value>`."""

    EVERY_DAY = "every_day"
    WORKDAYS = "workdays"
    OWN = "own"


USUAL: Mapping[str, Any] = {
    "mode": Mode.UNKNOWN,
    "days": Days.EVERY_DAY,
    "own_days": [],
    "opens": time(8, 30),
    "closes": time(17, 30),
    "has_break": False,
    "break_from": time(11, 30),
    "break_to": time(13, 30),
    "holidays": Holidays.UNKNOWN,
    "holiday_opens": time(9),
    "holiday_closes": time(17),
    "text": None,
}
"""What the choices are before anything is chosen: the hours of an office."""


class HoursUnclearError(ValueError):
    """Choices that are no hours yet; `problem` is a code of the catalogue."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def choices_of(expression: str | None) -> dict[str, Any]:
    """Return the choices that state these hours; what is too involved for them stays text."""
    choices = {**USUAL, "text": expression}
    if expression is None:
        return choices
    if expression == ROUND_THE_CLOCK:
        return choices | {"mode": Mode.ALL_DAY}
    simple = from_osm(expression)
    if simple is None:
        return choices | {"mode": Mode.TEXT}
    return choices | {"mode": Mode.SIMPLE} | _simple_choices(simple)


def expression_of(choices: Mapping[str, Any], before: str | None) -> str | None:
    """Return the hours that the choices state, spelt as before if they are the same.

    Raises
    ------
    HoursUnclearError
        If they are no hours yet.
    """
    match choices["mode"]:
        case Mode.UNKNOWN:
            return None
        case Mode.ALL_DAY:
            return ROUND_THE_CLOCK
        case Mode.TEXT:
            return _checked(choices["text"], before)
    simple = _simple(choices)
    if before is not None and from_osm(before) == simple:
        return before
    if simple.problem is not None:
        raise HoursUnclearError(simple.problem)
    return to_osm(simple)


def _checked(typed: str | None, before: str | None) -> str | None:
    typed = (typed or "").strip() or None
    if typed is None or typed == before:
        return typed
    try:
        validate_hours(typed)
    except InvalidHoursError:
        raise HoursUnclearError("syntax") from None
    return typed


def _simple_choices(simple: SimpleHours) -> dict[str, Any]:
    known = {EVERY_DAY: Days.EVERY_DAY, WORKDAYS: Days.WORKDAYS}
    hours = simple.hours
    choices = {
        "days": known.get(simple.days, Days.OWN),
        "own_days": sorted(simple.days),
        "opens": hours.opens,
        "closes": hours.closes,
        "has_break": hours.break_from is not None,
        "holidays": simple.holidays,
    }
    if hours.break_from is not None:
        choices |= {"break_from": hours.break_from, "break_to": hours.break_to}
    if simple.holiday_hours is not None:
        own = simple.holiday_hours
        choices |= {"holiday_opens": own.opens, "holiday_closes": own.closes}
    return choices


def _simple(choices: Mapping[str, Any]) -> SimpleHours:
    days = {Days.EVERY_DAY: EVERY_DAY, Days.WORKDAYS: WORKDAYS}
    holidays = Holidays(choices["holidays"])
    return SimpleHours(
        days=days.get(choices["days"], frozenset(choices["own_days"])),
        hours=_day_hours(choices),
        holidays=holidays,
        holiday_hours=DayHours(choices["holiday_opens"], choices["holiday_closes"])
        if holidays is Holidays.OWN
        else None,
    )


def _day_hours(choices: Mapping[str, Any]) -> DayHours:
    if not choices["has_break"]:
        return DayHours(choices["opens"], choices["closes"])
    return DayHours(choices["opens"], choices["closes"], choices["break_from"], choices["break_to"])
