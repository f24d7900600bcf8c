"""The table of all stations as HTML: a tap on a head sorts, a tap on a name opens the station."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.web import cards
from stationmap.web.all_view import Column
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.web.all_view import Order, Row, TablePage

HALF_TURN_DEG = 180.0


def count_line(shown: int, total: int, language: Language) -> Markup:
    """Say how many of all stations are shown, and what to do if none is."""
    key = "all.count" if shown else "all.none"
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
        _pager(page, language) if page.pages > 1 else None,
    )


def _head(column: Column, order: Order, language: Language) -> Markup:
    is_sorted = column is order.column
    direction = "descending" if order.descending else "ascending"
    arrow = icon("arrow", turned_deg=HALF_TURN_DEG if order.descending else 0.0)
    return element(
        "th",
        element(
            "button",
            element("span", text(f"all.column.{column}", language)),
            arrow if is_sorted else None,
            type="button",
            data_tap=f"sort:{column}",
        ),
        scope="col",
        aria_sort=direction if is_sorted else None,
    )


def _row(row: Row, language: Language) -> Markup:
    name, *others = row.cells
    link = element(
        "a",
        name,
        href=cards.station_address(row.station_id, language),
        data_tap=f"station:{row.station_id}",
    )
    return element("tr", element("td", link), *(element("td", said) for said in others))


def _pager(page: TablePage, language: Language) -> Markup:
    return element(
        "nav",
        _turn(page.number - 1, "all.previous", language, is_there=page.number > 1),
        element("span", text("all.page", language, number=page.number, pages=page.pages)),
        _turn(page.number + 1, "all.next", language, is_there=page.number < page.pages),
        class_="pager",
        aria_label=text("all.table", language),
    )


def _turn(number: int, key: str, language: Language, *, is_there: bool) -> Markup:
    return element(
        "button",
        element("span", text(key, language)),
        class_="action",
        type="button",
        disabled=not is_there,
        data_tap=f"page:{number}",
    )
