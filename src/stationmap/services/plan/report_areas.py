"""The part of a planner's report that says how well each area is covered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stationmap.coverage.figures import figures_by_area
from stationmap.files.report_content import (
    Column,
    Form,
    Paragraph,
    Picture,
    Section,
    Table,
    Value,
)
from stationmap.labels import Language, text
from stationmap.maps.report_shares import share_map
from stationmap.services.plan.report_coverage import targets
from stationmap.services.plan.report_words import area_names, count, share

if TYPE_CHECKING:
    from stationmap.coverage.areas import AreaSet
    from stationmap.coverage.figures import Figures
    from stationmap.services.plan.coverage_answer import CoverageAnswer

MOST_ROWS = 400
"""So many areas are printed: the streets and towns of Beijing are 343."""

WITH_OFFICIAL, BEYOND_M_FROM_END = 8, -3
"""How many columns there are without a radius of one's own; where the demand beyond 1 km stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAreas:
    """Areas that a report tells of.

    Attributes
    ----------
    number
        Their place in the report, from 1: pictures are named after it.
    label
        What they are called in the report's language.
    """

    number: int
    label: str
    areas: AreaSet


Row = tuple[Value, ...]


def area_section(answer: CoverageAnswer, told: ReportAreas, language: Language) -> Section:
    """Return the figures of each area that holds demand, as a map and a table."""
    radii = [radius for radius, _ in targets(answer)]
    demand = answer.coverage.demand
    members = told.areas.of_many(demand.lons, demand.lats)
    by_radius = [
        figures_by_area(answer.coverage, radius.metres, members, len(told.areas.codes))
        for radius in radii
    ]
    shares = [one.share for one in by_radius[0]]
    names = area_names(told.areas, language)
    rows = [
        _row(name, code, [of_radius[place] for of_radius in by_radius])
        for place, (name, code) in enumerate(zip(names, told.areas.codes, strict=True))
        if by_radius[0][place].demand > 0
    ]
    whole = _row(
        text("plan_report.by_area.total", language), "", [one for _, one in targets(answer)]
    )
    outside = float(demand.weights[members < 0].sum())
    return Section(
        title=text("plan_report.by_area.title", language, areas=told.label),
        blocks=(
            *([_map(told, shares, language)] if len(rows) > 1 else []),
            *_tables(told, sorted(rows, key=_beyond), whole, language),
            *([_outside(outside, language)] if outside > 0 else []),
        ),
    )


def _row(name: str, code: str, figures: list[Figures]) -> Row:
    within_m = figures[0]
    shares = (one.share for one in figures)
    return name, code, within_m.demand, *shares, within_m.uncovered, within_m.mean_m, within_m.p90_m


def _beyond(row: Row) -> float:
    """Return what rows are sorted by: the most demand beyond 1 km first."""
    beyond_m = row[BEYOND_M_FROM_END]
    return -beyond_m if isinstance(beyond_m, float) else 0.0


def _tables(told: ReportAreas, rows: list[Row], whole: Row, language: Language) -> list[Table]:
    """Return the table, and of very many areas the worst on paper and all in the workbook."""
    forms = {
        "area": Form.TEXT,
        "code": Form.CODE,
        "demand": Form.COUNT,
        "within_m": Form.SHARE,
        "within_min": Form.SHARE,
        **({"within_radius": Form.SHARE} if len(whole) > WITH_OFFICIAL else {}),
        "beyond_m": Form.COUNT,
        "mean_m": Form.METRES,
        "p90_m": Form.METRES,
    }
    columns = tuple(
        Column(title=text(f"plan_report.column.{name}", language), form=form)
        for name, form in forms.items()
    )
    order = text("plan_report.by_area.order", language)
    all_of_them = Table(
        sheet=told.label, columns=columns, rows=tuple(rows), total=whole, caption=order
    )
    if len(rows) <= MOST_ROWS:
        return [all_of_them]
    more = text("plan_report.by_area.more", language, shown=MOST_ROWS, count=len(rows))
    return [
        replace(all_of_them, rows=tuple(rows[:MOST_ROWS]), caption=order + more, sheet=""),
        replace(all_of_them, is_printed=False),
    ]


def _map(told: ReportAreas, shares: list[float | None], language: Language) -> Picture:
    known = [(one, place) for place, one in enumerate(shares) if one is not None]
    least, place = min(known)
    alt = text(
        "plan_report.by_area.map_alt",
        language,
        area=area_names(told.areas, language)[place],
        share=share(least),
    )
    return Picture(
        svg=share_map(f"areas{told.number}", told.areas, shares, language),
        alt=alt,
        caption=text("plan_report.by_area.map", language),
    )


def _outside(outside: float, language: Language) -> Paragraph:
    return Paragraph(words=text("plan_report.by_area.outside", language, demand=count(outside)))
