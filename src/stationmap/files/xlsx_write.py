"""Stations as a workbook that staff edit in a spreadsheet and give back."""

from __future__ import annotations

import re
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from stationmap.errors import StationFileError
from stationmap.files.cells import json_cell, list_cell, rearmed
from stationmap.files.export import MAX_DECIMALS, known_properties
from stationmap.files.headers import JSON_PREFIX, chinese_title, facility_title
from stationmap.files.write_table import COLUMNS, WRITTEN
from stationmap.labels import Language, text
from stationmap.stations.codes import Facility
from stationmap.stations.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from stationmap.stations.station import Station

    Value = str | int | float | date | None

SHEET_TITLE = "stations"
MAX_CELL = 32_767
"""Characters that a cell of a spreadsheet holds."""

PROPERTY_COLUMNS = tuple(name for name in COLUMNS if name != "facilities")
DATES = frozenset({"suspended_from", "suspended_until", "verified_on"})
CODED = {"kind": "kind", "status": "status"}
CODED_LISTS = {"audience": "audience", "entry": "entry"}
WIDE = frozenset({"name", "address", "opening_hours", "self_entry_hours", "notes", "host"})

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML cannot hold."""


def to_xlsx(stations: Iterable[Station], language: Language) -> bytes:
    """Return a workbook that reads back as the same stations.

    One row a station, positions in WGS-84 with at most 6 decimals, titles and codes in the words
    of the language, and a column for each facility that any of them has. Text is text: no
    spreadsheet runs it, whatever it begins with.

    Raises
    ------
    StationFileError
        If a text is longer than a cell can hold.
    """
    stations = list(stations)
    facilities = [code for code in Facility if any(code in one.facilities for one in stations)]
    extra = sorted({name for station in stations for name in station.extra})
    titles = [
        *(_title(name, language) for name in PROPERTY_COLUMNS),
        *(facility_title(text(f"facility.{code}", language), language) for code in facilities),
        *(JSON_PREFIX + name for name in extra),
    ]
    rows = (
        [
            *_property_values(station, language),
            *(_facility_value(station, code, language) for code in facilities),
            *(json_cell(station.extra[name]) if name in station.extra else None for name in extra),
        ]
        for station in stations
    )
    return workbook(titles, rows)


def workbook(titles: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a workbook of one sheet: a header that stays in sight, and these rows below.

    A control character becomes U+FFFD.

    Raises
    ------
    StationFileError
        If a text is longer than a cell can hold; it names the row and the column.
    """
    rows = list(rows)
    for number, row in enumerate(rows, start=2):
        _refuse_too_long(number, titles, row)

    from openpyxl import Workbook  # noqa: PLC0415  # slow, and few need it
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  # the same

    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET_TITLE)
    sheet.freeze_panes = "C2"
    for number, title in enumerate(titles, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(title)
    sheet.append([sheet_cell(sheet, title, bold=True) for title in titles])
    for row in rows:
        sheet.append([sheet_cell(sheet, value) for value in row])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _title(name: str, language: Language) -> str:
    return chinese_title(name) if language is Language.ZH else name


def _property_values(station: Station, language: Language) -> list[Value]:
    known: dict[str, Any] = known_properties(station) | {
        "id": station.id,
        "lon": round(station.position.lon, MAX_DECIMALS),
        "lat": round(station.position.lat, MAX_DECIMALS),
        "status": station.status,
    }
    known |= {name: getattr(station, name) for name in DATES}
    return [_value(name, known.get(name), language) for name in PROPERTY_COLUMNS]


def _value(name: str, value: Any, language: Language) -> Value:
    if value is None:
        return None
    if name in CODED:
        return text(f"{CODED[name]}.{value}", language)
    if name in CODED_LISTS:
        return list_cell(text(f"{CODED_LISTS[name]}.{code}", language) for code in value)
    written: Value = WRITTEN[name](value) if name in WRITTEN else value
    return written


def _facility_value(station: Station, code: Facility, language: Language) -> str | None:
    state = station.facilities.get(code)
    return None if state is None else text(f"facility_state.{state}", language)


def sheet_cell(sheet: WriteOnlyWorksheet, value: Value, *, bold: bool = False) -> Any:
    """Return a cell: text never as a formula, a date as a day, what is unknown empty."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # as above
    from openpyxl.styles import Font  # noqa: PLC0415  # the same

    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, _kept_on_reading(_FORBIDDEN.sub("\ufffd", value)))
        cell.data_type = "s"
        cell.number_format = "@"
        if bold:
            cell.font = Font(bold=True)
        return cell
    if value is None or isinstance(value, int | float):
        return value
    cell = WriteOnlyCell(sheet, datetime.combine(value, time.min))
    cell.number_format = "yyyy-mm-dd"
    return cell


def _kept_on_reading(value: str) -> str:
    """Guard what a reader would take for guarded already; see `cells.rearmed`."""
    return value if rearmed(value) == value else f"'{value}"


def _refuse_too_long(number: int, titles: Sequence[str], row: Sequence[Value]) -> None:
    for title, value in zip(titles, row, strict=True):
        if isinstance(value, str) and len(value) > MAX_CELL:
            place = Place(unit="row", number=number)
            expected = f"at most {MAX_CELL:,} characters, as a spreadsheet's cells hold"
            fault = place.error("text_too_long", field=title, value=value, expected=expected)
            raise StationFileError("workbook", [fault])


def _width(title: str) -> int:
    wide = {*WIDE, *map(chinese_title, WIDE)}
    return 32 if title in wide else 14
