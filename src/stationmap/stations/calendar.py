"""Public holidays and make-up workdays in mainland China, and Beijing's time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
"""The one time zone of mainland China; it has had no daylight saving time since 1991."""

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def in_beijing(moment: datetime) -> datetime:
    """Return the moment in Beijing's time; a moment without a zone is taken as Beijing's."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=BEIJING)
    return moment.astimezone(BEIJING)


def is_announced(year: int) -> bool:
    """Say whether the State Council's notice of this year's days off is known here.

    Every notice since 2008 moves some workdays to weekends, so a year without such a day is one
    whose notice was not out when the calendar package was made. Of such a year only the statutory
    holidays are known: no moved days off, no make-up workdays.
    """
    return bool(_year(year)[1])


def is_makeup_workday(day: date) -> bool:
    """Say whether this is a weekend day that is worked to make up for a moved day off."""
    return day in _year(day.year)[1]


def is_public_holiday(day: date) -> bool:
    """Say whether the day is part of a public holiday.

    The notices count the weekend days inside and at either end of a run of days off to the
    holiday ("1 to 7 October"), so a weekend day that touches one belongs to it, unless it is a
    make-up workday.
    """
    if _is_day_off(day):
        return True
    return _is_free_weekend_day(day) and any(
        _leads_to_a_day_off(day, step) for step in (-ONE_DAY, ONE_DAY)
    )


def ordinary_workday_near(day: date) -> date:
    """Return the nearest Monday to Friday that is no holiday; of two as near, the earlier."""
    for days_away in range(1, 15):
        for near in (day - days_away * ONE_DAY, day + days_away * ONE_DAY):
            if near.weekday() < SATURDAY and not is_public_holiday(near):
                return near
    message = f"no ordinary workday within two weeks of {day}"
    raise LookupError(message)


def _is_day_off(day: date) -> bool:
    """Say whether the day is a statutory holiday or a moved day off."""
    return day in _year(day.year)[0]


def _is_free_weekend_day(day: date) -> bool:
    return day.weekday() >= SATURDAY and not is_makeup_workday(day)


def _leads_to_a_day_off(day: date, step: timedelta) -> bool:
    """Say whether a day off follows in this direction, with only free weekend days between."""
    day += step
    while _is_free_weekend_day(day) and not _is_day_off(day):
        day += step
    return _is_day_off(day)


@cache
def _year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return a year's statutory and moved days off, and its make-up workdays."""
    from holidays import country_holidays  # noqa: PLC0415 - 30 ms that `--help` need not pay

    days_off = country_holidays("CN", years=year)
    makeup = {day for day in days_off.weekend_workdays if day.year == year}
    return frozenset(days_off), frozenset(makeup)
