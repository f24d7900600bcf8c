"""Looks through an XLSX before anything of it is built: what would cost too much is refused.

A workbook of a few kilobytes can unpack to gigabytes, claim a million columns, or put millions of
cells into one row. Each part is unpacked in small pieces and its elements counted, and none is
kept, so that looking costs no memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from stationmap.files.limits import MAX_COLUMNS, MAX_RECORDS, TooBigError

if TYPE_CHECKING:
    from io import BytesIO
    from zipfile import ZipInfo

MAX_PARTS = 2_000
"""Files in the archive; a workbook with a hundred sheets has some 300."""

MAX_UNPACKED = 192 * 1024**2
"""Bytes of XML: 100,000 stations as this program exports them take some 160 MiB."""

MAX_ROW_ELEMENTS = 8 * MAX_COLUMNS
"""A cell has up to seven elements: itself, its value, a formula, text in runs."""

MAX_LOOSE_ELEMENTS = 200_000
"""Outside of rows: styles, widths, merged cells, links."""

MAX_STRINGS = 500_000
"""Different texts in all cells."""

XML_SUFFIXES = (".xml", ".rels")
CHUNK_BYTES = 1 << 16


class UnsafeXmlError(ValueError):
    """XML that declares entities, which a workbook never does."""


def refuse_what_costs_too_much(content: BytesIO) -> None:
    """Look through every part that a reader would read.

    Raises
    ------
    TooBigError
        If unpacking or building it would cost too much; it names the limit.
    UnsafeXmlError
        If a part declares a document type.
    BadZipFile, expat.ExpatError
        If it is no archive, or a part is no XML.
    """
    with ZipFile(content) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS:
            raise TooBigError(f"{MAX_PARTS:,} parts")
        read = [part for part in parts if part.filename.lower().endswith(XML_SUFFIXES)]
        # An archive's reader stops at the size that a part states, so the statement can be trusted.
        if sum(part.file_size for part in read) > MAX_UNPACKED:
            raise TooBigError(f"{MAX_UNPACKED // 1024**2} MiB unpacked")
        for part in read:
            _look_through(archive, part)


def _look_through(archive: ZipFile, part: ZipInfo) -> None:
    if part.flag_bits & 1:
        raise BadZipFile("encrypted")
    tally = _Tally()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = tally.count
    parser.EndElementHandler = tally.leave
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with archive.open(part) as file:
        while chunk := file.read(CHUNK_BYTES):
            parser.Parse(chunk, False)  # noqa: FBT003  # expat takes no keywords
    parser.Parse(b"", True)  # noqa: FBT003  # the same


def _refuse_doctype(*_declared: object) -> None:
    raise UnsafeXmlError("a document type is declared")


class _Tally:
    """Counts elements: of each row, of all shared texts, and of everything else."""

    def __init__(self) -> None:
        self._rows = 0
        self._strings = 0
        self._loose = 0
        self._within = 0
        self._is_within = False

    def count(self, name: str, _attributes: object) -> None:
        """Count an element that begins."""
        local = name.rpartition(" ")[2]
        if local in {"row", "si"}:
            self._begin(local)
        elif self._is_within:
            self._within += 1
            if self._within > MAX_ROW_ELEMENTS:
                raise TooBigError(f"{MAX_COLUMNS:,} columns")
        else:
            self._loose += 1
            if self._loose > MAX_LOOSE_ELEMENTS:
                raise TooBigError(f"{MAX_LOOSE_ELEMENTS:,} formats")

    def leave(self, name: str) -> None:
        """Notice the end of a row or a shared text."""
        if name.rpartition(" ")[2] in {"row", "si"}:
            self._is_within = False

    def _begin(self, local: str) -> None:
        self._within, self._is_within = 0, True
        if local == "row":
            self._rows += 1
            if self._rows > MAX_RECORDS:
                raise TooBigError(f"{MAX_RECORDS:,} rows")
        else:
            self._strings += 1
            if self._strings > MAX_STRINGS:
                raise TooBigError(f"{MAX_STRINGS:,} texts")
