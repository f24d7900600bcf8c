"""What stands in a planner's report, put together from the answers that planners get."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stationmap.files.report_content import KeyFigure, ReportContent
from stationmap.labels import Language, text
from stationmap.services.plan.report_areas import ReportAreas, area_section
from stationmap.services.plan.report_coverage import drawn_map, target_section, targets
from stationmap.services.plan.report_gaps import gap_section
from stationmap.services.plan.report_method import method_section
from stationmap.services.plan.report_quality import quality_section
from stationmap.services.plan.report_scenario import scenario_section
from stationmap.services.plan.report_sites import site_section
from stationmap.services.plan.report_words import (
    count,
    counting_words,
    demand_name,
    radius_words,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stationmap.coverage.scenario import Scenario
    from stationmap.files.report_content import Section
    from stationmap.services.district_quality import QualityTable
    from stationmap.services.plan.comparison import Comparison
    from stationmap.services.plan.coverage_answer import CoverageAnswer
    from stationmap.services.plan.siting_answer import SitingAnswer

    Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBasis:
    """The answers that a report is made of.

    Attributes
    ----------
    areas
        What to tell of, one part of the report each; at least one.
    place
        What was asked about, in the report's language; empty for all of the demand.
    bounds
        West, south, east and north of that: what the maps show.
    scenario, compared
        The scenario whose changes are made, and its answer beside today's; None for today.
    quality, quality_names
        Of the records, and what its areas are called by code.
    siting
        What came of choosing sites, if it was asked.
    """

    answer: CoverageAnswer
    areas: Sequence[ReportAreas]
    place: str = ""
    bounds: Bounds
    scenario: Scenario | None = None
    compared: Comparison | None = None
    quality: QualityTable | None = None
    quality_names: Mapping[str, str] = field(default_factory=dict)
    siting: SitingAnswer | None = None


def compose(basis: ReportBasis, language: Language) -> ReportContent:
    """Return the report in a language."""
    answer = basis.answer
    place = basis.place or text("plan_report.whole", language)
    return ReportContent(
        language=language,
        title=text("plan_report.title", language),
        subtitle=text(
            "plan_report.subtitle",
            language,
            place=place,
            day=f"{answer.at:%Y-%m-%d}",
            revision=answer.revision,
        ),
        facts_title=text("plan_report.facts", language),
        facts=tuple(_facts(basis, language)),
        key_figures=tuple(_key_figures(answer, language)),
        warnings=tuple(_warnings(answer, language)),
        sections=tuple(_sections(basis, language)),
        method=method_section(answer, basis.areas, basis.siting, language),
    )


def _sections(basis: ReportBasis, language: Language) -> Iterator[Section]:
    answer = basis.answer
    drawn = drawn_map(answer, basis.bounds)
    yield target_section(answer, drawn, language)
    for areas in basis.areas:
        yield area_section(answer, areas, language)
    yield gap_section(answer, drawn, language)
    if basis.scenario is not None and basis.compared is not None:
        yield scenario_section(basis.scenario, basis.compared, drawn, language)
    if basis.siting is not None:
        yield site_section(basis.siting, drawn, language)
    if basis.quality is not None:
        yield quality_section(basis.quality, basis.quality_names, language)


def _facts(basis: ReportBasis, language: Language) -> Iterator[tuple[str, str]]:
    answer = basis.answer
    between = text("plan_report.between", language)
    words = {
        "demand": demand_name(answer, language),
        "areas": between.join(one.label for one in basis.areas),
        "counted": counting_words(answer.question.counting, language),
        "radius": radius_words(answer.question.radius, language),
        "scenario": "" if basis.scenario is None else basis.scenario.name,
        "moment": f"{answer.at:%Y-%m-%d}",
        "revision": str(answer.revision),
    }
    for name, said in words.items():
        if said:
            yield text(f"plan_report.fact.{name}", language), said


def _key_figures(answer: CoverageAnswer, language: Language) -> Iterator[KeyFigure]:
    (_, within_m), (_, within_min), *_ = targets(answer)
    values = {
        "within_m": share(within_m.share),
        "within_min": share(within_min.share),
        "uncovered": count(within_m.uncovered),
        "stations": count(len(answer.stations)),
    }
    for name, value in values.items():
        yield KeyFigure(label=text(f"plan_report.key.{name}", language), value=value)


def _warnings(answer: CoverageAnswer, language: Language) -> Iterator[str]:
    if any(station.is_sample for station in answer.stations):
        yield text("plan_report.sample", language)
    if answer.is_of_census:
        yield text("plan_report.crude", language)
    if not answer.stations:
        yield text("plan_report.no_station", language)
