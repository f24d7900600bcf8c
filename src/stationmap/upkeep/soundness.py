"""What must not be saved, though a station can hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.errors import Fault
from stationmap.stations.hours import are_hours
from stationmap.stations.place import shown
from stationmap.upkeep.differences import differences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from stationmap.stations.station import Station

HOURS = ("opening_hours", "self_entry_hours")
SUSPENSION = ("suspended_from", "suspended_until")


def faults_of(before: Station | None, after: Station, *, today: date) -> list[Fault]:
    """Return every fault that a change would bring in; what was wrong before may stay so.

    Parameters
    ----------
    today
        Nothing can have been verified after it.
    """
    changed = {difference.field for difference in differences(before, after)}
    return [fault for fault in _faults(after, today) if fault.field in changed]


def _faults(station: Station, today: date) -> Iterator[Fault]:
    for field in HOURS:
        hours = getattr(station, field)
        if hours is not None and not are_hours(hours):
            expected = "OpenStreetMap's syntax, as in Mo-Fr 08:30-17:30; PH off"
            yield _fault(station, "bad_hours", field, hours, expected)
    first, last = station.suspended_from, station.suspended_until
    if first is not None and last is not None and last < first:
        for field in SUSPENSION:
            yield _fault(station, "suspension_backwards", field, last, f"{first} or later")
    if station.verified_on is not None and station.verified_on > today:
        yield _fault(station, "verified_ahead", "verified_on", station.verified_on, f"{today}")


def _fault(station: Station, code: str, field: str, value: object, expected: str) -> Fault:
    return Fault(
        code=code, field=field, value=shown(str(value)), expected=expected, station_id=station.id
    )
