"""A file as it stands, before anybody says what its columns mean: titles, rows, encoding."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal

import orjson

from stationmap.errors import Severity
from stationmap.files.cells import facilities_cell, list_cell
from stationmap.files.content import content_faults, decoded
from stationmap.files.geojson import records_from_geojson
from stationmap.files.headers import AXES
from stationmap.files.json_text import parsed
from stationmap.files.limits import MAX_COLUMNS, too_big
from stationmap.files.read import (
    CSV_SUFFIXES,
    NO_RECORDS,
    READABLE_SUFFIXES,
    UTF8_WITH_MARK,
    XLSX_SUFFIXES,
    sheet_faults,
)
from stationmap.files.table import grid_from_csv
from stationmap.files.xlsx_read import grid_from_xlsx
from stationmap.stations.place import WHOLE_FILE

if TYPE_CHECKING:
    from stationmap.errors import Fault
    from stationmap.files.grid import Grid, Row
    from stationmap.stations.record import RawRecord

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "big5")
"""What `encoding` may be; big5 is never detected, since it cannot be told from GB 18030."""

FEATURE_TITLES = ("id", *AXES)
"""Stand before the properties of a feature."""


class FileKind(StrEnum):
    """What a file is, by its suffix."""

    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"


@dataclass(slots=True, kw_only=True)
class Preview:
    """What a file holds, as text.

    Attributes
    ----------
    encoding
        What its text was read as; None for a workbook.
    sheets, sheet
        The sheets of a workbook, and the one that was read.
    titles
        Of the columns; of GeoJSON id, lon, lat and the properties of all features.
    rows
        The number of each row or feature, and its cells.
    records
        The features of GeoJSON, by number, for their cells are only for people to see.
    faults
        Of the file as a whole, and of rows that a table could not be read at.
    refused
        A fault of the text which counts only if no row turns out to be to blame for it.
    """

    kind: FileKind
    encoding: str | None = None
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    titles: list[str] = field(default_factory=list)
    header_number: int = 1
    rows: list[Row] = field(default_factory=list)
    records: dict[int, RawRecord] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    refused: Fault | None = None

    @property
    def unit(self) -> Literal["feature", "row"]:
        """What a number counts."""
        return "feature" if self.kind is FileKind.GEOJSON else "row"

    @property
    def is_readable(self) -> bool:
        """Whether there is no error of the file as a whole, and anything in it."""
        return bool(self.rows) and not any(
            fault.severity is Severity.ERROR and fault.number is None for fault in self.faults
        )


def preview(
    content: bytes, file_name: str, *, encoding: str | None = None, sheet: str | None = None
) -> Preview:
    """Read a file as far as that is possible without knowing what its columns mean.

    Parameters
    ----------
    file_name
        Its suffix says what the file is.
    encoding, sheet
        One of ENCODINGS and of the workbook's sheets; None: detect it, and the first not empty.
    """
    suffix = PurePath(file_name).suffix.lower()
    if suffix not in READABLE_SUFFIXES:
        expected = ", ".join(READABLE_SUFFIXES)
        fault = WHOLE_FILE.error("unknown_suffix", value=file_name, expected=expected)
        return Preview(kind=FileKind.CSV, faults=[fault])
    kind = _kind(suffix)
    faults = content_faults(content) or sheet_faults(suffix, sheet)
    if faults:
        return Preview(kind=kind, faults=faults)
    if kind is FileKind.XLSX:
        return _or_nothing(_of_grid(kind, grid_from_xlsx(content, sheet)))
    text, found, faults = decoded(content, encoding)
    if not text:
        return Preview(kind=kind, encoding=found, faults=faults)
    said = [] if found == UTF8_WITH_MARK else faults
    seen = _of_geojson(text) if kind is FileKind.GEOJSON else _of_grid(kind, grid_from_csv(text))
    seen.encoding = found
    seen.faults[:0] = said
    return _or_nothing(seen)


def _or_nothing(seen: Preview) -> Preview:
    """Say of a file that can be read and holds nothing that it holds nothing."""
    if not seen.rows and all(fault.severity is Severity.WARNING for fault in seen.faults):
        seen.faults.append(NO_RECORDS)
    return seen


def _kind(suffix: str) -> FileKind:
    if suffix in XLSX_SUFFIXES:
        return FileKind.XLSX
    return FileKind.CSV if suffix in CSV_SUFFIXES else FileKind.GEOJSON


def _of_grid(kind: FileKind, grid: Grid) -> Preview:
    return Preview(
        kind=kind,
        sheets=grid.sheets,
        sheet=grid.sheet,
        titles=grid.header,
        header_number=grid.header_number,
        rows=grid.rows,
        faults=grid.faults,
    )


def _of_geojson(text: str) -> Preview:
    json = parsed(text)
    seen = Preview(kind=FileKind.GEOJSON, refused=json.refused)
    if json.unreadable is not None:
        seen.faults.append(json.unreadable)
        return seen
    raw = records_from_geojson(json.document)
    seen.faults += raw.faults
    names = list(dict.fromkeys(name for record in raw.records for name in record.properties))
    if len(names) > MAX_COLUMNS:
        seen.faults.append(too_big(f"{MAX_COLUMNS:,} properties"))
        return seen
    seen.titles = [*FEATURE_TITLES, *names]
    for record in raw.records:
        number = record.place.number or 0
        seen.records[number] = record
        seen.rows.append((number, _cells(record, names)))
    return seen


def _cells(record: RawRecord, names: list[str]) -> list[str]:
    lon, lat = ("", "") if record.coordinates is None else map(repr, record.coordinates)
    return [record.id or "", lon, lat, *(_cell(record.properties.get(name)) for name in names)]


def _cell(value: Any) -> str:
    """Write a value of JSON so that people see what it is, and a table reads it as the same."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return list_cell(value)
    if isinstance(value, dict) and all(isinstance(part, str) for part in value.values()):
        return facilities_cell(value)
    try:
        return orjson.dumps(value).decode()
    except (TypeError, ValueError):
        return repr(value)
