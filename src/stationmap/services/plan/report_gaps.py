"""The part of a planner's report about the gaps, each with its map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from stationmap.files.report_content import (
    Column,
    Form,
    Paragraph,
    Picture,
    Pictures,
    Section,
    Table,
)
from stationmap.labels import Language, text
from stationmap.maps.report_frame import square_around
from stationmap.maps.report_svg import ReportMap, detail_map
from stationmap.services.plan.report_coverage import FINEST
from stationmap.services.plan.report_words import area_at, count

if TYPE_CHECKING:
    from stationmap.coverage.gaps import Gap
    from stationmap.services.plan.coverage_answer import CoverageAnswer

MOST_MAPS = 9
"""Of so many gaps, the largest, there is a map: three rows of three."""

AROUND = 4.0
"""The map of a gap is at least so many radii wide, so that the nearest stations may be seen."""

COLUMNS = {
    "rank": Form.COUNT,
    "area": Form.TEXT,
    "uncovered": Form.COUNT,
    "farthest_m": Form.METRES,
    "lon": Form.DEGREES,
    "lat": Form.DEGREES,
}


def gap_section(answer: CoverageAnswer, drawn: ReportMap, language: Language) -> Section:
    """Return the gaps in the order of the demand that they hold."""
    title = text("plan_report.gaps.title", language)
    if not answer.gaps:
        words = text("plan_report.gaps.none", language)
        return Section(title=title, blocks=(Paragraph(words=words),))
    places = [area_at(answer, gap.lon, gap.lat, language) for gap in answer.gaps]
    table = Table(
        sheet=text("plan_report.gaps.sheet", language),
        columns=tuple(
            Column(title=text(f"plan_report.column.{name}", language), form=form)
            for name, form in COLUMNS.items()
        ),
        rows=tuple(
            (gap.rank, place, gap.demand, gap.farthest_m, gap.lon, gap.lat)
            for gap, place in zip(answer.gaps, places, strict=True)
        ),
    )
    fine = replace(drawn, cells=answer.cells(FINEST))
    pictures = tuple(
        _picture(gap, place, fine, language)
        for gap, place in zip(answer.gaps[:MOST_MAPS], places[:MOST_MAPS], strict=True)
    )
    told = Paragraph(words=text("plan_report.gaps.told", language))
    return Section(title=title, blocks=(told, table, Pictures(pictures=pictures)))


def _picture(gap: Gap, place: str, drawn: ReportMap, language: Language) -> Picture:
    west, south, east, north = shapely.bounds(gap.outline).tolist()
    bounds = square_around((west, south, east, north), least_m=AROUND * drawn.radius_m)
    near = replace(drawn, name=f"gap{gap.rank}", bounds=bounds, gaps=(gap,))
    demand = count(gap.demand)
    return Picture(
        svg=detail_map(near, language),
        alt=text("plan_report.gaps.alt", language, rank=gap.rank),
        caption=text(
            "plan_report.gaps.caption", language, rank=gap.rank, area=place, demand=demand
        ),
    )
