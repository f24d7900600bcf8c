"""The rows of the quality table: named, sorted, and as a file."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from io import StringIO
from typing import TYPE_CHECKING

from stationmap.files.cells import disarmed
from stationmap.labels import text
from stationmap.upkeep.completion import Completion
from stationmap.upkeep.quality import Part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.labels import Language
    from stationmap.services.district_quality import QualityTable
    from stationmap.upkeep.area import Areas
    from stationmap.upkeep.quality import Quality

FIGURES = ("area", "score", "answered_in_time", "stations")
COLUMNS = (*FIGURES, *Part)


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRow:
    """One area's quality.

    Attributes
    ----------
    answered_in_time
        The share of the reports that were due that was answered in time; None if none was due.
    is_whole
        Whether it tells of all the others together.
    """

    code: str
    name: str
    quality: Quality
    answered_in_time: float | None
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How the table is sorted: the worst first, unless somebody asks otherwise."""

    column: str = "score"
    descending: bool = False

    def after_tap_on(self, column: str) -> Order:
        """Return the order after a tap on a column's head: a second tap turns it round."""
        return Order(column=column, descending=column == self.column and not self.descending)


def quality_rows(
    table: QualityTable, areas: Areas, order: Order, language: Language
) -> list[QualityRow]:
    """Return the rows: the whole first, then each area in the order asked for."""

    def row(code: str, quality: Quality) -> QualityRow:
        return QualityRow(
            code=code,
            name=areas.name(code, language),
            quality=quality,
            answered_in_time=table.completion.get(code, Completion()).share_in_time,
        )

    rows = [row(code, quality) for code, quality in table.by_area.items()]
    rows.sort(key=lambda one: _key(one, order.column), reverse=order.descending)
    whole = row(table.area, table.whole)
    return [replace(whole, name=text("quality.whole", language), is_whole=True), *rows]


def csv_file(rows: Iterable[QualityRow], language: Language) -> bytes:
    """Return the table as CSV with a byte order mark, which spreadsheets need."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    named = [text(f"quality.{name}", language) for name in FIGURES]
    parts = [text(f"quality.part.{part}", language) for part in Part]
    writer.writerow([*named, *parts])
    for row in rows:
        answered = "" if row.answered_in_time is None else f"{row.answered_in_time:.3f}"
        shares = [f"{row.quality.shares[part]:.3f}" for part in Part]
        figures = [f"{row.quality.score:.1f}", answered, row.quality.stations]
        writer.writerow([disarmed(row.name), *figures, *shares])
    return out.getvalue().encode("utf-8-sig")


def _key(row: QualityRow, column: str) -> tuple[float, str]:
    """Return what a row is sorted by; ties, and areas themselves, by code."""
    if column == "score":
        return row.quality.score, row.code
    if column == "stations":
        return float(row.quality.stations), row.code
    if column == "answered_in_time":
        return -1.0 if row.answered_in_time is None else row.answered_in_time, row.code
    if column in set(Part):
        return row.quality.shares[Part(column)], row.code
    return 0.0, row.code
