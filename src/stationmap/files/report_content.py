"""What stands in a planner's report, before it is written as HTML, PDF or a workbook."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from stationmap.coverage.figures import in_percent
from stationmap.stations.place import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.labels import Language
    from stationmap.labels.markup import Markup

Value = str | int | float | None
"""What a cell of a table holds; None where nothing is known."""


class Form(StrEnum):
    """How a value is written: as text or a short code, or as a number of some kind."""

    TEXT = "text"
    CODE = "code"
    COUNT = "count"
    SHARE = "share"
    METRES = "metres"
    DEGREES = "degrees"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table."""

    title: str
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures in rows.

    Attributes
    ----------
    sheet
        The title of its sheet in the workbook; empty if it has none.
    total
        The row of all together, if there is one.
    is_printed
        Whether it stands on paper too; a long one may be in the workbook alone.
    """

    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None
    caption: str = ""
    is_printed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A few sentences; a warning is set apart."""

    words: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Sentences that stand under each other, each with what it is about."""

    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing.

    Attributes
    ----------
    svg
        A whole `svg` element.
    alt
        The same in words, for who does not see it.
    """

    svg: Markup
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Small drawings side by side."""

    pictures: tuple[Picture, ...]


Block = Table | Paragraph | Points | Picture | Pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the report under its own heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """One of the figures that somebody with a minute reads."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """A report in one language.

    Attributes
    ----------
    facts
        What it is about and what it rests on: a label and its words each.
    facts_title
        The title of their sheet in the workbook.
    method
        The section that says how it was counted; it comes last, and has a sheet too.
    """

    language: Language
    title: str
    subtitle: str
    facts_title: str
    facts: tuple[tuple[str, str], ...]
    key_figures: tuple[KeyFigure, ...]
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]
    method: Section

    def tables(self) -> Iterator[Table]:
        """Go through the tables in their order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    yield block


WORDS = frozenset({Form.TEXT, Form.CODE})
"""What is set to the left; all else is numbers, and set to the right."""

NOT_KNOWN = "\N{EN DASH}"

_WRITTEN = {
    Form.COUNT: "{:,.0f}",
    Form.METRES: "{:,.0f}",
    Form.DEGREES: "{:.6f}",
}


def written(value: Value, form: Form) -> str:
    """Return a value as people read it, in one line; a dash where nothing is known."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NOT_KNOWN
    if isinstance(value, str):
        return printable(value)
    if form is Form.SHARE:
        return in_percent(value)
    return _WRITTEN[form].format(value)
