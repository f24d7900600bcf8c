"""Coverage as HTML: the figures as cards, the table of areas, the gaps, the map's legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.maps.coverage import DARK, LIGHT, SHARES, Mode
from stationmap.maps.steps import breaks_m
from stationmap.web.markup import Markup, element
from stationmap.web.plan.coverage_view import Column, amount, distance, percent
from stationmap.web.table_html import sorting_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.coverage.figures import Figures
    from stationmap.coverage.gaps import Gap
    from stationmap.labels import Language
    from stationmap.web.plan.coverage_view import Order, Row


def figure_cards(whole: Figures, radius: str, language: Language) -> Markup:
    """Return the four figures of all demand together."""
    said = {
        "share": percent(whole.share, language),
        "uncovered": amount(whole.uncovered),
        "mean": distance(whole.mean_m, language),
        "p90": distance(whole.p90_m, language),
    }
    cards = (
        element(
            "div",
            element("dt", text(f"plan.figure.{name}", language, radius=radius)),
            element("dd", value),
            class_=f"figure {name}",
        )
        for name, value in said.items()
    )
    return element("dl", *cards, class_="figures")


def basis_line(stations: int, demand: float, surface: str, language: Language) -> Markup:
    """Return what the figures rest on, in one line."""
    said = text(
        "plan.basis", language, stations=f"{stations:,}", demand=amount(demand), surface=surface
    )
    return element("p", said, class_="muted basis")


def area_table(whole: Row, rows: Sequence[Row], order: Order, language: Language) -> Markup:
    """Return the table: all demand in the first line, then an area in each."""
    head = element("tr", *(_head(column, order, language) for column in Column))
    lines = [_line(row, language) for row in (whole, *rows)]
    table = element("table", element("thead", head), element("tbody", *lines), class_="stations")
    return element("div", table, class_="scroll areas", tabindex="0")


def _head(column: Column, order: Order, language: Language) -> Markup:
    return sorting_head(
        column,
        element("span", text(f"plan.column.{column}", language)),
        is_sorted=column is order.column,
        descending=order.descending,
    )


def _line(row: Row, language: Language) -> Markup:
    figures = row.figures
    share = 0.0 if figures.share is None else figures.share
    bar = element("span", style=f"width:{share:.1%}")
    return element(
        "tr",
        element("th", row.name, scope="row"),
        element(
            "td",
            element("span", percent(figures.share, language)),
            element("span", bar, class_="bar", aria_hidden="true"),
        ),
        element("td", amount(figures.uncovered)),
        element("td", amount(figures.demand)),
        element("td", distance(figures.mean_m, language)),
        element("td", distance(figures.p90_m, language)),
        class_="whole" if row.code is None else None,
    )


def gap_list(gaps: Sequence[Gap], language: Language) -> Markup:
    """Return the gaps, the largest first; a tap on one shows it on the map."""
    title = element("h2", text("plan.gaps", language), class_="section")
    if not gaps:
        return element("div", title, element("p", text("plan.no_gaps", language), class_="muted"))
    items = (
        element(
            "li",
            element(
                "button",
                element("span", str(gap.rank), class_="number"),
                element(
                    "span",
                    element("strong", text("plan.gap", language, demand=amount(gap.demand))),
                    element(
                        "span",
                        text("plan.gap_far", language, distance=distance(gap.farthest_m, language)),
                        class_="muted",
                    ),
                    class_="row-text",
                ),
                class_="row",
                type="button",
                data_tap=f"gap:{gap.rank}",
            ),
        )
        for gap in gaps
    )
    return element("div", title, element("ol", *items, class_="rows gaps"))


def legend(mode: Mode, radius_m: float, language: Language, *, dark: bool) -> Markup:
    """Return what the colours and the hatching mean, in words."""
    steps = _shares(language) if mode is Mode.AREAS else _distances(radius_m, language)
    colours = DARK if dark else LIGHT
    keys = [
        element("li", element("span", class_="swatch", style=f"background:#{colour}"), words)
        for colour, words in zip(colours, steps, strict=True)
    ]
    marks = [
        element(
            "li", element("span", class_=f"swatch {mark}"), text(f"plan.legend.{mark}", language)
        )
        for mark in ("hatched", "gap", "station")
    ]
    title = element("span", text(f"plan.legend.{mode}", language), class_="legend-title")
    return element("div", title, element("ul", *keys, *marks), class_="legend")


def _distances(radius_m: float, language: Language) -> list[str]:
    breaks = [distance(metres, language) for metres in breaks_m(radius_m)]
    return [
        *(text("plan.legend.up_to", language, distance=words) for words in breaks),
        text("plan.legend.beyond", language, distance=breaks[-1]),
    ]


def _shares(language: Language) -> list[str]:
    return [
        *(text("plan.legend.at_least", language, share=share) for share in SHARES),
        text("plan.legend.below", language, share=SHARES[-1]),
    ]
