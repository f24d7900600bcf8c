"""What couriers say, in tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import func, insert, select, update

from stationmap.stations.codes import Facility
from stationmap.store.dialects import is_among
from stationmap.store.documents import is_storable, require_storable
from stationmap.store.rows import micros, moment
from stationmap.store.tables import CONFIRMATIONS, REPORTS
from stationmap.upkeep.report import Confirmations, Report, ReportedFault, ReportState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import RowMapping

    from stationmap.store.connections import Connections


class SqlReports:
    """Satisfies `protocol.ReportStore`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, report: Report) -> Report:
        """Keep a new report."""
        require_storable(report.station_id, *report.texts)
        with self._connections.writing() as connection:
            last: int | None = connection.execute(select(func.max(REPORTS.c.id))).scalar()
            kept = replace(report, id=(last or 0) + 1)
            connection.execute(insert(REPORTS).values(_row(kept)))
        return kept

    def save(self, report: Report, *, was: ReportState) -> bool:
        """Change a report if nobody else has."""
        require_storable(*report.texts, report.answer, report.answered_by)
        is_as_it_was = (REPORTS.c.id == report.id) & (REPORTS.c.state == was.value)
        with self._connections.writing() as connection:
            changed = connection.execute(update(REPORTS).where(is_as_it_was).values(_row(report)))
            return changed.rowcount == 1

    def get(self, report_id: int) -> Report | None:
        """Return one report."""
        if not is_storable(report_id):
            return None
        with self._connections.reading() as connection:
            row = connection.execute(select(REPORTS).where(REPORTS.c.id == report_id)).mappings()
            found = row.first()
        return None if found is None else _report_of(found)

    def find(
        self,
        *,
        station_ids: Sequence[str] | None = None,
        state: ReportState | None = None,
        filed_since: datetime | None = None,
    ) -> list[Report]:
        """Return the reports that fit, the one due first first."""
        asked = select(REPORTS).order_by(REPORTS.c.due_at, REPORTS.c.id)
        if station_ids is not None:
            asked = asked.where(
                is_among(REPORTS.c.station_id, station_ids, self._connections.dialect)
            )
        if state is not None:
            asked = asked.where(REPORTS.c.state == state.value)
        if filed_since is not None:
            asked = asked.where(REPORTS.c.filed_at >= micros(filed_since))
        with self._connections.reading() as connection:
            return [_report_of(row) for row in connection.execute(asked).mappings()]

    def confirm(self, station_id: str, *, day: date) -> None:
        """Count one more."""
        require_storable(station_id)
        first = {"station_id": station_id, "day": day.isoformat(), "count": 1}
        is_it = (CONFIRMATIONS.c.station_id == station_id) & (CONFIRMATIONS.c.day == first["day"])
        once_more = update(CONFIRMATIONS).where(is_it).values(count=CONFIRMATIONS.c.count + 1)
        with self._connections.writing() as connection:
            if connection.execute(once_more).rowcount == 0:
                connection.execute(insert(CONFIRMATIONS).values(first))

    def confirmations(
        self, *, since: date, station_ids: Sequence[str] | None = None
    ) -> dict[str, Confirmations]:
        """Return the counts by station."""
        asked = (
            select(
                CONFIRMATIONS.c.station_id,
                func.sum(CONFIRMATIONS.c.count).label("total"),
                func.max(CONFIRMATIONS.c.day).label("last"),
            )
            .where(CONFIRMATIONS.c.day >= since.isoformat())
            .group_by(CONFIRMATIONS.c.station_id)
        )
        if station_ids is not None:
            asked = asked.where(
                is_among(CONFIRMATIONS.c.station_id, station_ids, self._connections.dialect)
            )
        with self._connections.reading() as connection:
            return {
                row.station_id: Confirmations(
                    count=int(row.total), last_on=date.fromisoformat(row.last)
                )
                for row in connection.execute(asked)
            }


def _row(report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "station_id": report.station_id,
        "fault": report.fault.value,
        "facility": None if report.facility is None else report.facility.value,
        "texts": orjson.dumps(report.texts).decode(),
        "times": report.times,
        "filed_at": micros(report.filed_at),
        "last_at": micros(report.last_at),
        "due_at": micros(report.due_at),
        "state": report.state.value,
        "answer": report.answer,
        "answered_by": report.answered_by,
        "answered_at": None if report.answered_at is None else micros(report.answered_at),
    }


def _report_of(row: RowMapping) -> Report:
    answered_at = row["answered_at"]
    return Report(
        id=row["id"],
        station_id=row["station_id"],
        fault=ReportedFault(row["fault"]),
        facility=None if row["facility"] is None else Facility(row["facility"]),
        texts=tuple(orjson.loads(row["texts"])),
        times=row["times"],
        filed_at=moment(row["filed_at"]),
        last_at=moment(row["last_at"]),
        due_at=moment(row["due_at"]),
        state=ReportState(row["state"]),
        answer=row["answer"],
        answered_by=row["answered_by"],
        answered_at=None if answered_at is None else moment(answered_at),
    )
