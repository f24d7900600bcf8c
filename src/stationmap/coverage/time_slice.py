"""The times of which planners ask who is served: now, at night, at the weekend, on a holiday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from stationmap.stations.calendar import (
    ONE_DAY,
    SATURDAY,
    in_beijing,
    is_makeup_workday,
    is_public_holiday,
)
from stationmap.stations.door import Door, minute_of_day
from stationmap.stations.openness import MINUTES_OF_DAY, Openness

if TYPE_CHECKING:
    from collections.abc import Callable

NIGHT_BEGINS: Final = time(22)
NIGHT_ENDS: Final = time(6)
DAY_BEGINS: Final = time(10)
DAY_ENDS: Final = time(18)
"""The hours of a weekend and of a holiday."""

_DAYS_SEARCHED = 400
"""Every year has public holidays, ordinary weekends and workdays."""


class TimeSlice(StrEnum):
    """When a station must be known to be open."""

    ANY = "any"
    NOW = "now"
    NIGHT = "night"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class Stretch(NamedTuple):
    """A stretch of one day, in minutes after midnight, its end not included."""

    day: date
    start_min: int
    end_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTime:
    """When a station must be open without a break.

    Attributes
    ----------
    days
        On none of them may the station be suspended.
    stretches
        The door is known to be open in all of these; none if hours do not matter.
    """

    days: tuple[date, ...]
    stretches: tuple[Stretch, ...]

    def is_met_by(self, door: Door) -> bool:
        """Say whether a door is known to be open in every stretch."""
        return _is_met(self.stretches, door)


@lru_cache(maxsize=1024)
def open_time(time_slice: TimeSlice, at: datetime) -> OpenTime:
    """Return when a station must be open to count.

    - `ANY`: hours do not matter, only the day of `at` does.
    - `NOW`: the minute of `at`.
    - `NIGHT`: 22:00 to 06:00 of the next night between two ordinary workdays, which are Mondays
      to Fridays that are no public holidays.
    - `WEEKEND`: 10:00 to 18:00 of the Saturday and of the Sunday of the next weekend of which
      neither day is a public holiday or a make-up workday.
    - `HOLIDAY`: 10:00 to 18:00 of the next public holiday that is known.

    Next is what begins at `at` or later. A moment without a time zone is Beijing's.
    """
    moment = in_beijing(at).replace(tzinfo=None, second=0, microsecond=0)
    today, minute = moment.date(), minute_of_day(moment)
    if time_slice is TimeSlice.ANY:
        return OpenTime(days=(today,), stretches=())
    if time_slice is TimeSlice.NOW:
        return _open_in(Stretch(today, minute, minute + 1))
    if time_slice is TimeSlice.NIGHT:
        evening = _next_day(moment, NIGHT_BEGINS, _is_before_an_ordinary_night)
        return _open_in(
            Stretch(evening, _minute(NIGHT_BEGINS), MINUTES_OF_DAY),
            Stretch(evening + ONE_DAY, 0, _minute(NIGHT_ENDS)),
        )
    if time_slice is TimeSlice.WEEKEND:
        saturday = _next_day(moment, DAY_BEGINS, _begins_an_ordinary_weekend)
        return _open_in(_by_day(saturday), _by_day(saturday + ONE_DAY))
    return _open_in(_by_day(_next_day(moment, DAY_BEGINS, is_public_holiday)))


@lru_cache(maxsize=65_536)
def _is_met(stretches: tuple[Stretch, ...], door: Door) -> bool:
    return all(
        piece.openness is Openness.OPEN
        for day, start_min, end_min in stretches
        for piece in door.day(day)
        if piece.start_min < end_min and piece.end_min > start_min
    )


def _open_in(*stretches: Stretch) -> OpenTime:
    return OpenTime(days=tuple(stretch.day for stretch in stretches), stretches=stretches)


def _by_day(day: date) -> Stretch:
    return Stretch(day, _minute(DAY_BEGINS), _minute(DAY_ENDS))


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _next_day(moment: datetime, begins: time, is_meant: Callable[[date], bool]) -> date:
    """Return the first day that is meant, and whose `begins` is not before the moment."""
    first = moment.date() if moment.time() <= begins else moment.date() + ONE_DAY
    days = (first + timedelta(days=ahead) for ahead in range(_DAYS_SEARCHED))
    return next(filter(is_meant, days))


def _is_before_an_ordinary_night(day: date) -> bool:
    return _is_ordinary_workday(day) and _is_ordinary_workday(day + ONE_DAY)


def _is_ordinary_workday(day: date) -> bool:
    return day.weekday() < SATURDAY and not is_public_holiday(day)


def _begins_an_ordinary_weekend(day: date) -> bool:
    return day.weekday() == SATURDAY and not any(
        is_public_holiday(each) or is_makeup_workday(each) for each in (day, day + ONE_DAY)
    )
