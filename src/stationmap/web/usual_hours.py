"""The hours of an ordinary week in a few lines, for what hangs on a door for months."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from stationmap.labels import Language, text
from stationmap.stations.hours import DayAhead, week_ahead
from stationmap.web.station_view import Line, hours_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from stationmap.stations.station import Station

DAYS_OF_WEEK = 7
WEEKS_SEARCHED = 8


def usual_hours(station: Station, today: date, language: Language) -> tuple[Line, ...]:
    """Return the hours of the next ordinary week, neighbouring weekdays of equal hours together.

    Without an ordinary week within `WEEKS_SEARCHED`, say of the suspension, the next week it is.
    """
    monday = today + timedelta(days=-today.weekday() % DAYS_OF_WEEK)
    weeks = [week_ahead(station, monday + timedelta(weeks=n)) for n in range(WEEKS_SEARCHED)]
    week = next((days for days in weeks if all(map(_is_ordinary, days))), weeks[0])
    said = [(day.date.isoweekday(), hours_of(day, language)) for day in week]
    groups = [
        (hours, [number for number, _ in days]) for hours, days in groupby(said, itemgetter(1))
    ]
    return tuple((_weekdays(numbers, language), hours) for hours, numbers in groups)


def _is_ordinary(day: DayAhead) -> bool:
    return not (day.is_holiday or day.is_makeup_workday or day.is_suspended)


def _weekdays(numbers: Sequence[int], language: Language) -> str:
    if len(numbers) == DAYS_OF_WEEK:
        return text("station.every_day", language)
    first, last = (text(f"weekday.{number}", language) for number in (numbers[0], numbers[-1]))
    return first if first == last else text("station.weekdays", language, first=first, last=last)
