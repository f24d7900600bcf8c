"""The rows of an XLSX workbook, as text that means what the spreadsheet shows."""

from __future__ import annotations

import warnings
import zlib
from contextlib import contextmanager
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from stationmap.files.grid import Grid, grid_of
from stationmap.files.limits import MAX_COLUMNS, MAX_RECORDS, TooBigError, too_big
from stationmap.files.xlsx_guard import UnsafeXmlError, refuse_what_costs_too_much
from stationmap.files.xlsx_merged import merged_down
from stationmap.stations.place import WHOLE_FILE, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    from stationmap.errors import Fault
    from stationmap.files.grid import Row

EXACT_BELOW = 10**15
"""Spreadsheets keep 15 digits of a number; a longer one has lost the rest, as ids do."""

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""How files of Excel 97-2003 begin, and workbooks with a password."""

_UNREADABLE = (
    BadZipFile, ExpatError, ParseError, UnsafeXmlError, KeyError, ValueError, TypeError,
    AttributeError, IndexError, OverflowError, EOFError, RuntimeError, OSError, zlib.error,
)  # fmt: skip
"""What openpyxl and zipfile raise on a damaged workbook, as tried on thousands of them."""


def grid_from_xlsx(content: bytes, sheet: str | None = None) -> Grid:
    """Return the table in a workbook.

    Parameters
    ----------
    sheet
        The name of the sheet; None for the first that can be seen and is not empty.

    Returns
    -------
    Grid
        Cells as text: a date as 2026-11-21, a whole number without a point. A cell that shows an
        error, or a number that has lost digits, is a fault, and its text is empty. Unless a sheet
        was named, a warning names those that hold something and were not read.
    """
    faults: list[Fault] = []
    try:
        with _opened(content) as book:
            return _grid_of_book(_visible(book), sheet, faults)
    except TooBigError as error:
        fault = too_big(error.limit)
    except _UNREADABLE as error:
        fault = _no_workbook(content, error)
    return Grid(faults=[*faults, fault])


def _grid_of_book(
    sheets: Sequence[ReadOnlyWorksheet], named: str | None, faults: list[Fault]
) -> Grid:
    names = [one.title for one in sheets]
    filled = [one for one in sheets if _holds_anything(one)] if named is None else []
    wanted = filled or [one for one in sheets if named in (None, one.title)]
    if not wanted:
        return Grid(faults=[_no_sheet(names, named)])
    chosen, unread = wanted[0], ", ".join(one.title for one in filled[1:])
    if unread:
        expected = f"all stations in the sheet {chosen.title}, or one import for each sheet"
        faults.append(
            WHOLE_FILE.warning("sheets_unread", field=chosen.title, value=unread, expected=expected)
        )
    grid = grid_of(_rows(chosen, faults), faults)
    grid.sheets, grid.sheet = tuple(names), chosen.title
    return grid


def _no_sheet(names: Sequence[str], named: str | None) -> Fault:
    expected = "a sheet with stations"
    if not names:
        return WHOLE_FILE.error("no_sheet", value=named or "", expected=expected)
    there = ", ".join(names)
    return WHOLE_FILE.error("no_such_sheet", field=there, value=named, expected=expected)


def _holds_anything(sheet: ReadOnlyWorksheet) -> bool:
    """Say whether a sheet has a cell that is not empty, or too many rows to look for one."""
    sheet.reset_dimensions()
    return any(
        number > MAX_RECORDS or any(cell.value is not None for cell in row)
        for number, row in enumerate(sheet.rows, start=1)
    )


def _no_workbook(content: bytes, error: Exception) -> Fault:
    expected = "a workbook as Excel saves it today (.xlsx)"
    if content.startswith(OLD_EXCEL):
        return WHOLE_FILE.error("old_excel", expected=expected)
    reason = f"{type(error).__name__}: {error}"
    return WHOLE_FILE.error("not_xlsx", value=reason, expected=expected)


@contextmanager
def _opened(content: bytes) -> Iterator[Workbook]:
    """Open a workbook for reading, and let go of it."""
    from openpyxl import load_workbook  # noqa: PLC0415  # slow, and few need it

    refuse_what_costs_too_much(BytesIO(content))
    with warnings.catch_warnings():
        # It warns of what it leaves out: extensions, formats that it does not know.
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _visible(book: Workbook) -> Sequence[ReadOnlyWorksheet]:
    """Return the sheets with cells that nobody has hidden."""
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _rows(sheet: ReadOnlyWorksheet, faults: list[Fault]) -> Iterator[Row]:
    """Go through the rows, as wide as they are, whatever size the sheet claims."""
    sheet.reset_dimensions()
    # A sheet that is streamed does not tell what was merged.
    with sheet._get_source() as source:  # type: ignore[attr-defined]  # noqa: SLF001
        merged = merged_down(source)
    width = 0
    for number, row in enumerate(sheet.rows, start=1):
        if len(row) > MAX_COLUMNS:
            raise TooBigError(f"{MAX_COLUMNS:,} columns")
        place = Place(unit="row", number=number)
        cells = [_text(place, cell, faults) for cell in row]
        width = max(width, len(cells))
        cells += [""] * (width - len(cells))
        merged.fill(number, cells)
        yield number, cells


def _text(place: Place, cell: Any, faults: list[Fault]) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        faults.append(place.error("cell_error", field=cell.column_letter, value=value))
        return ""
    if isinstance(value, int | float) and abs(value) >= EXACT_BELOW:
        faults.append(place.error("digits_lost", field=cell.column_letter, value=f"{value:.0f}"))
        return ""
    return text_of(value)


def text_of(value: object) -> str:
    """Return the text of a cell's value, as a table in CSV would hold it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        is_day = value.time() == time.min
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
