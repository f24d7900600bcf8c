"""What opening hours in OpenStreetMap's syntax say of one day, with China's calendar.

The syntax is the library's affair (opening-hours-py); the calendar is ours, because its own has
neither all of China's holidays nor the make-up workdays. A day is asked for by itself:

- An ordinary day is what the expression says of it.
- On a public holiday, each `PH` is replaced by the weekdays of those days that it means, which is
  exact for one day: a day's hours depend on that day and, for a night that runs past midnight, on
  the day before, and two neighbouring days have different weekdays. Without a calendar of its own
  the library matches `PH` to no day, so a `PH` that means neither day simply stays.
- An expression that tells weekdays apart and does not name `PH` does not say what holds on a
  holiday: what it says alike of all seven weekdays holds, the rest is unknown.
- A make-up workday (a weekend day that is worked) has the hours of the nearest ordinary workday.
  Where the expression also names dates or runs past midnight, that workday is not quite the same
  day, and only what both say alike holds.
- The first hours of a day, if they may be the end of a night that began on a day with other hours
  than its weekday's, are unknown rather than open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from opening_hours import (  # type: ignore[attr-defined]  # its types forget ParserError
    OpeningHours,
    ParserError,
    State,
)

from stationmap.errors import InvalidHoursError
from stationmap.stations.calendar import (
    BEIJING,
    ONE_DAY,
    is_makeup_workday,
    is_public_holiday,
    ordinary_workday_near,
)
from stationmap.stations.openness import (
    MINUTES_OF_DAY,
    Day,
    Openness,
    Piece,
    agreed,
    all_day,
    joined,
)

if TYPE_CHECKING:
    from stationmap.geo.position import Position

MAX_LENGTH = 500
"""Longer expressions are refused: the longest in OpenStreetMap are below 255 characters."""

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_WEEKDAY = "|".join(WEEKDAYS)
_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"

_COMMENT = re.compile(r'("[^"]*")')
_NAMES_WEEKDAYS = re.compile(rf"\b(?:{_WEEKDAY})\b")
_NAMES_DATES = re.compile(rf"\b(?:{_MONTH}|\d{{4}}|easter)\b|\bweek")
_NAMES_SUN = re.compile(r"\b(?:sunrise|sunset|dawn|dusk)\b")
_HOLIDAY = re.compile(r"\bPH\b(?: (-?\d+) days?\b)?")
_TIMES = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_UNDECIDABLE = re.compile(
    rf"\bSH\b"  # school holidays: China has no common calendar of them
    rf"|\bPH\s+(?:{_WEEKDAY})\b"  # the standard means "and" here, the library "or"
    r"|(?<!-)(?:\b\d\d?:\d\d|\b(?:sunrise|sunset|dawn|dusk)|\))\+",  # "from 8:00", until when?
    re.IGNORECASE,
)
_STATES = {
    State.OPEN: Openness.OPEN,
    State.CLOSED: Openness.CLOSED,
    State.UNKNOWN: Openness.UNKNOWN,
}
_HALF_A_WEEK = 3
_A_MONDAY = date(2026, 1, 5)
"""Hours that name neither dates nor the sun are asked for in this week: one answer serves all."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Opening hours that parse, in the library's own spelling, and what they refer to."""

    expression: str
    is_undecidable: bool
    names_weekdays: bool
    names_dates: bool
    names_holidays: bool
    names_sun: bool
    crosses_midnight: bool

    def day(self, day: date, place: Place | None) -> Day:
        """Return what is known of the door on this day; the place tells when the sun sets."""
        if self.is_undecidable:
            return all_day(Openness.UNKNOWN)
        return _day(self, day, place if self.names_sun else None)


@lru_cache(maxsize=4096)
def schedule(expression: str) -> Schedule:
    """Parse opening hours.

    Raises
    ------
    InvalidHoursError
        If they are empty, longer than 500 characters or not in OpenStreetMap's syntax.
    """
    if not expression.strip():
        raise InvalidHoursError(expression, "nothing stands there")
    if len(expression) > MAX_LENGTH:
        raise InvalidHoursError(expression[:40] + "…", f"longer than {MAX_LENGTH} characters")
    canonical = str(_parsed(expression.strip(), None))
    rules = _without_comments(canonical)
    return Schedule(
        expression=canonical,
        is_undecidable=bool(_UNDECIDABLE.search(_without_comments(expression))),
        names_weekdays=bool(_NAMES_WEEKDAYS.search(rules)),
        names_dates=bool(_NAMES_DATES.search(rules)),
        names_holidays=any(not match[1] for match in _HOLIDAY.finditer(rules)),
        names_sun=bool(_NAMES_SUN.search(rules)),
        crosses_midnight=any(map(_is_past_midnight, _TIMES.finditer(rules))),
    )


Place = tuple[float, float]
"""Latitude and longitude in degrees, rounded."""


def place_for_sun(position: Position) -> Place:
    """Round to a tenth of a degree: the sun sets at most 24 s earlier or later there."""
    return (round(position.lat, 1), round(position.lon, 1))


@lru_cache(maxsize=65_536)
def _day(hours: Schedule, day: date, place: Place | None) -> Day:
    today = _by_calendar(hours, day, place)
    if not hours.crosses_midnight or today[0].openness is not Openness.OPEN:
        return today
    yesterday = day - ONE_DAY
    if _by_calendar(hours, yesterday, place) == _said_of(hours, hours.expression, yesterday, place):
        return today
    return joined([today[0]._replace(openness=Openness.UNKNOWN), *today[1:]])


@lru_cache(maxsize=65_536)
def _by_calendar(hours: Schedule, day: date, place: Place | None) -> Day:
    if is_public_holiday(day) and hours.names_weekdays and not hours.names_holidays:
        week = [day + offset * ONE_DAY for offset in range(-_HALF_A_WEEK, _HALF_A_WEEK + 1)]
        return agreed([_said_of(hours, hours.expression, other, place) for other in week])
    if is_makeup_workday(day) and hours.names_weekdays:
        workday = _with_holidays(hours, ordinary_workday_near(day), place)
        if hours.names_dates or hours.crosses_midnight:
            return agreed([workday, _with_holidays(hours, day, place)])
        return workday
    return _with_holidays(hours, day, place)


def _with_holidays(hours: Schedule, day: date, place: Place | None) -> Day:
    """Return what the expression says of a day, its `PH` being China's public holidays."""

    def weekdays_meant(match: re.Match[str]) -> str:
        offset_days = int(match[1] or 0)
        meant = [
            WEEKDAYS[near.weekday()]
            for near in (day - ONE_DAY, day)
            if is_public_holiday(near - offset_days * ONE_DAY)
        ]
        return ",".join(meant) or match[0]

    parts = _COMMENT.split(hours.expression)
    parts[::2] = [_HOLIDAY.sub(weekdays_meant, rules) for rules in parts[::2]]
    return _said_of(hours, "".join(parts), day, place)


def _said_of(hours: Schedule, expression: str, day: date, place: Place | None) -> Day:
    """Return what the library reads in the expression for a day, knowing no holidays.

    The expression is that of `hours`, its `PH` replaced or not.
    """
    if not (hours.names_dates or hours.names_sun):
        day = _A_MONDAY + day.weekday() * ONE_DAY
    return _read_for(expression, day, place)


@lru_cache(maxsize=32_768)
def _read_for(expression: str, day: date, place: Place | None) -> Day:
    midnight = datetime.combine(day, time(), BEIJING)
    pieces = _parsed(expression, place).intervals(midnight, midnight + ONE_DAY)
    return joined(
        [
            Piece(_minute(start, midnight), _minute(end, midnight), _STATES[state])
            for start, end, state, _ in pieces
        ]
    )


def _minute(moment: datetime, midnight: datetime) -> int:
    return min(int((moment - midnight).total_seconds() // 60), MINUTES_OF_DAY)


@lru_cache(maxsize=8192)
def _parsed(expression: str, place: Place | None) -> OpeningHours:
    try:
        return OpeningHours(
            expression, timezone=BEIJING, coords=place, auto_country=False, auto_timezone=False
        )
    except ParserError as error:
        raise InvalidHoursError(expression, _reason(str(error))) from None


def _reason(report: str) -> str:
    """Return the last line of the library's report: what it expected."""
    return report.strip().rsplit("\n", 1)[-1].strip(" =") or "not in OpenStreetMap's syntax"


def _without_comments(expression: str) -> str:
    return "".join(_COMMENT.split(expression)[::2])


def _is_past_midnight(times: re.Match[str]) -> bool:
    start_min, end_min = (int(times[n]) * 60 + int(times[n + 1]) for n in (1, 3))
    return end_min <= start_min or end_min > MINUTES_OF_DAY
