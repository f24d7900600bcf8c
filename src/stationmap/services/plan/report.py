"""The planner's report: asks everything that it tells of, and puts it together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from stationmap.files.areas import DISTRICTS, STREETS
from stationmap.labels import Language, text
from stationmap.services.plan.comparison import compare
from stationmap.services.plan.coverage import outline_of
from stationmap.services.plan.report_areas import ReportAreas
from stationmap.services.plan.report_composed import ReportBasis, compose
from stationmap.services.plan.report_words import area_names
from stationmap.upkeep.area import CITY

if TYPE_CHECKING:
    from stationmap.coverage.areas import AreaSet
    from stationmap.files.report_content import ReportContent
    from stationmap.services.district_quality import DistrictQuality
    from stationmap.services.plan.coverage import PlanCoverage
    from stationmap.services.plan.coverage_answer import CoverageAnswer, CoverageQuestion
    from stationmap.services.plan.library import Library
    from stationmap.services.plan.scenarios import Scenarios
    from stationmap.services.plan.siting_answer import SitingAnswer
    from stationmap.upkeep.area import Areas

OWN_LABELS = {DISTRICTS: "plan.areas_districts", STREETS: "plan.areas_streets"}
"""Areas that are always there are named in the report's language."""


class PlanReport:
    """Writes reports; threads may share it."""

    def __init__(
        self,
        coverage: PlanCoverage,
        library: Library,
        scenarios: Scenarios,
        quality: DistrictQuality,
        areas: Areas,
    ) -> None:
        self._coverage = coverage
        self._library = library
        self._scenarios = scenarios
        self._quality = quality
        self._areas = areas

    def content(
        self,
        question: CoverageQuestion,
        language: Language,
        *,
        siting: SitingAnswer | None = None,
    ) -> ReportContent:
        """Return the report about a question, with the sites that were chosen for it.

        It tells of the areas of the question, and of districts and streets where they are known.

        Raises
        ------
        PlanError
            If the question cannot be answered; it says what to do.
        """
        answer = self._coverage.answer(question)
        outline = outline_of(question.within, answer.areas, self._areas.districts)
        scenario = question.scenario
        quality = self._quality.table_of(self._area(question))
        basis = ReportBasis(
            answer=answer,
            areas=self._told(answer, language),
            place=self._place(answer, language),
            bounds=answer.areas.bounds if outline is None else _bounds(outline),
            scenario=None if scenario is None else self._scenarios.get(scenario),
            compared=None if scenario is None else compare(self._coverage, question),
            quality=quality,
            quality_names={code: self._areas.name(code, language) for code in quality.by_area},
            siting=siting,
        )
        return compose(basis, language)

    def _told(self, answer: CoverageAnswer, language: Language) -> list[ReportAreas]:
        """Return the areas of the question first, then districts and streets."""
        told = {answer.question.areas: answer.areas}
        known = {head.id for head in self._library.area_sets()}
        usual = (DISTRICTS, STREETS) if answer.question.within is None else (STREETS,)
        for areas_id in usual:
            if areas_id in known and areas_id not in told:
                told[areas_id] = self._library.area_set(areas_id)
        return [
            ReportAreas(number=number, label=_label(areas_id, areas, language), areas=areas)
            for number, (areas_id, areas) in enumerate(told.items(), start=1)
        ]

    def _place(self, answer: CoverageAnswer, language: Language) -> str:
        within = answer.question.within
        if within is None:
            return ""
        district = self._areas.districts.named(within)
        if district is not None:
            return self._areas.name(district.adcode, language)
        return area_names(answer.areas, language)[answer.areas.codes.index(within)]

    def _area(self, question: CoverageQuestion) -> str:
        """Return the area whose records the answer rests on: a district, else the city."""
        district = self._areas.districts.named(question.within or "")
        return CITY if district is None else district.adcode


def _label(areas_id: str, areas: AreaSet, language: Language) -> str:
    return text(OWN_LABELS[areas_id], language) if areas_id in OWN_LABELS else areas.name


def _bounds(outline: shapely.Geometry) -> tuple[float, float, float, float]:
    west, south, east, north = shapely.bounds(outline).tolist()
    return west, south, east, north
