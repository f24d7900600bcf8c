"""How well stations cover where people live: a planner's figures of the city or of one area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from stationmap.api.answering import not_modified
from stationmap.api.listed_codes import codes_listed
from stationmap.api.problems import BadParameter, Problem
from stationmap.api.told import JSON, told
from stationmap.coverage.counting import WHO_COMES, Counting, TimeSlice
from stationmap.coverage.reach import OFFICIAL_M, ServiceRadius
from stationmap.errors import RadiusError
from stationmap.geo.travel import TravelMode
from stationmap.labels import Language
from stationmap.services.plan.coverage_answer import CoverageQuestion
from stationmap.stations.codes import Audience, Facility, StationKind
from stationmap.upkeep.area import CITY

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.bootstrap import Office
    from stationmap.coverage.figures import Figures
    from stationmap.services.plan.coverage_answer import CoverageAnswer

NOT_FOUND, MOST_DAYS = 404, 36_500
WEIGHT_DIGITS, METRE_DIGITS, SHARE_DIGITS = 1, 1, 6
FIGURES: dict[str, Any] = {
    "demand": {"type": "number", "description": "How many people live there."},
    "covered": {"type": "number"},
    "uncovered": {"type": "number"},
    "share": {"type": "number", "nullable": True, "description": "Covered, 0 to 1."},
    "mean_m": {"type": "number", "nullable": True},
    "p90_m": {"type": "number", "nullable": True},
}
AREA: dict[str, Any] = {
    "code": {"type": "string"},
    "name": {"type": "string"},
    "name_en": {"type": "string"},
}
COVERAGE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["area", "revision", "at", "radius_m", "stations", *FIGURES],
    "properties": {
        "area": {"type": "object", "properties": AREA},
        "revision": {"type": "integer"},
        "at": {"type": "string", "format": "date-time"},
        "radius_m": {"type": "number"},
        "stations": {"type": "integer", "description": "How many count, in the city and around."},
        **FIGURES,
        "source": {"type": "string", "description": "Whose figures of the demand these are."},
        "districts": {
            "type": "array",
            "description": "Of the whole city: the same of each district.",
            "items": {"type": "object", "properties": {**AREA, **FIGURES}},
        },
    },
}


def coverage_router(office: Callable[[], Office]) -> APIRouter:
    """Return the route."""
    router = APIRouter(tags=["planners"])

    @router.get(
        "/coverage/{area}",
        summary="The share of residents with a station within reach",
        operation_id="coverage",
        responses=told(200, "The figures of the area.", JSON, COVERAGE_SCHEMA, 404)
        | {304: {"description": "They are still the ones that were named."}},
        response_class=Response,
    )
    def coverage(  # noqa: PLR0913 - the parameters of the operation
        request: Request,
        *,
        area: Annotated[str, Path(description="A district's adcode or name, or `city`.")],
        radius_m: Annotated[
            float | None, Query(gt=0, le=100_000, description="Metres; by default 1000.")
        ] = None,
        minutes: Annotated[
            float | None, Query(gt=0, le=1440, description="Instead: minutes on the way.")
        ] = None,
        mode: Annotated[
            TravelMode, Query(description="How one comes, if minutes are given.")
        ] = TravelMode.WALK,
        kinds: Annotated[str, Query(description="Kinds, separated by commas.")] = "",
        facilities: Annotated[str, Query(description="What has to work, the same way.")] = "",
        audience: Annotated[str, Query(description="Who may enter, the same way.")] = "",
        when: Annotated[
            TimeSlice, Query(description="When a station must be known to be open.")
        ] = TimeSlice.ANY,
        verified_within_days: Annotated[
            int | None, Query(ge=0, le=MOST_DAYS, description="Verified at most so long ago.")
        ] = None,
        planned: Annotated[bool, Query(description="Count planned stations as open.")] = False,
    ) -> Response:
        """Return how many residents have a station that counts within the radius.

        The demand is that of the census; stations beyond the area's border count, too.
        """
        counting = Counting(
            kinds=codes_listed("kinds", kinds, StationKind),
            working=codes_listed("facilities", facilities, Facility),
            audience=codes_listed("audience", audience, Audience) or WHO_COMES,
            time_slice=when,
            verified_within_days=verified_within_days,
            with_planned=planned,
        )
        question = CoverageQuestion(
            within=_code(office(), area),
            counting=counting,
            radius=_radius(radius_m, minutes, mode),
        )
        answer = office().plan_coverage.answer(question)
        tag = f'W/"r{answer.revision}-{answer.at:%Y%m%d%H%M}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        known = not_modified(request, headers)
        if known is not None:
            return known
        return Response(orjson.dumps(_body(answer, office())), media_type=JSON, headers=headers)

    return router


def _code(office: Office, area: str) -> str | None:
    """Return a district's adcode; None for the whole city."""
    if area == CITY:
        return None
    district = office.districts.named(area)
    if district is None:
        known = ", ".join([CITY, *(each.adcode for each in office.districts)])
        raise Problem(NOT_FOUND, detail=f"There is no area {area[:80]!r}; known: {known}.")
    return district.adcode


def _radius(radius_m: float | None, minutes: float | None, mode: TravelMode) -> ServiceRadius:
    if radius_m is not None and minutes is not None:
        raise BadParameter("minutes", "Give radius_m or minutes, not both.")
    try:
        if minutes is not None:
            return ServiceRadius(value=minutes, mode=mode)
        return OFFICIAL_M if radius_m is None else ServiceRadius(value=radius_m)
    except RadiusError as error:
        raise BadParameter("minutes", f"{error}; at most 100 km.") from None


def _body(answer: CoverageAnswer, office: Office) -> dict[str, Any]:
    within = answer.question.within
    body: dict[str, Any] = {
        "area": _area(within, office),
        "revision": answer.revision,
        "at": answer.at,
        "radius_m": round(answer.radius_m, METRE_DIGITS),
        "stations": len(answer.stations),
        **_figures(answer.whole),
        "source": answer.coverage.demand.source,
    }
    if within is None:
        body["districts"] = [
            {"code": one.code, "name": one.name, "name_en": one.name_en, **_figures(one.figures)}
            for one in answer.by_area
        ]
    return body


def _area(within: str | None, office: Office) -> dict[str, str]:
    district = None if within is None else office.districts.named(within)
    if district is None:
        zh, en = (office.areas.name(CITY, language) for language in Language)
        return {"code": CITY, "name": zh, "name_en": en}
    return {"code": district.adcode, "name": district.name_zh, "name_en": district.name_en}


def _figures(figures: Figures) -> dict[str, float | None]:
    def rounded(value: float | None, digits: int) -> float | None:
        return None if value is None else round(value, digits)

    return {
        "demand": round(figures.demand, WEIGHT_DIGITS),
        "covered": round(figures.covered, WEIGHT_DIGITS),
        "uncovered": round(figures.uncovered, WEIGHT_DIGITS),
        "share": rounded(figures.share, SHARE_DIGITS),
        "mean_m": rounded(figures.mean_m, METRE_DIGITS),
        "p90_m": rounded(figures.p90_m, METRE_DIGITS),
    }
