"""A planner's question as it stands in the page's address, so that a link shares it.

What is as usual is left out; what cannot be is as usual.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from stationmap.coverage.counting import Counting
from stationmap.coverage.reach import ServiceRadius
from stationmap.coverage.time_slice import TimeSlice
from stationmap.errors import PlanError
from stationmap.geo.travel import TravelMode
from stationmap.services.plan.coverage_answer import CoverageQuestion
from stationmap.stations.codes import Audience, Facility, StationKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

    Code = TypeVar("Code", bound=StrEnum)

USUAL = CoverageQuestion()
ANYBODY = "any"
MOST_DAYS = 3650
_RADIUS = re.compile(r"(\d{1,6}(?:\.\d+)?)(m|walk|ebike|truck)", re.ASCII)


def parameters(question: CoverageQuestion) -> dict[str, str]:
    """Return the parameters that say a question."""
    usual = _said(USUAL)
    return {name: value for name, value in _said(question).items() if value != usual[name]}


def question_of(parameters: Mapping[str, str]) -> CoverageQuestion:
    """Return the question that parameters say; what cannot be is as usual."""
    when = parameters.get("when")
    return CoverageQuestion(
        surface=parameters.get("s") or USUAL.surface,
        areas=parameters.get("areas") or USUAL.areas,
        within=parameters.get("in") or None,
        radius=radius_of(parameters.get("r", "")),
        counting=Counting(
            kinds=_codes(StationKind, parameters.get("kinds", "")),
            working=_codes(Facility, parameters.get("with", "")),
            audience=_audience(parameters.get("who", "")),
            time_slice=TimeSlice(when) if when in frozenset(TimeSlice) else TimeSlice.ANY,
            verified_within_days=_days(parameters.get("verified", "")),
            with_planned=parameters.get("planned") == "1",
        ),
        scenario=parameters.get("scenario") or None,
    )


def radius_code(radius: ServiceRadius) -> str:
    """Return a radius as the address names it: 1000m, 15walk."""
    return f"{radius.value:g}{radius.mode or 'm'}"


def radius_of(code: str) -> ServiceRadius:
    """Return the radius of a code; the official 1 km for what is none."""
    match = _RADIUS.fullmatch(code)
    if match is None:
        return USUAL.radius
    mode = None if match[2] == "m" else TravelMode(match[2])
    try:
        return ServiceRadius(value=float(match[1]), mode=mode)
    except PlanError:
        return USUAL.radius


def _said(question: CoverageQuestion) -> dict[str, str]:
    counting = question.counting
    days = counting.verified_within_days
    return {
        "s": question.surface,
        "areas": question.areas,
        "in": question.within or "",
        "r": radius_code(question.radius),
        "kinds": _listed(counting.kinds),
        "with": _listed(counting.working),
        "who": _listed(counting.audience) or ANYBODY,
        "when": str(counting.time_slice),
        "verified": "" if days is None else str(days),
        "planned": "1" if counting.with_planned else "",
        "scenario": question.scenario or "",
    }


def _listed(codes: Iterable[str]) -> str:
    return ",".join(sorted(codes))


def _codes(codes: type[Code], listed: str) -> frozenset[Code]:
    known = frozenset(codes)
    return frozenset(codes(code) for code in listed.split(",") if code in known)


def _audience(listed: str) -> frozenset[Audience]:
    if listed == ANYBODY:
        return frozenset()
    return _codes(Audience, listed) or USUAL.counting.audience


def _days(days: str) -> int | None:
    is_number = days.isascii() and days.isdecimal() and len(days) <= len(str(MOST_DAYS))
    return min(int(days), MOST_DAYS) if is_number else None


NAMES = tuple(_said(USUAL))
"""The parameters' names."""
