"""How many reports were answered in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.upkeep.report import ReportState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from stationmap.upkeep.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What became of the reports of an area.

    Attributes
    ----------
    answered_in_time
        Answered at their deadline or before.
    waiting
        Not answered, and not yet due.
    overdue
        Not answered, and past their deadline.
    """

    answered_in_time: int = 0
    answered_late: int = 0
    waiting: int = 0
    overdue: int = 0

    @property
    def due(self) -> int:
        """How many were answered or are overdue."""
        return self.answered_in_time + self.answered_late + self.overdue

    @property
    def share_in_time(self) -> float | None:
        """The share of those due that were answered in time; None where none was due."""
        return self.answered_in_time / self.due if self.due else None

    def __add__(self, other: Completion) -> Completion:
        """Return the completion of two areas together."""
        return Completion(
            answered_in_time=self.answered_in_time + other.answered_in_time,
            answered_late=self.answered_late + other.answered_late,
            waiting=self.waiting + other.waiting,
            overdue=self.overdue + other.overdue,
        )


def completion_of(reports: Iterable[Report], now: datetime) -> Completion:
    """Count reports as they stand at a moment."""
    counts = dict.fromkeys(Completion.__slots__, 0)
    for report in reports:
        counts[_standing(report, now)] += 1
    return Completion(**counts)


def _standing(report: Report, now: datetime) -> str:
    if report.state is ReportState.WAITING:
        return "overdue" if report.is_overdue(now) else "waiting"
    is_late = report.answered_at is not None and report.answered_at > report.due_at
    return "answered_late" if is_late else "answered_in_time"
