"""What is said of reports at a desk: how long until the answer is due, and when things happened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from stationmap.labels import Language, text
from stationmap.stations.calendar import in_beijing

if TYPE_CHECKING:
    from datetime import datetime

    from stationmap.upkeep.report import Report

HOUR = timedelta(hours=1)
HOURS_SAID_UP_TO = timedelta(hours=48)


def moment(at: datetime) -> str:
    """Say a moment in Beijing to the minute."""
    return f"{in_beijing(at):%Y-%m-%d %H:%M}"


def time_left(report: Report, now: datetime, language: Language) -> str:
    """Say how long until a waiting report is due, or for how long it has been overdue."""
    if not report.is_overdue(now):
        left = report.due_at - now
        if left < HOUR:
            return text("reports.due_soon", language)
        return text("reports.due_in", language, hours=left // HOUR)
    late = now - report.due_at
    if late < HOUR:
        return text("reports.just_overdue", language)
    if late >= HOURS_SAID_UP_TO:
        return text("reports.overdue_by_days", language, days=late.days)
    return text("reports.overdue_by", language, hours=late // HOUR)
