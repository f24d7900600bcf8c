"""A station's door by its stated hours: staffed or by self-entry, day after day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from stationmap.errors import InvalidHoursError
from stationmap.stations.hours_syntax import Place, StatedHours, place_for_sun, stated_hours
from stationmap.stations.openness import MINUTES_OF_DAY, Day, Openness, all_day, either
from stationmap.stations.schedule import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.stations.station import Station

LOOK_AHEAD_DAYS = 14
"""How many days after a day are searched for the next opening or closing."""


class Door(NamedTuple):
    """All that a station's hours depend on; stations with equal doors share every answer.

    `place` is None unless the hours refer to the sun.
    """

    staffed: str | None
    self_entry: str | None
    place: Place | None

    def day(self, day: date) -> Day:
        """Return when one can enter on a day, whether staffed or by self-entry."""
        return _day(self, day)

    def staffed_day(self, day: date) -> Day:
        """Return when somebody is there on a day."""
        return _stated(self.staffed, day, self.place)

    def self_entry_day(self, day: date) -> Day:
        """Return when one can let oneself in on a day."""
        return _stated(self.self_entry, day, self.place)

    def stated(self) -> list[StatedHours | None]:
        """Return the hours that are stated; None stands for hours that do not parse."""
        return [readable(hours) for hours in (self.staffed, self.self_entry) if hours is not None]

    def from_moment(self, moment: datetime) -> Iterator[tuple[datetime, Openness]]:
        """Yield what the door is at a moment, then each change, each with its first moment.

        The moment, and what is yielded, are Beijing's time without a zone.
        """
        last_day = min(moment.date().toordinal() + LOOK_AHEAD_DAYS, date.max.toordinal())
        for ordinal in range(moment.date().toordinal(), last_day + 1):
            day = date.fromordinal(ordinal)
            midnight = datetime.combine(day, time())
            for piece in self.day(day):
                if midnight + timedelta(minutes=piece.end_min) > moment:
                    yield midnight + timedelta(minutes=piece.start_min), piece.openness


def door_of(station: Station) -> Door:
    """Return the door that a station's hours describe."""
    door, names_sun = _door(station.opening_hours, station.self_entry_hours)
    return door._replace(place=place_for_sun(station.position)) if names_sun else door


def minute_of_day(moment: datetime) -> int:
    """Return the minutes since midnight, 0 to 1439."""
    return (moment.hour * 60 + moment.minute) % MINUTES_OF_DAY


@lru_cache(maxsize=4096)
def readable(hours: str) -> StatedHours | None:
    """Parse hours; None if they do not parse."""
    try:
        return stated_hours(hours)
    except InvalidHoursError:
        return None


@lru_cache(maxsize=4096)
def _door(staffed: str | None, self_entry: str | None) -> tuple[Door, bool]:
    """Return the door as far as its place does not matter, and whether it does."""
    door = Door(staffed, self_entry, None)
    return door, any(hours is not None and hours.names_sun for hours in door.stated())


@lru_cache(maxsize=65_536)
def _day(door: Door, day: date) -> Day:
    """Combine the two ways in; hours that are not stated do not close what the others open."""
    if door.self_entry is None:
        return door.staffed_day(day)
    return either([door.staffed_day(day), door.self_entry_day(day)])


def _stated(hours: str | None, day: date, place: Place | None) -> Day:
    parsed = readable(hours) if hours is not None else None
    return day_of(parsed, day, place) if parsed is not None else all_day(Openness.UNKNOWN)
