"""The table of all stations as HTML: a tap on a head sorts, a tap on a name opens the station."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.web import cards
from stationmap.web.all_view import Column
from stationmap.web.dates import dated
from stationmap.web.markup import Markup, element
from stationmap.web.table_html import pager, sorting_head

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.web.all_view import Order, Row, TablePage

SHORT = frozenset({Column.DISTRICT, Column.STATUS})
"""Columns of a word each, which is not broken."""


def count_line(shown: int, total: int, language: Language) -> Markup:
    """Say how many of all stations are shown, and what to do if none is."""
    key = "all.count" if shown else "all.none" if total else "all.empty"
    return element(
        "p", text(key, language, shown=shown, total=total), class_="count", role="status"
    )


def table_html(page: TablePage, order: Order, language: Language) -> Markup:
    """Return one page of the table with the buttons to the pages beside it."""
    head = element("tr", *(_head(column, order, language) for column in Column))
    rows = (_row(row, language) for row in page.rows)
    table = element("table", element("thead", head), element("tbody", *rows), class_="stations")
    return element(
        "div",
        element("div", table, class_="scroll", tabindex="0"),
        pager(page.number, page.pages, text("all.table", language), language),
    )


def _head(column: Column, order: Order, language: Language) -> Markup:
    return sorting_head(
        column,
        element("span", text(f"all.column.{column}", language)),
        is_sorted=column is order.column,
        descending=order.descending,
    )


def _row(row: Row, language: Language) -> Markup:
    said = dict(zip(Column, row.cells, strict=True))
    name = said.pop(Column.NAME)
    link = element(
        "a",
        name,
        href=cards.station_address(row.station_id, language),
        data_tap=f"station:{row.station_id}",
    )
    return element(
        "tr", element("td", link), *(_cell(column, words) for column, words in said.items())
    )


def _cell(column: Column, words: str) -> Markup:
    return element("td", dated(words), class_="short" if column in SHORT else None)
