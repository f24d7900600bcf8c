"""What couriers say of a station, and what becomes of it. Neither says who or where she was."""

from __future__ import annotations

from dataclasses import dataclass, replace
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


OF_A_FACILITY = frozenset({ReportedFault.FACILITY_BROKEN, ReportedFault.USED_UP})
"""Faults of one facility, which the report names."""

IN_VAIN = frozenset({ReportedFault.CLOSED, ReportedFault.NEVER_EXISTED, ReportedFault.MOVED})
"""Faults for which a courier may go there in vain: while they wait, the station is in doubt."""

TEXTS_KEPT = 20
"""So many texts of one report are kept; who reports it after that is counted."""


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

    def is_overdue(self, now: datetime) -> bool:
        """Say whether it waits beyond its deadline; at the deadline itself it does not."""
        return self.state is ReportState.WAITING and self.due_at < now

    def is_of(self, fault: ReportedFault, facility: Facility | None) -> bool:
        """Say whether it tells of this fault."""
        return (self.fault, self.facility) == (fault, facility)

    def again(self, text: str, at: datetime) -> Report:
        """Return it after somebody else reported the same; the deadline stays."""
        texts = (*self.texts, text) if text and len(self.texts) < TEXTS_KEPT else self.texts
        return replace(self, times=self.times + 1, texts=texts, last_at=at)

    def answered(self, state: ReportState, answer: str, *, by: str, at: datetime) -> Report:
        """Return it with an answer."""
        return replace(self, state=state, answer=answer, answered_by=by, answered_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmations:
    """How often couriers said "it is open" since a day, and when last. Days only, no hours."""

    count: int
    last_on: date
