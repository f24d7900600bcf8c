"""A station's next days, to be shown: when it is open, and which days are special."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from stationmap.stations.calendar import (
    BEIJING,
    ONE_DAY,
    is_announced,
    is_makeup_workday,
    is_public_holiday,
)
from stationmap.stations.codes import Status
from stationmap.stations.door import Door, door_of
from stationmap.stations.openness import Day, Openness
from stationmap.stations.suspension import Suspension, suspension_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.stations.station import Station


class Staffing(StrEnum):
    """Whether somebody is there."""

    STAFFED = "staffed"
    SELF_ENTRY = "self_entry"


@dataclass(frozen=True, slots=True)
class OpenInterval:
    """A stretch of one day, its end not included, in which one can enter.

    Both ends are Beijing time. A night is cut at midnight, the end then being the next day's.
    """

    start: datetime
    end: datetime
    kind: Staffing


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAhead:
    """What is known of one day.

    Attributes
    ----------
    intervals
        When one can surely enter, by time; empty for a day that is closed, suspended or unknown.
    is_unknown
        Whether at some time of the day nothing is known of the door.
    is_announced
        Whether the year's moved days off and make-up workdays are known yet.
    """

    date: date
    intervals: tuple[OpenInterval, ...]
    is_unknown: bool
    is_suspended: bool
    is_holiday: bool
    is_makeup_workday: bool
    is_announced: bool


def week_ahead(station: Station, first_day: date, days: int = 7) -> list[DayAhead]:
    """Return what is known of a station's next days, the first day first.

    Staffed and self-entry hours stand side by side, also where they overlap.
    """
    door, suspension = door_of(station), suspension_of(station)
    is_in_use = station.status not in {Status.CLOSED, Status.PLANNED}
    return [
        _day_ahead(door if is_in_use else None, suspension, first_day + offset * ONE_DAY)
        for offset in range(days)
    ]


def _day_ahead(door: Door | None, suspension: Suspension | None, day: date) -> DayAhead:
    is_suspended = suspension is not None and suspension.covers(day)
    pieces = door.day(day) if door and not is_suspended else ()
    return DayAhead(
        date=day,
        intervals=tuple(_intervals(door, day)) if door and not is_suspended else (),
        is_unknown=any(piece.openness is Openness.UNKNOWN for piece in pieces),
        is_suspended=is_suspended,
        is_holiday=is_public_holiday(day),
        is_makeup_workday=is_makeup_workday(day),
        is_announced=is_announced(day.year),
    )


def _intervals(door: Door, day: date) -> list[OpenInterval]:
    stretches = [
        *_open_stretches(door.staffed_day(day), day, Staffing.STAFFED),
        *_open_stretches(door.self_entry_day(day), day, Staffing.SELF_ENTRY),
    ]
    return sorted(stretches, key=lambda interval: interval.start)


def _open_stretches(pieces: Day, day: date, kind: Staffing) -> Iterator[OpenInterval]:
    midnight = datetime.combine(day, time(), BEIJING)
    for piece in pieces:
        if piece.openness is Openness.OPEN:
            start = midnight + timedelta(minutes=piece.start_min)
            yield OpenInterval(start, midnight + timedelta(minutes=piece.end_min), kind)
