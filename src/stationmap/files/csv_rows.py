"""The rows of CSV text."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

from stationmap.files.limits import MAX_LINE
from stationmap.stations.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.errors import Fault
    from stationmap.files.grid import Row

DELIMITERS = ",;\t"

OPEN_QUOTE = ("unexpected end of data", "'{delimiter}' expected after '\"'")
"""How Python's reader says that a quotation mark is not closed, or not where its cell ends."""


def csv_rows(text: str, faults: list[Fault]) -> Iterator[Row]:
    """Go through the rows; what cannot be read ends them, and is a fault of the whole file.

    The delimiter is whichever of comma, semicolon and tab the first line has most of. A cell with
    line breaks in it is still one row in a spreadsheet, and an empty line is one too.
    """
    delimiter = _delimiter(text)
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.append(_unreadable(number, str(error), delimiter))
            return
        yield number, cells


def _unreadable(number: int, reason: str, delimiter: str) -> Fault:
    """Return the fault of a file from one row of which on nobody can tell the rows apart."""
    expected = f"complete quoted cells of at most {csv.field_size_limit():,} characters"
    place = Place(unit="row")
    if reason in {one.format(delimiter=delimiter) for one in OPEN_QUOTE}:
        fault = place.error("open_quote", value=f"row {number}", expected=expected)
    else:
        fault = place.error("bad_csv", value=reason, expected=expected)
    return replace(fault, first_number=number)


def _lines(text: str) -> Iterator[str]:
    """Go through the lines, line ends included, refusing one that would make endless cells."""
    for line in StringIO(text, newline=""):
        if len(line) > MAX_LINE:
            raise csv.Error(f"a line of more than {MAX_LINE:,} characters")
        yield line


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(DELIMITERS, key=first.count)
