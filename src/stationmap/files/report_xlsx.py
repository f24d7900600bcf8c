"""The figures of a planner's report as a workbook: a sheet for each table, and two of words."""

from __future__ import annotations

import math
from io import BytesIO
from typing import TYPE_CHECKING

from stationmap.files.report_content import Form, Paragraph, Points, Section, Value
from stationmap.files.xlsx_write import MAX_CELL, sheet_cell
from stationmap.stations.place import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from stationmap.files.report_content import ReportContent, Table

MAX_TITLE, EMPTY_TITLE = 28, "-"
"""The title of a sheet has three characters more, for a number where two are called the same."""

NOT_IN_TITLES = frozenset("[]:*?/\\")

NUMBER_FORMATS = {
    Form.COUNT: "#,##0",
    Form.SHARE: "0.0%",
    Form.METRES: "#,##0",
    Form.DEGREES: "0.000000",
}
WORDS_WIDTH, TEXT_WIDTH, NUMBER_WIDTH = 90, 26, 15


def to_xlsx(content: ReportContent) -> bytes:
    """Return the workbook: figures are numbers with all their digits, and text is never run."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow, and few need it

    book = Workbook(write_only=True)
    _add_words(book, content.facts_title, _front(content))
    for table in content.tables():
        if table.sheet:
            _add_table(book, table)
    _add_words(book, content.method.title, _points(content.method))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _front(content: ReportContent) -> Iterator[tuple[str, str]]:
    yield content.title, content.subtitle
    yield from (("!", warning) for warning in content.warnings)
    yield from content.facts
    yield from ((one.label, one.value) for one in content.key_figures)


def _points(section: Section) -> Iterator[tuple[str, str]]:
    for block in section.blocks:
        if isinstance(block, Points):
            yield from block.points
        elif isinstance(block, Paragraph):
            yield "", block.words


def _add_words(book: Workbook, title: str, pairs: Iterable[tuple[str, str]]) -> None:
    sheet = book.create_sheet(_sheet_title(title))
    sheet.column_dimensions["A"].width = TEXT_WIDTH
    sheet.column_dimensions["B"].width = WORDS_WIDTH
    for label, words in pairs:
        sheet.append([sheet_cell(sheet, _text(label), bold=True), sheet_cell(sheet, _text(words))])


def _add_table(book: Workbook, table: Table) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - see above

    sheet = book.create_sheet(_sheet_title(table.sheet))
    sheet.freeze_panes = "A2"
    for number, column in enumerate(table.columns, start=1):
        width = TEXT_WIDTH if column.form is Form.TEXT else NUMBER_WIDTH
        sheet.column_dimensions[get_column_letter(number)].width = width
    forms = [column.form for column in table.columns]
    sheet.append([sheet_cell(sheet, _text(one.title), bold=True) for one in table.columns])
    for row in (*table.rows, *(() if table.total is None else (table.total,))):
        sheet.append(_cells(sheet, row, forms))


def _cells(sheet: WriteOnlyWorksheet, row: Sequence[Value], forms: Sequence[Form]) -> list[object]:
    return [_cell(sheet, value, form) for value, form in zip(row, forms, strict=True)]


def _cell(sheet: WriteOnlyWorksheet, value: Value, form: Form) -> object:
    """Return a cell: text as text, a number with its format, what is not known empty."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - see above

    if isinstance(value, str):
        return sheet_cell(sheet, _text(value)) if value else None
    if value is None or not math.isfinite(value):
        return None
    cell = WriteOnlyCell(sheet, value)
    if form in NUMBER_FORMATS:
        cell.number_format = NUMBER_FORMATS[form]
    return cell


def _text(words: str) -> str:
    return printable(words)[:MAX_CELL]


def _sheet_title(title: str) -> str:
    """Return a title without what spreadsheets do not allow in one."""
    allowed = "".join(" " if letter in NOT_IN_TITLES else letter for letter in printable(title))
    return allowed[:MAX_TITLE].strip(" '") or EMPTY_TITLE
