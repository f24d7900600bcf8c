"""A table as it stands in a file: its header, and its rows with their numbers in a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from stationmap.files.cells import rearmed
from stationmap.files.headers import is_recognised, likely_meaning_of
from stationmap.files.limits import MAX_COLUMNS, MAX_RECORDS, too_big

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.errors import Fault

TITLE_ROWS = 10
"""How many rows may stand above the header: the name of the list, who made it, when."""

MIN_RECOGNISED = 2
"""Fewer titles that mean something are chance; then the first row is the header."""

Row = tuple[int, list[str]]
"""The number of a row in a spreadsheet, where the first is 1, and the text of its cells."""


@dataclass(slots=True)
class Grid:
    """The cells of a table as text.

    Attributes
    ----------
    header
        The titles of the columns; empty if the file holds no row.
    header_number
        The number of the header's row.
    rows
        What stands below it, without the rows that are blank.
    faults
        What is wrong with the file as a table; its rows may be right all the same.
    sheets, sheet
        Of a workbook: the sheets that can be seen, and the one that was read.
    """

    header: list[str] = field(default_factory=list)
    header_number: int = 1
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    sheets: tuple[str, ...] = ()
    sheet: str | None = None


def grid_of(rows: Iterable[Row], faults: list[Fault]) -> Grid:
    """Find the header among the first rows, and gather the rest within the limits.

    Parameters
    ----------
    rows
        In order; going through them may add to the faults.
    """
    grid = Grid(faults=faults)
    remaining = iter(rows)
    top = list(islice(remaining, TITLE_ROWS))
    if not top:
        return grid
    place = _header_place([cells for _, cells in top])
    titles = top[place][1]
    if place + 1 < len(top) and _goes_on(titles, top[place + 1][1]):
        place += 1
        titles = _merged(titles, top[place][1])
    grid.header_number = top[place][0]
    grid.header = [rearmed(title) for title in titles]
    if len(grid.header) > MAX_COLUMNS:
        faults.append(too_big(f"{MAX_COLUMNS:,} columns"))
        return grid
    for below in (top[place + 1 :], remaining):
        for number, cells in below:
            if number > MAX_RECORDS:
                faults.append(too_big(f"{MAX_RECORDS:,} rows"))
                return grid
            if any(cell.strip() for cell in cells):
                grid.rows.append((number, cells))
    return grid


def _goes_on(titles: list[str], below: list[str]) -> bool:
    """Say whether a header has a second row, as under merged cells: titles, and new ones.

    What is no known title there stands below a title that spans several columns.
    """
    told = zip_longest(below[:MAX_COLUMNS], titles[: len(below)], fillvalue="")
    named = {at: cell for at, (cell, title) in enumerate(told) if cell.strip() and cell != title}
    known = {index for index, cell in named.items() if is_recognised(cell)}
    if len(known) < MIN_RECOGNISED or not all(_spans(titles, at) for at in named.keys() - known):
        return False
    new = {likely_meaning_of(named[index]) for index in known}
    return not new <= {*map(likely_meaning_of, titles[:MAX_COLUMNS])}


def _spans(titles: list[str], index: int) -> bool:
    """Say whether a column has no title of its own: merged cells keep theirs in the first."""
    return any(not title.strip() for title in titles[index : index + 2])


def _merged(titles: list[str], below: list[str]) -> list[str]:
    """Return the title of each column: the lower one, for the upper may span several."""
    pairs = zip_longest(titles, below, fillvalue="")
    return [lower if lower.strip() else upper for upper, lower in pairs]


def _header_place(top: list[list[str]]) -> int:
    """Return which of the first rows has most titles that mean something; the first of equals."""
    recognised = [sum(map(is_recognised, cells[:MAX_COLUMNS])) for cells in top]
    most = max(recognised)
    return recognised.index(most) if most >= MIN_RECOGNISED else 0
