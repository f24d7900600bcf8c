"""Workbooks for tests: ordinary ones, and ones whose parts are written by hand."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHEET = "xl/worksheets/sheet1.xml"
SHARED_STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
CONTENT_TYPES = "[Content_Types].xml"
DECLARED = (
    f'<Override PartName="/{SHARED_STRINGS}" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
"""What tells a reader of the shared strings, which our writer does without."""

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(rows: Iterable[Sequence[object]]) -> bytes:
    """Return a workbook with one sheet of these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def workbook_with(part: str, xml: str) -> bytes:
    """Return an ordinary workbook, one part of which is this XML."""
    plain = ZipFile(BytesIO(workbook([["名称"]])))
    parts = {name: plain.read(name).decode() for name in plain.namelist()} | {part: xml}
    if part == SHARED_STRINGS:
        parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace("</Types>", f"{DECLARED}</Types>")
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def sheet_xml(rows: str, *, dimension: str = "A1:B2", prologue: str = "") -> str:
    """Return the XML of a sheet with these rows."""
    size = f'<dimension ref="{dimension}"/>'
    return f"{prologue}<worksheet {NAMESPACE}>{size}<sheetData>{rows}</sheetData></worksheet>"
