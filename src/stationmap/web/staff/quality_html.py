"""How good the records are, as HTML: a table with bars that can be sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.upkeep.quality import WEIGHTS, Part
from stationmap.web.markup import Markup, element
from stationmap.web.table_html import sorting_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.labels import Language
    from stationmap.web.staff.quality_view import Order, QualityRow


def quality_table(rows: Sequence[QualityRow], order: Order, language: Language) -> Markup:
    """Return the table: an area in each line, the whole first, a bar for each part."""
    columns = ["area", "score", "answered_in_time", "stations"]
    head = element(
        "tr",
        *(_head(name, text(f"quality.{name}", language), order) for name in columns),
        *(_head(part, text(f"quality.part.{part}", language), order) for part in Part),
    )
    lines = (_line(row, language) for row in rows)
    table = element("table", element("thead", head), element("tbody", *lines), class_="stations")
    return element(
        "div",
        element("h2", text("quality.title", language), class_="section"),
        element("p", text("quality.how", language), class_="small-print"),
        element("div", table, class_="scroll quality", tabindex="0"),
    )


def _head(name: str, label: str, order: Order) -> Markup:
    return sorting_head(
        name,
        element("span", label),
        element("small", str(WEIGHTS[Part(name)])) if name in set(Part) else None,
        is_sorted=name == order.column,
        descending=order.descending,
    )


def _line(row: QualityRow, language: Language) -> Markup:
    quality = row.quality
    answered = (
        text("quality.no_reports", language)
        if row.answered_in_time is None
        else f"{row.answered_in_time:.0%}"
    )
    return element(
        "tr",
        element("th", row.name, scope="row"),
        element("td", element("strong", f"{quality.score:.1f}")),
        element("td", answered),
        element("td", str(quality.stations)),
        *(_bar(quality.shares[part], quality.points(part), part, language) for part in Part),
        class_="whole" if row.is_whole else None,
    )


def _bar(share: float, points: float, part: Part, language: Language) -> Markup:
    spoken = text("quality.points", language, points=WEIGHTS[part], got=f"{points:.1f}")
    return element(
        "td",
        element("span", f"{share:.0%}"),
        element(
            "span", element("span", style=f"width:{share:.0%}"), class_="bar", aria_hidden="true"
        ),
        title=spoken,
    )
