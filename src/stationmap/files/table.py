"""Raw records out of CSV: a header in Chinese or English, and one record a row."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from stationmap.files.cells import rearmed
from stationmap.files.headers import HEADER_ROW, Columns, columns_of
from stationmap.files.limits import MAX_COLUMNS, MAX_LINE, MAX_RECORDS, too_big
from stationmap.files.raw_file import RawFile
from stationmap.files.row import record_from_row
from stationmap.stations.codes import StationKind
from stationmap.stations.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.errors import Fault
    from stationmap.geo.datum import Datum

DELIMITERS = ",;\t"
ASSUMED_KIND = StationKind.WARM_STATION


def records_from_table(text: str, datum: Datum) -> RawFile:
    """Take the records out of CSV text whose positions are in a datum.

    The delimiter is whichever of comma, semicolon and tab the first line has most of. Without a
    column for the kind, every row is taken for a warm station, with one warning.
    """
    raw = RawFile()
    rows = _rows(text, raw)
    header = next(rows, None)
    if header is None:
        return raw
    if len(header[1]) > MAX_COLUMNS:
        raw.faults.append(too_big(f"{MAX_COLUMNS:,} columns"))
        return raw
    columns, faults = columns_of([rearmed(title) for title in header[1]], datum)
    raw.faults += faults
    assumed = None if "kind" in columns.properties else ASSUMED_KIND
    if assumed:
        expected = f"a column for kind; {assumed} is assumed"
        raw.faults.append(HEADER_ROW.warning("no_kind_column", field="kind", expected=expected))
    for number, cells in rows:
        place = Place(unit="row", number=number)
        if number > MAX_RECORDS:
            raw.faults.append(too_big(f"{MAX_RECORDS:,} rows"))
            break
        if not any(cell.strip() for cell in cells):
            continue
        ragged = _ragged(place, cells, columns)
        if ragged:
            raw.faults.append(ragged)
            continue
        record, faults = record_from_row(place, cells, columns, assumed)
        raw.records.append(record)
        raw.faults += faults
    return raw


def _rows(text: str, raw: RawFile) -> Iterator[tuple[int, list[str]]]:
    """Go through the rows with their numbers in a spreadsheet, where the header is 1.

    A cell with line breaks in it is still one row there, and an empty line is one too.
    """
    reader = csv.reader(_lines(text), delimiter=_delimiter(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            place = Place(unit="row", number=number)
            expected = f"complete quoted cells of at most {csv.field_size_limit():,} characters"
            raw.faults.append(place.error("bad_csv", value=str(error), expected=expected))
            return
        yield number, cells


def _lines(text: str) -> Iterator[str]:
    """Go through the lines, line ends included, refusing one that would make endless cells."""
    for line in StringIO(text, newline=""):
        if len(line) > MAX_LINE:
            raise csv.Error(f"a line of more than {MAX_LINE:,} characters")
        yield line


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(DELIMITERS, key=first.count)


def _ragged(place: Place, cells: list[str], columns: Columns) -> Fault | None:
    """Find a row of another length than the header; empty cells at its end do not count."""
    beyond = any(cell.strip() for cell in cells[columns.width :])
    if len(cells) >= columns.width and not beyond:
        return None
    expected = f"{columns.width} cells, as in the header; quote cells that hold the delimiter"
    return place.error("ragged_row", value=f"{len(cells)} cells", expected=expected)
