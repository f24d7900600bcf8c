"""The rows of the table of areas, in the order asked for, and how figures are said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, isfinite
from typing import TYPE_CHECKING

from stationmap.coverage.figures import in_percent
from stationmap.labels import Language, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from stationmap.coverage.figures import Figures
    from stationmap.services.plan.coverage_answer import AreaFigures

KILOMETRE = 1000
"""In metres."""

ROWS_PER_PAGE = 30
"""All 29 streets of a district stand together; a page of rows is sent at each choice."""

LARGE = 100
"""From here on, demand is told in whole numbers."""


class Column(StrEnum):
    """What the table shows and can be sorted by; the labels are `plan.column.<value>`."""

    AREA = "area"
    SHARE = "share"
    UNCOVERED = "uncovered"
    DEMAND = "demand"
    MEAN = "mean"
    P90 = "p90"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How the table is sorted: the lowest share first, unless somebody asks otherwise."""

    column: Column = Column.SHARE
    descending: bool = False

    def after_tap_on(self, column: Column) -> Order:
        """Return the order after a tap on a head: the worst first, a second tap turns it round."""
        worst_is_high = column not in {Column.AREA, Column.SHARE}
        turned = column is self.column
        return Order(column=column, descending=not self.descending if turned else worst_is_high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One area's line; `code` is None for the line of all demand together."""

    code: str | None
    name: str
    figures: Figures


def rows(told: Iterable[AreaFigures], order: Order, language: Language) -> list[Row]:
    """Return the lines of areas, sorted; what has no figure stands last either way."""
    is_chinese = language is Language.ZH
    found = [
        Row(code=one.code, name=one.name if is_chinese else one.name_en, figures=one.figures)
        for one in told
    ]
    key = _KEYS[order.column]
    known = [row for row in found if key(row) is not None]
    known.sort(key=lambda row: (key(row), row.code), reverse=order.descending)
    return known + [row for row in found if key(row) is None]


def table_page(found: Sequence[Row], number: int) -> tuple[Sequence[Row], int, int]:
    """Return the rows of a page, its number and how many there are; the nearest page there is."""
    pages = max(1, ceil(len(found) / ROWS_PER_PAGE))
    number = min(max(number, 1), pages)
    first = (number - 1) * ROWS_PER_PAGE
    return found[first : first + ROWS_PER_PAGE], number, pages


def percent(share: float | None, language: Language) -> str:
    """Return a share as the report says it; a dash where there is none."""
    return text("plan.none", language) if share is None else in_percent(share)


def amount(demand: float) -> str:
    """Return an amount of demand: whole with thousands apart, small ones to three digits."""
    return f"{demand:,.0f}" if demand >= LARGE or demand == int(demand) else f"{demand:.3g}"


def distance(metres: float | None, language: Language) -> str:
    """Return a distance in metres, from 1 km on in kilometres."""
    if metres is None or not isfinite(metres):
        return text("plan.none", language)
    if round(metres) < KILOMETRE:
        return text("map.metres", language, distance=round(metres))
    kilometres = f"{metres / KILOMETRE:.1f}".removesuffix(".0")
    return text("map.kilometres", language, distance=kilometres)


_KEYS: dict[Column, Callable[[Row], float | str | None]] = {
    Column.AREA: lambda row: row.code,
    Column.SHARE: lambda row: row.figures.share,
    Column.UNCOVERED: lambda row: row.figures.uncovered,
    Column.DEMAND: lambda row: row.figures.demand,
    Column.MEAN: lambda row: row.figures.mean_m,
    Column.P90: lambda row: row.figures.p90_m,
}
