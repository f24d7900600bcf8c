"""What is to be done about a station because time has passed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from stationmap.stations.codes import FacilityState, Status
from stationmap.stations.suspension import suspension_of
from stationmap.upkeep.work import WorkItem, WorkKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.stations.station import Station
    from stationmap.stations.suspension import Suspension

LONG_SUSPENDED = timedelta(days=90)
"""A suspension without an end is looked at again after so many days: a season."""

LONG_BROKEN = timedelta(days=30)
"""A facility that was out of order when somebody last looked is looked at again after these."""

SOON = timedelta(days=30)
"""Medicine that expires within these days can still be replaced in time."""


def work_by_date(station: Station, day: date, *, stale_after_days: int) -> Iterator[WorkItem]:
    """Yield what is due at a station on a day. Exactly so many days is not yet too long.

    Nothing is due where a station is closed for good or only planned.
    """
    if station.status not in {Status.OPEN, Status.SUSPENDED}:
        return
    suspension = suspension_of(station)
    if suspension is not None and (suspension.covers(day) or station.status is Status.SUSPENDED):
        yield from _suspension(station, suspension, day)
    else:
        # Whoever goes to verify it looks at what is broken, too: that is one way, not two.
        due = list(_verification(station, day, stale_after_days))
        yield from due or _broken(station, day)
    yield from _expiry(station, day)


def _verification(station: Station, day: date, stale_after_days: int) -> Iterator[WorkItem]:
    if station.verified_on is None:
        yield WorkItem(kind=WorkKind.NEVER_VERIFIED, station=station)
    elif station.is_stale(day, after_days=stale_after_days):
        yield WorkItem(
            kind=WorkKind.STALE,
            station=station,
            since=station.verified_on,
            facts={"date": station.verified_on, "days": (day - station.verified_on).days},
        )


def _suspension(station: Station, suspension: Suspension, day: date) -> Iterator[WorkItem]:
    if suspension.last < day:
        ended = suspension.last
        yield WorkItem(
            kind=WorkKind.SUSPENSION_OVERDUE, station=station, since=ended, facts={"date": ended}
        )
    elif suspension.is_open_ended:
        looked_at = max(suspension.first, station.verified_on or date.min)
        if day - looked_at > LONG_SUSPENDED:
            yield WorkItem(kind=WorkKind.SUSPENDED_LONG, station=station, since=looked_at)


def _expiry(station: Station, day: date) -> Iterator[WorkItem]:
    for facility, expires in sorted(station.facility_expiry.items()):
        if expires - day <= SOON:
            kind = WorkKind.EXPIRED if expires < day else WorkKind.EXPIRES_SOON
            facts = {"facility": facility, "date": expires}
            yield WorkItem(kind=kind, station=station, since=expires, facts=facts)


def _broken(station: Station, day: date) -> Iterator[WorkItem]:
    broken = [one for one, state in station.facilities.items() if state is FacilityState.BROKEN]
    looked_at = station.verified_on or date.min
    if broken and day - looked_at > LONG_BROKEN:
        yield WorkItem(
            kind=WorkKind.BROKEN_LONG,
            station=station,
            since=looked_at,
            facts={"facilities": tuple(broken)},
        )
