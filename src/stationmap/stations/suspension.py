"""The days on which a station is out of use for a while."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from stationmap.stations.codes import Status

if TYPE_CHECKING:
    from stationmap.stations.station import Station


class Suspension(NamedTuple):
    """The first and the last day on which a station is suspended, both included."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Say whether the station is suspended on this day."""
        return self.first <= day <= self.last

    @property
    def is_open_ended(self) -> bool:
        """Whether nobody said until when."""
        return self.last == date.max


def suspension_of(station: Station) -> Suspension | None:
    """Return a station's suspension, if its status or a date tells of one.

    A date that is missing leaves that side open. Dates count whatever the status says, so that a
    suspension can be entered before it begins.
    """
    first, last = station.suspended_from, station.suspended_until
    if first is None and last is None and station.status is not Status.SUSPENDED:
        return None
    return Suspension(first or date.min, last or date.max)
