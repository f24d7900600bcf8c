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
- What falls back on another rule (`||`) is nowhere surely closed: the library asks the other rule
  only on days of which the first says nothing, the standard at every such hour.
- The first hours of a day, if they may be the end of a night that began on a day with other hours
  than its weekday's, are unknown rather than open.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from stationmap.stations.calendar import (
    ONE_DAY,
    is_makeup_workday,
    is_public_holiday,
    ordinary_workday_near,
)
from stationmap.stations.hours_syntax import WEEKDAYS
from stationmap.stations.openness import Day, Openness, agreed, all_day, joined

if TYPE_CHECKING:
    from datetime import date

    from stationmap.stations.hours_syntax import Place, StatedHours

_HALF_A_WEEK = 3


def day_of(hours: StatedHours, day: date, place: Place | None) -> Day:
    """Return what is known of the door on a day; the place tells when the sun sets."""
    if hours.is_undecidable:
        return all_day(Openness.UNKNOWN)
    known = _day(hours, day, place if hours.names_sun else None)
    return _never_surely_closed(known) if hours.has_fallback else known


@lru_cache(maxsize=65_536)
def _day(hours: StatedHours, day: date, place: Place | None) -> Day:
    today = _by_calendar(hours, day, place)
    if not hours.crosses_midnight or today[0].openness is not Openness.OPEN:
        return today
    yesterday = day - ONE_DAY
    if _by_calendar(hours, yesterday, place) == hours.day(yesterday, place):
        return today
    return joined([today[0]._replace(openness=Openness.UNKNOWN), *today[1:]])


@lru_cache(maxsize=65_536)
def _by_calendar(hours: StatedHours, day: date, place: Place | None) -> Day:
    if is_public_holiday(day) and hours.names_weekdays and not hours.names_holidays:
        week = [day + offset * ONE_DAY for offset in range(-_HALF_A_WEEK, _HALF_A_WEEK + 1)]
        return agreed([hours.day(other, place) for other in week])
    if is_makeup_workday(day) and hours.names_weekdays:
        workday = _with_holidays(hours, ordinary_workday_near(day), place)
        if hours.names_dates or hours.crosses_midnight:
            return agreed([workday, _with_holidays(hours, day, place)])
        return workday
    return _with_holidays(hours, day, place)


def _never_surely_closed(day: Day) -> Day:
    return joined(
        [
            piece._replace(openness=Openness.UNKNOWN)
            if piece.openness is Openness.CLOSED
            else piece
            for piece in day
        ]
    )


def _with_holidays(hours: StatedHours, day: date, place: Place | None) -> Day:
    """Return what the expression says of a day, its `PH` being China's public holidays."""

    def weekdays_meant(days_after: int) -> list[str]:
        return [
            WEEKDAYS[near.weekday()]
            for near in (day - ONE_DAY, day)
            if is_public_holiday(near - days_after * ONE_DAY)
        ]

    return hours.day(day, place, meant=weekdays_meant)
