"""What a planner's report says in words: names, the radius, which stations count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.coverage.counting import TimeSlice
from stationmap.files.report_content import Form, written
from stationmap.labels import Language, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.coverage.areas import AreaSet
    from stationmap.coverage.counting import Counting
    from stationmap.coverage.reach import ServiceRadius
    from stationmap.services.plan.coverage_answer import CoverageAnswer


def count(value: float | None) -> str:
    """Return a whole number as people read it."""
    return written(value, Form.COUNT)


def share(value: float | None) -> str:
    """Return a share in per cent as people read it."""
    return written(value, Form.SHARE)


def area_names(areas: AreaSet, language: Language) -> tuple[str, ...]:
    """Return the names of areas in a language."""
    return areas.names if language is Language.ZH else areas.names_en


def area_at(answer: CoverageAnswer, lon: float, lat: float, language: Language) -> str:
    """Return the name of the area that a position lies in, empty for none."""
    place = int(answer.areas.of_many([lon], [lat])[0])
    return area_names(answer.areas, language)[place] if place >= 0 else ""


def radius_words(radius: ServiceRadius, language: Language) -> str:
    """Return a radius with what it means on the ground."""
    value = f"{radius.value:g}"
    if radius.mode is None:
        return text("plan_report.radius.metres", language, value=f"{radius.value:,g}")
    mode = text(f"travel.{radius.mode}", language)
    metres = count(radius.metres)
    return text("plan_report.radius.minutes", language, mode=mode, value=value, metres=metres)


def counting_words(counting: Counting, language: Language) -> str:
    """Return which stations count, in one line."""

    def labels(table: str, codes: Iterable[str]) -> str:
        # A set has no order, and a report should say the same twice.
        words = [text(f"{table}.{code}", language) for code in sorted(codes)]
        return text("plan_report.between", language).join(words)

    said = [text("plan_report.counting.any_kind", language)]
    if counting.kinds:
        kinds = labels("kind", counting.kinds)
        said = [text("plan_report.counting.kinds", language, kinds=kinds)]
    if counting.audience:
        audience = labels("audience", counting.audience)
        said.append(text("plan_report.counting.audience", language, audience=audience))
    else:
        said.append(text("plan_report.counting.any_audience", language))
    if counting.working:
        facilities = labels("facility", counting.working)
        said.append(text("plan_report.counting.working", language, facilities=facilities))
    if counting.time_slice is not TimeSlice.ANY:
        label = text(f"time_slice.{counting.time_slice}", language)
        said.append(text("plan_report.counting.slice", language, slice=label))
    if counting.verified_within_days is not None:
        days = counting.verified_within_days
        said.append(text("plan_report.counting.verified", language, days=days))
    if counting.with_planned:
        said.append(text("plan_report.counting.planned", language))
    return text("plan_report.semicolon", language).join(said)


def demand_name(answer: CoverageAnswer, language: Language) -> str:
    """Return what the demand is called: the census in the report's language."""
    if answer.is_of_census:
        return text("plan.surface_census", language)
    return answer.coverage.demand.name
