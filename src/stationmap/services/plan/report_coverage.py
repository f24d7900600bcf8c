"""The part of a planner's report that says how far the demand is, against the official target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.cells import resolution_for
from stationmap.coverage.figures import Figures, figures
from stationmap.coverage.reach import OFFICIAL_M, OFFICIAL_MIN
from stationmap.files.report_content import Column, Form, Paragraph, Picture, Section, Table
from stationmap.labels import Language, text
from stationmap.maps.report_charts import Mark, share_chart
from stationmap.maps.report_svg import ReportMap, coverage_map
from stationmap.services.plan.report_words import count, radius_words, share

if TYPE_CHECKING:
    from stationmap.coverage.reach import ServiceRadius
    from stationmap.files.report_content import Block
    from stationmap.services.plan.coverage_answer import CoverageAnswer

    Bounds = tuple[float, float, float, float]

OFFICIAL = (OFFICIAL_M, OFFICIAL_MIN)

FINEST = 8
"""The resolution of gaps: finer cells would part what lies side by side in a coarse grid."""


def targets(answer: CoverageAnswer) -> tuple[tuple[ServiceRadius, Figures], ...]:
    """Return the figures within both official radii, and within the one that was asked."""
    asked = answer.question.radius
    radii = OFFICIAL if asked in OFFICIAL else (*OFFICIAL, asked)
    return tuple((radius, figures(answer.coverage, radius.metres)) for radius in radii)


def drawn_map(answer: CoverageAnswer, bounds: Bounds) -> ReportMap:
    """Return the map of the distances, with the stations and the gaps."""
    return ReportMap(
        name="coverage",
        bounds=bounds,
        areas=answer.areas,
        cells=answer.cells(min(resolution_for(answer.coverage.demand), FINEST)),
        radius_m=answer.radius_m,
        lons=np.array([station.position.lon for station in answer.stations], dtype=float),
        lats=np.array([station.position.lat for station in answer.stations], dtype=float),
        gaps=answer.gaps,
    )


def target_section(answer: CoverageAnswer, drawn: ReportMap, language: Language) -> Section:
    """Return how far the demand is, against the official target."""
    told = targets(answer)
    within_m, within_min = told[0][1], told[1][1]
    words = text(
        "plan_report.target.told",
        language,
        demand=count(within_m.demand),
        within_m=share(within_m.share),
        within_min=share(within_min.share),
        mean=count(within_m.mean_m),
        p90=count(within_m.p90_m),
    )
    alt = text("plan_report.target.map_alt", language, share=share(answer.whole.share))
    mapped = Picture(
        svg=coverage_map(drawn, language),
        alt=alt,
        caption=text("plan_report.target.map", language),
    )
    return Section(
        title=text("plan_report.target.title", language),
        blocks=(
            Paragraph(words=words),
            _target_table(told, language),
            *_curve(answer, language),
            mapped,
        ),
    )


def _target_table(told: tuple[tuple[ServiceRadius, Figures], ...], language: Language) -> Table:
    names = [
        text("plan_report.target.metres", language),
        text("plan_report.target.minutes", language),
        *(
            text("plan_report.target.radius", language, radius=radius_words(radius, language))
            for radius, _ in told[len(OFFICIAL) :]
        ),
    ]
    columns = {
        "target": Form.TEXT,
        "share": Form.SHARE,
        "covered": Form.COUNT,
        "uncovered": Form.COUNT,
    }
    return Table(
        sheet=text("plan_report.target.sheet", language),
        columns=tuple(
            Column(title=text(f"plan_report.column.{name}", language), form=form)
            for name, form in columns.items()
        ),
        rows=tuple(
            (name, one.share, one.covered, one.uncovered)
            for name, (_, one) in zip(names, told, strict=True)
        ),
    )


def _curve(answer: CoverageAnswer, language: Language) -> tuple[Block, ...]:
    distances_m, shares = answer.curve.distances_m, answer.curve.shares
    marks = [
        Mark(x=OFFICIAL_MIN.metres, words=text("plan_report.target.curve_minutes", language)),
        Mark(x=OFFICIAL_M.metres, words=text("plan_report.target.metres", language)),
    ]
    drawn = Picture(
        svg=share_chart(
            distances_m,
            shares,
            axis=text("plan_report.target.curve_axis", language),
            marks=marks,
        ),
        alt=text(
            "plan_report.target.curve_alt",
            language,
            within_m=share(float(np.interp(OFFICIAL_M.metres, distances_m, shares))),
            farthest=f"{distances_m[-1]:,.0f}",
            within_all=share(float(shares[-1])),
        ),
        caption=text("plan_report.target.curve", language),
    )
    values = Table(
        sheet=text("plan_report.target.curve_sheet", language),
        columns=(
            Column(title=text("plan_report.column.distance_m", language), form=Form.METRES),
            Column(title=text("plan_report.column.share", language), form=Form.SHARE),
        ),
        rows=tuple(zip(distances_m.tolist(), shares.tolist(), strict=True)),
        is_printed=False,
    )
    return drawn, values
