"""The rows that could not be imported, as a file to mend and give back."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from stationmap.files.cells import disarmed, rearmed
from stationmap.files.xlsx_write import workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stationmap.files.preview import Preview


def faulty_csv(seen: Preview, reasons: Mapping[int, str], title: str) -> bytes:
    """Return CSV with a byte order mark: the rows as they came, and a last column with the reason.

    Parameters
    ----------
    reasons
        By the number of the row or feature; the rows without a reason are left out.
    title
        Of the last column.
    """
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(disarmed, [*seen.titles, title]))
    for row in _rows(seen, reasons):
        writer.writerow(map(disarmed, row))
    return out.getvalue().encode("utf-8-sig", "replace")


def faulty_xlsx(seen: Preview, reasons: Mapping[int, str], title: str) -> bytes:
    """Return the same as a workbook, all cells text."""
    return workbook([*seen.titles, title], list(_rows(seen, reasons)))


def _rows(seen: Preview, reasons: Mapping[int, str]) -> Iterator[list[str]]:
    width = len(seen.titles)
    for number, cells in seen.rows:
        if number in reasons:
            row = [rearmed(cell) for cell in cells]
            row += [""] * (width - len(row))
            yield [*row, reasons[number]]
