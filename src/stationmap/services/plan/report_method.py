"""The part of a planner's report that says how it was counted, from what, and how crude that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.coverage.reach import OFFICIAL_MIN
from stationmap.files.report_content import Points, Section
from stationmap.geo.travel import DETOUR_FACTOR, SPEED_KM_H, TravelMode
from stationmap.labels import Language, text
from stationmap.services.plan.report_words import count, counting_words, demand_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.services.plan.coverage_answer import CoverageAnswer
    from stationmap.services.plan.report_areas import ReportAreas
    from stationmap.services.plan.siting_answer import SitingAnswer


def method_section(
    answer: CoverageAnswer,
    areas: Sequence[ReportAreas],
    siting: SitingAnswer | None,
    language: Language,
) -> Section:
    """Return what is counted, which distance, which data, of what date, and their limits."""
    words = {
        "counted": text(
            "plan_report.method.counted_words",
            language,
            counting=counting_words(answer.question.counting, language),
        ),
        "distance": text(
            "plan_report.method.distance_words",
            language,
            factor=DETOUR_FACTOR,
            speed=SPEED_KM_H[TravelMode.WALK],
            metres=count(OFFICIAL_MIN.metres),
        ),
        "target": text("plan_report.method.target_words", language),
        "demand": _demand(answer, language),
        **({"limits": text("plan_report.crude", language)} if answer.is_of_census else {}),
        "stations": text(
            "plan_report.method.stations_words",
            language,
            revision=answer.revision,
            count=count(len(answer.stations)),
            moment=f"{answer.at:%Y-%m-%d %H:%M}",
        ),
        "areas": " ".join(
            text(
                "plan_report.method.areas_words",
                language,
                areas=one.label,
                count=len(one.areas.codes),
            )
            for one in areas
        ),
        "maps": text("plan_report.method.maps_words", language),
    }
    if siting is not None:
        existing = count(siting.existing)
        words["sites"] = text("plan_report.method.sites_words", language, existing=existing)
    points = tuple(
        (text(f"plan_report.method.{name}", language), said) for name, said in words.items()
    )
    title = text("plan_report.method.title", language)
    return Section(title=title, blocks=(Points(points=points),))


def _demand(answer: CoverageAnswer, language: Language) -> str:
    demand = answer.coverage.demand
    unknown = text("plan_report.method.unknown", language)
    source = demand.source
    if answer.is_of_census:
        source = text("plan_report.census_source", language)
    return text(
        "plan_report.method.demand_words",
        language,
        name=demand_name(answer, language),
        points=count(len(demand)),
        total=count(demand.total),
        source=source or unknown,
        as_of=demand.as_of or unknown,
    )
