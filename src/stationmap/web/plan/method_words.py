"""The method behind an answer, in sentences: what is counted, how, on which data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationmap.geo.travel import DETOUR_FACTOR, SPEED_KM_H
from stationmap.labels import Language, text
from stationmap.stations.codes import Audience
from stationmap.web.plan.coverage_view import amount, distance, percent
from stationmap.web.plan.question_address import radius_code
from stationmap.web.plan.question_choices import name_of, radius_label, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.coverage.counting import Counting
    from stationmap.services.plan.coverage_answer import CoverageAnswer


def counted(answer: CoverageAnswer, language: Language) -> list[str]:
    """Say which stations count."""
    counting = answer.question.counting
    said = [
        text("plan_method.kinds", language, kinds=_named("kind", sorted(counting.kinds), language)),
        text("plan_method.audience", language, audience=_audience(counting, language)),
        text(f"plan_method.when_{counting.time_slice}", language),
        _status(counting, language),
    ]
    if counting.working:
        working = _named("facility", sorted(counting.working), language)
        said.append(text("plan_method.working", language, facilities=working))
    if counting.verified_within_days is not None:
        days = counting.verified_within_days
        said.append(text("plan_method.verified", language, days=days))
    if answer.question.scenario is not None:
        said.append(text("plan_method.scenario", language))
    return [*said, text("plan_method.stations", language, count=f"{len(answer.stations):,}")]


def measured(answer: CoverageAnswer, language: Language) -> list[str]:
    """Say which distance is measured, and what is covered."""
    radius = answer.question.radius
    said = [
        text("plan_method.distance", language),
        text(
            "plan_method.covered",
            language,
            radius=radius_label(radius_code(radius), language),
            metres=round(answer.radius_m),
        ),
    ]
    if radius.mode is not None:
        speed = SPEED_KM_H[radius.mode]
        said.append(text("plan_method.minutes", language, speed=f"{speed:g}", detour=DETOUR_FACTOR))
    if answer.question.within is not None:
        said.append(text("plan_method.within", language))
    return [*said, text("plan_method.figures", language), text("plan_method.cells", language)]


def demanded(answer: CoverageAnswer, language: Language) -> list[str]:
    """Say what the demand is, how old, and how crude."""
    demand = answer.coverage.demand
    said = [
        text(
            "plan_method.demand",
            language,
            surface=name_of(answer.question.surface, demand.name, language),
            points=f"{len(demand):,}",
            total=amount(demand.total),
        ),
        text(
            "plan_method.source",
            language,
            source=source_of(answer.question.surface, demand.source, language),
            date=demand.as_of or text("plan_method.unknown", language),
        ),
    ]
    if answer.is_of_census:
        said.append(text("plan_method.census", language))
    outside = float(demand.weights[answer.members < 0].sum())
    if outside > 0:
        share = percent(outside / demand.total, language)
        said.append(text("plan_method.outside", language, demand=amount(outside), share=share))
    return said


def known(answer: CoverageAnswer, language: Language) -> list[str]:
    """Say how well the stations are known that it rests on, and what is left out."""
    days = sorted(one.verified_on for one in answer.stations if one.verified_on is not None)
    never = len(answer.stations) - len(days)
    said = [
        text(
            "plan_method.revision",
            language,
            revision=answer.revision,
            at=answer.at.strftime("%Y-%m-%d %H:%M"),
        )
    ]
    if days:
        middle = days[len(days) // 2].isoformat()
        said.append(text("plan_method.checked", language, count=f"{len(days):,}", day=middle))
    if never:
        said.append(text("plan_method.never", language, count=f"{never:,}"))
    reached = np.isfinite(answer.coverage.distances_m)
    if reached.any():
        farthest = distance(float(answer.coverage.distances_m[reached].max()), language)
        said.append(text("plan_method.farthest", language, distance=farthest))
    return [*said, text("plan_method.left_out", language)]


def _audience(counting: Counting, language: Language) -> str:
    asked = counting.audience or frozenset(Audience) - {Audience.OWN_STAFF}
    return _named("audience", sorted(asked), language)


def _status(counting: Counting, language: Language) -> str:
    key = "plan_method.with_planned" if counting.with_planned else "plan_method.in_use"
    return text(key, language)


def _named(table: str, codes: Iterable[str], language: Language) -> str:
    names = [text(f"{table}.{code}", language) for code in codes]
    return text("plan_method.and", language).join(names) or text("plan_method.all", language)
