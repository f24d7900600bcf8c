"""What a planner can choose from: demand, areas, places to look at, scenarios, radii."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.coverage.reach import USUAL_RADII
from stationmap.errors import PlanError
from stationmap.files.areas import DISTRICTS
from stationmap.files.demand import CENSUS, CENSUS_SOURCE
from stationmap.labels import Language, text
from stationmap.web.plan.coverage_view import KILOMETRE
from stationmap.web.plan.question_address import radius_code, radius_of
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationmap.coverage.reach import ServiceRadius

STREETS = "streets"
OWN_LABELS = {
    CENSUS: "plan.surface_census",
    DISTRICTS: "plan.areas_districts",
    STREETS: "plan.areas_streets",
}
"""What is always there is named in the page's language; uploads have the names that people gave."""

VERIFIED_DAYS = (30, 90, 180, 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """By id or code, what each choice is called."""

    surfaces: Mapping[str, str]
    areas: Mapping[str, str]
    scenarios: Mapping[str, str]


def choices(language: Language) -> Choices:
    """Return what there is to choose from now."""
    return Choices(
        surfaces={
            head.id: name_of(head.id, head.name, language) for head in office().library.surfaces()
        },
        areas={
            head.id: name_of(head.id, head.name, language) for head in office().library.area_sets()
        },
        scenarios={scenario.id: scenario.name for scenario in office().scenarios.all()},
    )


def name_of(own_id: str, name: str, language: Language) -> str:
    """Return what a surface of demand or a set of areas is called.

    A file that the operator put in the census's place goes by its name.
    """
    is_own = own_id == name and own_id in OWN_LABELS
    return text(OWN_LABELS[own_id], language) if is_own else name


def source_of(own_id: str, source: str, language: Language) -> str:
    """Return where a surface of demand comes from, as far as that is known."""
    if (own_id, source) == (CENSUS, CENSUS_SOURCE):
        return text("plan.census_source", language)
    return source or text("plan_method.unknown", language)


def places(areas: str, language: Language) -> dict[str, str]:
    """Return the districts, and the areas of a set, by code: what can be looked at alone."""
    is_chinese = language is Language.ZH
    found = {
        district.adcode: district.name_zh if is_chinese else district.name_en
        for district in office().districts
    }
    if areas == DISTRICTS:
        return found
    try:
        chosen = office().library.area_set(areas)
    except PlanError:
        return found
    names = chosen.names if is_chinese else chosen.names_en
    return {**dict(zip(chosen.codes, names, strict=True)), **found}


def radii(asked: ServiceRadius) -> list[str]:
    """Return the codes of the usual radii, and of the one that is asked."""
    return list(dict.fromkeys([*map(radius_code, USUAL_RADII), radius_code(asked)]))


def radius_label(code: str, language: Language) -> str:
    """Return a radius in words."""
    radius = radius_of(code)
    if radius.mode is None:
        whole_km = radius.value >= KILOMETRE
        key = "plan.radius_km" if whole_km else "plan.radius_m"
        shown = radius.value / KILOMETRE if whole_km else radius.value
        return text(key, language, value=f"{shown:g}")
    mode = text(f"travel.{radius.mode}", language)
    return text("plan.radius_min", language, mode=mode, value=f"{radius.value:g}")
