"""What couriers say, in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stationmap.store.documents import require_storable
from stationmap.upkeep.report import Confirmations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from stationmap.store.memory_state import Memory
    from stationmap.upkeep.report import Report, ReportState


class MemoryReports:
    """Satisfies `protocol.ReportStore`."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def add(self, report: Report) -> Report:
        """Keep a new report."""
        require_storable(report.station_id, *report.texts)
        with self._memory.lock:
            reports = self._memory.content.reports
            kept = replace(report, id=max(reports, default=0) + 1)
            reports[kept.id] = kept
            return kept

    def save(self, report: Report, *, was: ReportState) -> bool:
        """Change a report if nobody else has."""
        require_storable(*report.texts, report.answer, report.answered_by)
        with self._memory.lock:
            reports = self._memory.content.reports
            current = reports.get(report.id)
            if current is None or current.state is not was:
                return False
            reports[report.id] = report
            return True

    def get(self, report_id: int) -> Report | None:
        """Return one report."""
        with self._memory.lock:
            return self._memory.content.reports.get(report_id)

    def find(
        self,
        *,
        station_ids: Sequence[str] | None = None,
        state: ReportState | None = None,
        filed_since: datetime | None = None,
    ) -> list[Report]:
        """Return the reports that fit, the one due first first."""
        wanted = None if station_ids is None else frozenset(station_ids)
        with self._memory.lock:
            fitting = [
                report
                for report in self._memory.content.reports.values()
                if (wanted is None or report.station_id in wanted)
                and (state is None or report.state is state)
                and (filed_since is None or report.filed_at >= filed_since)
            ]
        return sorted(fitting, key=lambda report: (report.due_at, report.id))

    def confirm(self, station_id: str, *, day: date) -> None:
        """Count one more."""
        require_storable(station_id)
        with self._memory.lock:
            counts = self._memory.content.confirmations
            counts[station_id, day] = counts.get((station_id, day), 0) + 1

    def confirmations(
        self, *, since: date, station_ids: Sequence[str] | None = None
    ) -> dict[str, Confirmations]:
        """Return the counts by station."""
        found: dict[str, Confirmations] = {}
        with self._memory.lock:
            counts = sorted(self._memory.content.confirmations.items(), key=lambda item: item[0])
        for (station_id, day), count in counts:
            if day >= since and (station_ids is None or station_id in station_ids):
                before = found.get(station_id)
                total = count + (before.count if before else 0)
                found[station_id] = Confirmations(count=total, last_on=day)
        return found
