"""Reports as a CSV file that spreadsheets open without running anything."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from stationmap.files.cells import disarmed
from stationmap.labels import Language, text
from stationmap.web.staff.reports_words import moment
from stationmap.web.voices_view import fault_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.upkeep.area import Areas
    from stationmap.upkeep.placed_report import PlacedReport

COLUMNS = (
    "number",
    "station_id",
    "station",
    "area",
    "fault",
    "times",
    "words",
    "filed_at",
    "last_at",
    "due_at",
    "state",
    "answer",
    "answered_by",
    "answered_at",
)


def csv_file(found: Iterable[PlacedReport], areas: Areas, language: Language) -> bytes:
    """Return CSV with a byte order mark, which spreadsheets need to take it for UTF-8."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([text(f"reports.column.{name}", language) for name in COLUMNS])
    for placed in found:
        writer.writerow(map(disarmed, _cells(placed, areas, language)))
    return out.getvalue().encode("utf-8-sig")


def _cells(placed: PlacedReport, areas: Areas, language: Language) -> list[str]:
    report, station = placed.report, placed.station
    return [
        str(report.id),
        station.id,
        station.name,
        areas.name(placed.area, language),
        fault_of(report, language),
        str(report.times),
        "\n".join(report.texts),
        moment(report.filed_at),
        moment(report.last_at),
        moment(report.due_at),
        text(f"report_state.{report.state}", language),
        report.answer or "",
        placed.answered_by or "",
        "" if report.answered_at is None else moment(report.answered_at),
    ]
