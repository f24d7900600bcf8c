"""Opening hours in OpenStreetMap's syntax, read by opening-hours-py without a calendar."""

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
from stationmap.stations.calendar import BEIJING, ONE_DAY
from stationmap.stations.openness import MINUTES_OF_DAY, Day, Openness, Piece, all_day, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stationmap.geo.position import Position

    WeekdaysMeant = Callable[[int], Sequence[str]]

MAX_LENGTH = 500
"""Longer expressions are refused: the longest in OpenStreetMap are below 255 characters."""

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_WEEKDAY = "|".join(WEEKDAYS)
_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"

_COMMENT = re.compile(r'("[^"]*")')
_HOLIDAY = re.compile(r"PH(?: ([+-]\d{1,3}) days?)?")
_UNDECIDABLE = re.compile(
    rf"SH"  # school holidays: China has no common calendar of them
    rf"|[PS]H (?:{_WEEKDAY})|(?:{_WEEKDAY}|\]) [PS]H"  # the standard means "and", the library "or"
    r"|(?<!-)(?:\d:\d\d|sunrise|sunset|dawn|dusk|\))\+(?!\d)",  # "from 8:00", until when?
    re.IGNORECASE,
)
# These are looked for in the library's own spelling, where the letters of two words never touch.
_NAMES_WEEKDAYS = re.compile(rf"\b(?:{_WEEKDAY})\b")
_NAMES_DATES = re.compile(rf"\d{{4}}|(?<![A-Za-z])(?:{_MONTH})\b|\beaster\b|\bweek")
_STATE_SAID = re.compile(r"\b(?:open|closed|off|unknown)\s*$", re.IGNORECASE)
_DATE = re.compile(rf"\b({_MONTH}) (\d{{1,2}})\b")
_LONGEST_DAYS = {"Feb": 29, "Apr": 30, "Jun": 30, "Sep": 30, "Nov": 30}
_NAMES_SUN = re.compile(r"\b(?:sunrise|sunset|dawn|dusk)\b")
_TIMES = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")

_STATES = {
    State.OPEN: Openness.OPEN,
    State.CLOSED: Openness.CLOSED,
    State.UNKNOWN: Openness.UNKNOWN,
}
_A_MONDAY = date(2026, 1, 5)
"""Hours that name neither dates nor the sun are asked for in this week: one answer serves all."""

Place = tuple[float, float]
"""Latitude and longitude in degrees, rounded."""


@dataclass(frozen=True, slots=True)
class StatedHours:
    """Opening hours that parse, and what they refer to."""

    expression: str
    is_undecidable: bool
    names_weekdays: bool
    names_dates: bool
    names_holidays: bool
    names_sun: bool
    crosses_midnight: bool
    has_fallback: bool

    def day(self, day: date, place: Place | None, *, meant: WeekdaysMeant | None = None) -> Day:
        """Return what the library reads for a day.

        Parameters
        ----------
        place
            Where the sun sets; None if the hours do not name it.
        meant
            Tells, for a number of days after public holidays, the weekdays that stand for them:
            they replace `PH` and `PH +n days`. Without it, and where it tells none, `PH` is left
            as it is, and the library, having no calendar, matches it to no day.
        """
        if not (self.names_dates or self.names_sun):
            day = _A_MONDAY + day.weekday() * ONE_DAY
        if meant is None:
            return _read_for(self.expression, day, place)

        def weekdays(match: re.Match[str]) -> str:
            return ",".join(meant(int(match[1] or 0))) or match[0]

        parts = _COMMENT.split(self.expression)
        parts[::2] = [_HOLIDAY.sub(weekdays, rules) for rules in parts[::2]]
        return _read_for("".join(parts), day, place)


@lru_cache(maxsize=4096)
def stated_hours(expression: str) -> StatedHours:
    """Parse opening hours.

    A rule with a comment and no state ("by appointment") says that nobody knows: see
    https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification, rule modifiers.

    Raises
    ------
    InvalidHoursError
        If they are empty, longer than 500 characters or not in OpenStreetMap's syntax, or if they
        name a day that no year has.
    """
    if not expression.strip():
        raise InvalidHoursError(expression, "nothing stands there")
    if len(expression) > MAX_LENGTH:
        raise InvalidHoursError(expression[:40] + "…", f"longer than {MAX_LENGTH} characters")
    stated = _unknown_where_commented(expression.strip())
    rules = _without_comments(stated)
    respelt = _without_comments(respelt_hours(stated))
    for month, day in _DATE.findall(respelt):
        if int(day) > _LONGEST_DAYS.get(month, 31):
            raise InvalidHoursError(expression, f"there is no {month} {day}")
    return StatedHours(
        expression=stated,
        is_undecidable=bool(_UNDECIDABLE.search(rules)),
        names_weekdays=bool(_NAMES_WEEKDAYS.search(respelt)),
        names_dates=bool(_NAMES_DATES.search(respelt)),
        names_holidays=any(not match[1] for match in _HOLIDAY.finditer(rules)),
        names_sun=bool(_NAMES_SUN.search(respelt)),
        crosses_midnight=any(map(_is_past_midnight, _TIMES.finditer(respelt))),
        has_fallback="||" in rules,
    )


def respelt_hours(expression: str) -> str:
    """Return opening hours in the library's own spelling: `Mo-Fr 8:30-12` as `Mo-Fr 08:30-12:00`.

    Raises
    ------
    InvalidHoursError
        If they are not in OpenStreetMap's syntax.
    """
    return str(_parsed(expression, None))


def place_for_sun(position: Position) -> Place:
    """Round to a tenth of a degree: the sun sets at most 24 s earlier or later there."""
    return (round(position.lat, 1), round(position.lon, 1))


@lru_cache(maxsize=32_768)
def _read_for(expression: str, day: date, place: Place | None) -> Day:
    midnight = datetime.combine(day, time(), BEIJING)
    try:
        pieces = _parsed(expression, place).intervals(midnight, midnight + ONE_DAY)
    except InvalidHoursError:  # a weekday in the place of `PH` does not fit everywhere
        return all_day(Openness.UNKNOWN)
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
        # `auto_timezone=False` would drop the coordinates too; the time zone given here wins.
        return OpeningHours(expression, timezone=BEIJING, coords=place, auto_country=False)
    except ParserError as error:
        raise InvalidHoursError(expression, _reason(str(error))) from None


def _reason(report: str) -> str:
    """Return the last line of the library's report: what it expected."""
    return report.strip().rsplit("\n", 1)[-1].strip(" =") or "not in OpenStreetMap's syntax"


def _unknown_where_commented(expression: str) -> str:
    """Write out what a comment without a state means: the library takes such a rule for open."""
    parts = _COMMENT.split(expression)
    for place in range(0, len(parts) - 1, 2):
        if not _STATE_SAID.search(parts[place]):
            parts[place] = f"{parts[place].rstrip()} unknown ".lstrip()
    return "".join(parts)


def _without_comments(expression: str) -> str:
    return "".join(_COMMENT.split(expression)[::2])


def _is_past_midnight(times: re.Match[str]) -> bool:
    start_min, end_min = (int(times[n]) * 60 + int(times[n + 1]) for n in (1, 3))
    return end_min <= start_min or end_min > MINUTES_OF_DAY
