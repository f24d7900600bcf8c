"""Whether a station can be entered on arrival, until when, and why not: what others ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from stationmap.errors import InvalidHoursError
from stationmap.stations.arrival import Arrival, ArrivalState, Reason
from stationmap.stations.calendar import (
    BEIJING,
    ONE_DAY,
    in_beijing,
    is_makeup_workday,
    is_public_holiday,
)
from stationmap.stations.codes import Status
from stationmap.stations.door import Door, door_of, minute_of_day
from stationmap.stations.hours_syntax import stated_hours
from stationmap.stations.openness import Openness, all_day, openness_at
from stationmap.stations.suspension import Suspension, suspension_of
from stationmap.stations.week import DayAhead, OpenInterval, Staffing, week_ahead

if TYPE_CHECKING:
    from stationmap.stations.station import Station

__all__ = [
    "CLOSES_SOON",
    "Arrival",
    "ArrivalState",
    "DayAhead",
    "OpenInterval",
    "Reason",
    "Staffing",
    "are_hours",
    "is_round_the_clock",
    "on_arrival",
    "validate_hours",
    "week_ahead",
]

CLOSES_SOON = timedelta(minutes=30)
"""A station that closes this long after arrival, or sooner, closes soon: 30 minutes are soon."""

_EVERY_SORT_OF_DAY = (date(2026, 9, 28), 21)
"""Three weeks: all weekdays, a public holiday (1-7 October) and a make-up workday (the 10th)."""
_ONE_YEAR = (date(2026, 1, 1), 365)


def validate_hours(expression: str) -> None:
    """Check that opening hours are in OpenStreetMap's syntax.

    Raises
    ------
    InvalidHoursError
        If they are empty, too long (`hours_syntax.MAX_LENGTH`) or not in the syntax.
    """
    stated_hours(expression)


@lru_cache(maxsize=4096)
def are_hours(expression: str) -> bool:
    """Say whether hours parse; thousands of records share a few dozen expressions."""
    try:
        validate_hours(expression)
    except InvalidHoursError:
        return False
    return True


def on_arrival(station: Station, at: datetime) -> Arrival:
    """Tell whether the station can be entered at a moment.

    Staffed hours or self-entry hours suffice. A moment without a time zone is Beijing's, and
    counts to the minute. At its opening time a station is open, at its closing time closed.
    A suspension holds from its first day to its last, both included; the day after, the stated
    hours hold again. What is closed for good or only planned never opens.
    """
    moment, suspension = _to_the_minute(at), suspension_of(station)
    if station.status is Status.OPEN and suspension is None:
        return _by_hours(door_of(station), moment)
    if station.status is Status.CLOSED:
        return Arrival(state=ArrivalState.CLOSED, reason=Reason.CLOSED_FOR_GOOD)
    if station.status is Status.PLANNED:
        return Arrival(state=ArrivalState.CLOSED, reason=Reason.PLANNED)
    if suspension is None or moment.date() > suspension.last:
        return _by_hours(door_of(station), moment)
    return _around_suspension(door_of(station), moment, suspension)


def is_round_the_clock(station: Station) -> bool:
    """Say whether the stated hours leave the door open at every hour of every sort of day."""
    return _is_always_open(door_of(station))


@lru_cache(maxsize=1024)
def _to_the_minute(at: datetime) -> datetime:
    """Return a moment in Beijing without its zone and seconds."""
    return in_beijing(at).replace(tzinfo=None, second=0, microsecond=0)


@lru_cache(maxsize=4096)
def _is_always_open(door: Door) -> bool:
    names_dates = any(hours is not None and hours.names_dates for hours in door.stated())
    first, days = _ONE_YEAR if names_dates else _EVERY_SORT_OF_DAY
    always = all_day(Openness.OPEN)
    return all(door.day(first + offset * ONE_DAY) == always for offset in range(days))


def _around_suspension(door: Door, moment: datetime, suspension: Suspension) -> Arrival:
    """Tell what awaits somebody during a suspension, or before one that will begin."""
    if suspension.covers(moment.date()):
        return Arrival(
            state=ArrivalState.CLOSED,
            until=_opening_after(door, suspension),
            reason=Reason.SUSPENDED,
        )
    found = _by_hours(door, moment)
    begins = datetime.combine(suspension.first, time(), BEIJING)
    if found.state is ArrivalState.UNKNOWN:
        return found
    if found.state is ArrivalState.CLOSED:
        opens_before = found.until is None or found.until < begins
        return found if opens_before else replace(found, until=_opening_after(door, suspension))
    ends = min(found.until or begins, begins)
    return replace(found, state=_open_state(moment, ends), until=ends)


def _opening_after(door: Door, suspension: Suspension) -> datetime | None:
    """Return when the door first opens after a suspension."""
    if suspension.is_open_ended:
        return None
    return _next_opening(door, datetime.combine(suspension.last + ONE_DAY, time()))


@lru_cache(maxsize=32_768)
def _by_hours(door: Door, moment: datetime) -> Arrival:
    """Tell what the stated hours say of a moment, which is Beijing's time without a zone."""
    day, minute = moment.date(), minute_of_day(moment)
    openness = openness_at(door.day(day), minute)
    if openness is Openness.UNKNOWN:
        return Arrival(state=ArrivalState.UNKNOWN, reason=_why_unknown(door, day))
    if openness is Openness.CLOSED:
        return Arrival(state=ArrivalState.CLOSED, until=_next_opening(door, moment))
    ends = _end_of_opening(door, moment)
    return Arrival(
        state=_open_state(moment, ends),
        until=ends,
        by_self_entry=openness_at(door.staffed_day(day), minute) is not Openness.OPEN,
    )


def _open_state(moment: datetime, ends: datetime | None) -> ArrivalState:
    closes_soon = ends is not None and ends - moment.replace(tzinfo=BEIJING) <= CLOSES_SOON
    return ArrivalState.CLOSES_SOON if closes_soon else ArrivalState.OPEN


def _next_opening(door: Door, moment: datetime) -> datetime | None:
    changes = door.from_moment(moment)
    opening = (start for start, openness in changes if openness is Openness.OPEN)
    return _in_beijing_or_none(next(opening, None))


def _end_of_opening(door: Door, moment: datetime) -> datetime | None:
    changes = door.from_moment(moment)
    ending = (start for start, openness in changes if openness is not Openness.OPEN)
    return _in_beijing_or_none(next(ending, None))


def _in_beijing_or_none(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=BEIJING)


def _why_unknown(door: Door, day: date) -> Reason:
    stated = door.stated()
    if not stated:
        return Reason.NO_HOURS
    if None in stated:
        return Reason.UNREADABLE_HOURS
    if is_public_holiday(day):
        return Reason.PUBLIC_HOLIDAY
    return Reason.MAKEUP_WORKDAY if is_makeup_workday(day) else Reason.UNSURE_HOURS
