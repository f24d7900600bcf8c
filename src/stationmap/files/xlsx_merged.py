"""Cells that were merged downwards: a workbook keeps their text in the first alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK_BYTES = 1 << 16
_END_OF_ROWS = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_LONGEST_END = 64
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)


@dataclass(slots=True)
class MergedDown:
    """What a spreadsheet shows beside each of several rows, and keeps in the first of them.

    Attributes
    ----------
    ends
        By row and column of a first cell, the last row that it was merged with.
    shown
        By column, the last row that a text stands beside, and the text.
    """

    ends: dict[tuple[int, int], int]
    shown: dict[int, tuple[int, str]] = field(default_factory=dict)

    def fill(self, number: int, cells: list[str]) -> None:
        """Give a row what its merged cells show, unless it is blank; rows come in order."""
        if not self.ends or not any(cells):
            return
        for column, (last, text) in self.shown.items():
            if number <= last and column < len(cells) and not cells[column]:
                cells[column] = text
        for column, text in enumerate(cells):
            if (number, column) in self.ends:
                self.shown[column] = self.ends[number, column], text


def merged_down(sheet: IO[bytes]) -> MergedDown:
    """Find the cells of a sheet's XML that are one column wide and several rows high."""
    from openpyxl.utils import column_index_from_string  # noqa: PLC0415  # slow, and few need it

    ends: dict[tuple[int, int], int] = {}
    for found in _MERGED.finditer(b"".join(_behind_rows(sheet))):
        left, right = (column_index_from_string(found[at].decode()) for at in (1, 3))
        first, last = int(found[2]), int(found[4])
        if left == right and first < last:
            ends[first, left - 1] = last
    return MergedDown(ends)


def _behind_rows(sheet: IO[bytes]) -> Iterator[bytes]:
    """Go through what stands behind the rows, where merged cells are told."""
    held, is_behind = b"", False
    while chunk := sheet.read(CHUNK_BYTES):
        if is_behind:
            yield chunk
            continue
        held += chunk
        end = _END_OF_ROWS.search(held)
        if end is None:
            held = held[-_LONGEST_END:]
        else:
            is_behind = True
            yield held[end.end() :]
