"""What couriers say of a station, and what becomes of it. Neither says who or where she was."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from stationmap.stations.codes import Facility


class ReportedFault(StrEnum):
    """What is wrong with a station."""

    CLOSED = "closed"
    NEVER_EXISTED = "never_existed"
    MOVED = "moved"
    FACILITY_BROKEN = "facility_broken"
    USED_UP = "used_up"
    COULD_NOT_ENTER = "could_not_enter"
    OTHER = "other"


class ReportState(StrEnum):
    """Where a report stands."""

    WAITING = "waiting"
    MENDED = "mended"
    NOT_SO = "not_so"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One fault of one station, reported once or several times.

    Attributes
    ----------
    id
        0 until the store has given it one.
    facility
        What is broken or used up, if that is the fault.
    texts
        What the reporters wrote, the oldest first; those that wrote nothing are only counted.
    times
        How many reported it.
    due_at
        When it is to be answered at the latest.
    answer, answered_by, answered_at
        None while it waits.
    """

    id: int
    station_id: str
    fault: ReportedFault
    facility: Facility | None = None
    texts: tuple[str, ...] = ()
    times: int = 1
    filed_at: datetime
    last_at: datetime
    due_at: datetime
    state: ReportState = ReportState.WAITING
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmations:
    """How often couriers said "it is open" since a day, and when last. Days only, no hours."""

    count: int
    last_on: date
