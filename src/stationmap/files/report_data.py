"""A planner's report as plain data, which the template of its PDF reads."""

from __future__ import annotations

import json
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from stationmap.files.report_content import (
    WORDS,
    Form,
    Paragraph,
    Picture,
    Pictures,
    Points,
    ReportContent,
    Section,
    Table,
    written,
)
from stationmap.stations.place import printable

if TYPE_CHECKING:
    from collections.abc import Sequence


def data_of(content: ReportContent) -> str:
    """Return what the template reads, as JSON: texts, and kinds of blocks that it knows."""
    data = {
        "language": content.language.value,
        "title": printable(content.title),
        "subtitle": printable(content.subtitle),
        "facts": _pairs(content.facts),
        "figures": [[printable(one.label), printable(one.value)] for one in content.key_figures],
        "warnings": [printable(words) for words in content.warnings],
        "sections": [_section(one) for one in (*content.sections, content.method)],
    }
    return json.dumps(data, ensure_ascii=False)


def _section(section: Section) -> dict[str, Any]:
    return {"title": printable(section.title), "blocks": [_block(one) for one in section.blocks]}


def _pairs(pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    return [[printable(label), printable(words)] for label, words in pairs]


@singledispatch
def _block(block: object) -> dict[str, Any]:
    raise TypeError(type(block))


@_block.register
def _(block: Paragraph) -> dict[str, Any]:
    kind = "warning" if block.is_warning else "paragraph"
    return {"kind": kind, "words": printable(block.words)}


@_block.register
def _(block: Points) -> dict[str, Any]:
    return {"kind": "points", "points": _pairs(block.points)}


@_block.register
def _(block: Picture) -> dict[str, Any]:
    caption, alt = printable(block.caption), printable(block.alt)
    return {"kind": "picture", "svg": block.svg, "caption": caption, "alt": alt}


@_block.register
def _(block: Pictures) -> dict[str, Any]:
    return {"kind": "pictures", "pictures": [_block(one) for one in block.pictures]}


@_block.register
def _(block: Table) -> dict[str, Any]:
    if not block.is_printed:
        return {"kind": "nothing"}
    forms = [column.form for column in block.columns]

    def told(row: Sequence[str | float | None]) -> list[str]:
        return [written(value, form) for value, form in zip(row, forms, strict=True)]

    return {
        "kind": "table",
        "caption": printable(block.caption),
        "numeric": [form not in WORDS for form in forms],
        "wide": [form is Form.TEXT for form in forms],
        "titles": [printable(column.title) for column in block.columns],
        "rows": [told(row) for row in block.rows],
        "total": None if block.total is None else told(block.total),
    }
