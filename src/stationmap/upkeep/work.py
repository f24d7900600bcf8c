"""What there is to do about a station, and how urgent that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationmap.stations.station import Station


class WorkKind(StrEnum):
    """Why something is to be done, the most urgent first."""

    REPORT_OVERDUE = "report_overdue"
    REPORT_WAITING = "report_waiting"
    OUTSIDE_CITY = "outside_city"
    WRONG_DATUM = "wrong_datum"
    WRONG_DISTRICT = "wrong_district"
    BAD_HOURS = "bad_hours"
    EXPIRED = "expired"
    SUSPENSION_OVERDUE = "suspension_overdue"
    DUPLICATE = "duplicate"
    EXPIRES_SOON = "expires_soon"
    SUSPENDED_LONG = "suspended_long"
    BROKEN_LONG = "broken_long"
    NEVER_VERIFIED = "never_verified"
    STALE = "stale"


SETTLED_BY_VERIFYING = frozenset(
    {
        WorkKind.SUSPENDED_LONG,
        WorkKind.BROKEN_LONG,
        WorkKind.NEVER_VERIFIED,
        WorkKind.STALE,
    }
)
"""What is done once somebody has looked and found the record still true."""

_URGENCY = {kind: place for place, kind in enumerate(WorkKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One thing to do about one station.

    Attributes
    ----------
    since
        The day from which it was to be done, or by which it is; within a kind the earliest first.
        `date.min` where no day is known.
    facts
        What the reason says in words, by the names that the catalogue's sentence uses.
    other
        The station that this one is probably the same as.
    report_id
        The report that waits for an answer.
    """

    kind: WorkKind
    station: Station
    since: date = date.min
    facts: Mapping[str, object] = field(default_factory=dict)
    other: Station | None = None
    report_id: int | None = None

    @property
    def order(self) -> tuple[int, date, str]:
        """What the list is sorted by: the urgency of the kind, then the day, then the id."""
        return _URGENCY[self.kind], self.since, self.station.id
