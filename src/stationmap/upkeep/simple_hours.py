"""Opening hours by simple choices, and the same in OpenStreetMap's syntax."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from stationmap.upkeep.day_hours import ALL_DAY, DayHours, HoursProblem, day_hours_from

EVERY_DAY = frozenset(range(1, 8))
WORKDAYS = frozenset(range(1, 6))
WEEKEND = frozenset({6, 7})
"""Days of the week as ISO 8601 counts them: 1 is Monday, 7 Sunday."""

ROUND_THE_CLOCK = "24/7"
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_HOLIDAY = "PH"
_LONG_RUN = 3
_TWO_ENDS = 2
_RULE = re.compile(r"(?:(?P<days>[A-Z][A-Za-z,-]*) +)?(?P<hours>[\d:,-]+)")
_HOLIDAY_RULE = re.compile(rf"{_HOLIDAY} +(?P<hours>off|closed|[\d:,-]+)")


class Holidays(StrEnum):
    """What holds on public holidays; make-up workdays count as workdays in any case."""

    UNKNOWN = "unknown"
    SAME = "same"
    CLOSED = "closed"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimpleHours:
    """Hours that are the same on each of their days.

    Attributes
    ----------
    days
        Days of the week, 1 (Monday) to 7 (Sunday); `EVERY_DAY`, `WORKDAYS`, `WEEKEND` or others.
    hours
        On each of these days; `day_hours.ALL_DAY` is round the clock.
    holidays
        What is open every day is open on public holidays too, unless they are said to differ:
        there, unknown becomes the same.
    holiday_hours
        For `Holidays.OWN`; with anything else they are dropped.
    """

    days: frozenset[int] = EVERY_DAY
    hours: DayHours = ALL_DAY
    holidays: Holidays = Holidays.UNKNOWN
    holiday_hours: DayHours | None = None

    def __post_init__(self) -> None:
        """Give equal hours one form."""
        if self.days == EVERY_DAY and self.holidays is Holidays.UNKNOWN:
            object.__setattr__(self, "holidays", Holidays.SAME)
        if self.holidays is not Holidays.OWN:
            object.__setattr__(self, "holiday_hours", None)

    @property
    def problem(self) -> HoursProblem | None:
        """Why these are no hours yet; None if they are."""
        if not self.days:
            return HoursProblem.NO_DAYS
        if self.holidays is not Holidays.OWN:
            return self.hours.problem
        if self.holiday_hours is None:
            return HoursProblem.NO_HOLIDAY_HOURS
        return self.hours.problem or self.holiday_hours.problem


def to_osm(simple: SimpleHours) -> str:
    """Write hours in OpenStreetMap's syntax.

    Raises
    ------
    ValueError
        If they have a `problem`.
    """
    if simple.problem is not None:
        message = f"these are no hours: {simple.problem}"
        raise ValueError(message)
    if simple.days == EVERY_DAY and simple.hours.is_all_day and simple.holidays is Holidays.SAME:
        return ROUND_THE_CLOCK
    return f"{_days_named(simple)} {simple.hours}{_holiday_rule(simple)}"


def from_osm(expression: str) -> SimpleHours | None:
    """Read hours in OpenStreetMap's syntax; None if they are more than simple choices can say."""
    first, *others = (rule.strip() for rule in expression.strip().split(";"))
    if first == ROUND_THE_CLOCK:
        first = str(ALL_DAY)
    rule = _RULE.fullmatch(first)
    hours = rule and day_hours_from(rule["hours"])
    days = rule and _days_in(rule["days"] or "Mo-Su")
    if not hours or not days or not days - {_HOLIDAY} or len(others) > 1:
        return None
    holidays, own = Holidays.SAME if _HOLIDAY in days else Holidays.UNKNOWN, None
    for other in others:
        holiday_rule = _HOLIDAY_RULE.fullmatch(other)
        if holiday_rule is None or holidays is Holidays.SAME:
            return None
        holidays = Holidays.CLOSED
        if holiday_rule["hours"] not in {"off", "closed"}:
            holidays, own = Holidays.OWN, day_hours_from(holiday_rule["hours"])
    numbers = frozenset(_DAYS.index(day) + 1 for day in days - {_HOLIDAY})
    simple = SimpleHours(days=numbers, hours=hours, holidays=holidays, holiday_hours=own)
    return simple if simple.problem is None else None


def _days_named(simple: SimpleHours) -> str:
    names: list[str] = []
    for run in _runs(sorted(simple.days)):
        first, last = _DAYS[run[0] - 1], _DAYS[run[-1] - 1]
        names += [f"{first}-{last}"] if len(run) >= _LONG_RUN else [_DAYS[day - 1] for day in run]
    if simple.days != EVERY_DAY and simple.holidays is Holidays.SAME:
        names.append(_HOLIDAY)
    return ",".join(names)


def _runs(days: list[int]) -> list[list[int]]:
    """Part days into runs of days that follow each other."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _holiday_rule(simple: SimpleHours) -> str:
    if simple.holidays is Holidays.CLOSED:
        return f"; {_HOLIDAY} off"
    return f"; {_HOLIDAY} {simple.holiday_hours}" if simple.holidays is Holidays.OWN else ""


def _days_in(names: str) -> set[str] | None:
    """Return the days that a list of days and ranges names, or None if it is none."""
    days: set[str] = set()
    for part in names.split(","):
        ends = part.split("-")
        if part == _HOLIDAY:
            days.add(part)
        elif len(ends) <= _TWO_ENDS and all(end in _DAYS for end in ends):
            start, end = _DAYS.index(ends[0]), _DAYS.index(ends[-1])
            days |= {_DAYS[(start + n) % 7] for n in range((end - start) % 7 + 1)}
        else:
            return None
    return days
