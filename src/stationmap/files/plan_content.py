"""What a planner uploads, as text or as a table, or why it cannot be used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from stationmap.errors import Severity
from stationmap.files.content import content_faults, decoded
from stationmap.files.preview import preview

if TYPE_CHECKING:
    from stationmap.errors import Fault, PlanError
    from stationmap.files.preview import Preview

CODES = {
    "file_too_big": "file_too_big",
    "file_empty": "file_empty",
    "broken_utf8": "file_encoding",
    "unknown_encoding": "file_encoding",
    "bad_csv": "file_csv",
    "open_quote": "file_csv",
    "not_json": "file_json",
    "json_truncated": "file_json",
    "too_deep": "file_json",
    "wrong_crs": "file_crs",
    "not_xlsx": "file_xlsx",
    "old_excel": "file_xlsx",
    "no_sheet": "file_xlsx",
    "no_such_sheet": "file_xlsx",
}
"""Which PlanError a fault of a file becomes: `plan_error` says of each what a planner can do."""

SHOWN_COLUMNS = 20
_TOO_MANY = re.compile(r"([\d,]+) (rows|features)")


def text_of(content: bytes, error: type[PlanError]) -> str:
    """Return the text of a file in whatever encoding it is.

    Raises
    ------
    PlanError
        Of the given kind: `file_empty`, `file_too_big` or `file_encoding`.
    """
    refuse_any(content_faults(content), error)
    text, _, faults = decoded(content)
    refuse_any(faults, error)
    return text


def table_of(content: bytes, file_name: str, error: type[PlanError]) -> Preview:
    """Return the titles and rows of a CSV or a workbook.

    What is wrong with one cell is left to whoever needs that cell.

    Raises
    ------
    PlanError
        Of the given kind, if the file as a whole is wrong or has no row below its header.
    """
    seen = preview(content, file_name)
    refuse_any([one for one in seen.faults if one.number is None], error)
    if not seen.rows:
        raise error("file_empty")
    return seen


def refuse_any(faults: list[Fault], error: type[PlanError]) -> None:
    """Raise the first fault that forbids the use of a file, if there is one."""
    for fault in faults:
        if fault.severity is Severity.ERROR:
            refuse(fault, error)


def refuse(fault: Fault, error: type[PlanError]) -> NoReturn:
    """Raise a fault of a file as a PlanError of the given kind."""
    code = CODES.get(fault.code, "file_unreadable")
    too_many = _TOO_MANY.fullmatch(fault.value)
    if code == "file_too_big" and too_many:
        raise error("file_too_many", most=too_many[1])
    raise error(code, field=fault.field or "", value=fault.value, number=fault.first_number or 0)


def named(columns: list[str]) -> str:
    """Name the columns that a file has, as many as fit a sentence."""
    shown = ", ".join(title or '""' for title in columns[:SHOWN_COLUMNS])
    return f"{shown}, …" if len(columns) > SHOWN_COLUMNS else shown
