"""Moments and intervals: the `datetime` parameter, which asks when a record was verified.

A record is verified on a day of Beijing. It fits if any moment of that day lies in the interval,
whose ends belong to it. A record that was never verified has no time, and fits every interval, as
OGC API - Features wants it (`/req/core/fc-time-response`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from stationmap.api.problems import BadParameter
from stationmap.stations.calendar import BEIJING

OPEN_ENDS = ("", "..")
FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)[Tt]?", re.ASCII)
"""GDAL writes the day of a condition on a date with a T behind it, and no time."""

_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:([Zz])|([+-])(\d\d):(\d\d))", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Days:
    """Days of Beijing as ordinals of `date`; both belong to it."""

    first: int
    last: int


def days_from(text: str) -> Days:
    """Return the days that an instant or an interval touches.

    Raises
    ------
    BadParameter
        If it is neither, has two open ends, or ends before it begins.
    """
    ends = text.split("/")
    if len(ends) == 1:
        day = _day(text)
        return Days(day, day)
    if len(ends) != 2 or all(end in OPEN_ENDS for end in ends):  # noqa: PLR2004 - a pair
        raise _bad(text)
    first = FIRST_DAY if ends[0] in OPEN_ENDS else _day(ends[0])
    last = LAST_DAY if ends[1] in OPEN_ENDS else _day(ends[1])
    if first > last:
        raise BadParameter("datetime", "The interval of datetime ends before it begins.")
    return Days(first, last)


def _day(text: str) -> int:
    """Return the day of Beijing on which a day or a moment of RFC 3339 is."""
    try:
        day = _DAY.fullmatch(text)
        if day is not None:
            return date.fromisoformat(day[1]).toordinal()
        found = _MOMENT.fullmatch(text)
        if found is None:
            raise _bad(text)
        return _beijing_day(*found.groups())
    except ValueError:
        raise _bad(text) from None


def _beijing_day(  # noqa: PLR0913, PLR0917 - the parts of a moment
    day: str,
    hour: str,
    minute: str,
    second: str,
    _utc: str | None,
    sign: str | None,
    hours: str | None,
    minutes: str | None,
) -> int:
    # A leap second belongs to the minute that it ends.
    parts = f"{day}T{hour}:{minute}:{'59' if second == '60' else second}"
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    zone = timezone(-offset if sign == "-" else offset)
    moment = datetime.fromisoformat(parts).replace(tzinfo=zone)
    try:
        return moment.astimezone(BEIJING).date().toordinal()
    except OverflowError:  # at the ends of the calendar the zone makes no difference
        return moment.date().toordinal()


def _bad(text: str) -> BadParameter:
    example = "2026-08-07T00:00:00Z, 2026-08-07, or two of them with / between; .. is an open end"
    return BadParameter("datetime", f"datetime is {example}, not {text[:80]!r}.")
