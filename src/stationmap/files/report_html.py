"""A planner's report as one HTML file: no script, nothing from elsewhere, fit to be printed."""

from __future__ import annotations

from functools import cache, singledispatch
from importlib.resources import files

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
from stationmap.labels.markup import Markup, element, together
from stationmap.stations.place import printable

DOCTYPE = Markup("<!doctype html>\n")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Whatever a browser took for script all the same would not run."""


def to_html(content: ReportContent) -> bytes:
    """Return the report as one UTF-8 file; every text in it is text."""
    title = printable(content.title)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("title", title),
        element("style", _style()),
    )
    body = element("body", element("main", _front(content), *map(_section, _sections(content))))
    page = element("html", head, body, lang=content.language.tag)
    return together(DOCTYPE, page).encode()


@cache
def _style() -> Markup:
    return Markup(files("stationmap.files").joinpath("report.css").read_text(encoding="utf-8"))


def _sections(content: ReportContent) -> tuple[Section, ...]:
    return *content.sections, content.method


def _front(content: ReportContent) -> Markup:
    facts = (
        together(element("dt", printable(label)), element("dd", printable(words)))
        for label, words in content.facts
    )
    figures = (
        element(
            "li", element("strong", printable(one.value)), element("span", printable(one.label))
        )
        for one in content.key_figures
    )
    return element(
        "header",
        element("h1", printable(content.title)),
        element("p", printable(content.subtitle), class_="subtitle"),
        *(element("p", printable(words), class_="warning") for words in content.warnings),
        element("ul", *figures, class_="key"),
        element("dl", *facts),
    )


def _section(section: Section) -> Markup:
    return element("section", element("h2", printable(section.title)), *map(_block, section.blocks))


@singledispatch
def _block(block: object) -> Markup | None:
    raise TypeError(type(block))


@_block.register
def _(block: Paragraph) -> Markup:
    return element("p", printable(block.words), class_="warning" if block.is_warning else None)


@_block.register
def _(block: Points) -> Markup:
    points = (
        together(element("dt", printable(about)), element("dd", printable(words)))
        for about, words in block.points
    )
    return element("dl", *points, class_="points")


@_block.register
def _(block: Picture) -> Markup:
    words = element("figcaption", printable(block.caption)) if block.caption else None
    drawn = element("div", block.svg, role="img", aria_label=printable(block.alt))
    return element("figure", drawn, words)


@_block.register
def _(block: Pictures) -> Markup:
    return element("div", *map(_block, block.pictures), class_="pictures")


@_block.register
def _(block: Table) -> Markup | None:
    if not block.is_printed:
        return None
    forms = [column.form for column in block.columns]
    titles = (
        element("th", printable(column.title), scope="col", class_=_class(column.form))
        for column in block.columns
    )
    rows = (element("tr", *_cells(row, forms)) for row in block.rows)
    total = None
    if block.total is not None:
        total = element("tfoot", element("tr", *_cells(block.total, forms)))
    return element(
        "div",
        element(
            "table",
            element("caption", printable(block.caption)) if block.caption else None,
            element("thead", element("tr", *titles)),
            element("tbody", *rows),
            total,
        ),
        class_="table",
    )


def _cells(row: tuple[str | float | None, ...], forms: list[Form]) -> list[Markup]:
    return [
        element("td", written(value, form), class_=_class(form))
        for value, form in zip(row, forms, strict=True)
    ]


def _class(form: Form) -> str | None:
    return None if form in WORDS else "number"
