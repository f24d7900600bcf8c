"""The courier's question: where to, from here, that is still open when she gets there.

Her position is used and forgotten. Sent as a body it is in no address, and so in no log of any
proxy on the way.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from stationmap.api.bodies import body_schema, json_object
from stationmap.api.listed_codes import codes_listed
from stationmap.api.members import Members, unfit
from stationmap.api.nearest_answer import ANSWER_SCHEMA, Doubts, Told, answer_body
from stationmap.api.problems import BadParameter
from stationmap.api.told import GEOJSON, told
from stationmap.errors import InvalidPositionError
from stationmap.geo.datum import Datum, position_from
from stationmap.geo.travel import TravelMode
from stationmap.services.find import COURIER, Question
from stationmap.stations.calendar import BEIJING
from stationmap.stations.codes import Audience, Facility, StationKind
from stationmap.stations.filter import StationFilter

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.bootstrap import Office
    from stationmap.geo.position import Position

USUAL_K, MOST_K = 5, 50
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Beyond these years nobody asks, and the calendar knows no holidays."""

MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:?\d\d)?)?", re.ASCII
)
"""Python would also take weeks, as in 2026-W01."""

AT = "a moment as in 2026-11-20T22:00 (Beijing time) or 2026-11-20T14:00Z"
QUESTION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["position"],
    "additionalProperties": False,
    "properties": {
        "position": {
            "type": "array",
            "items": {"type": "number"},
            "minItems": 2,
            "maxItems": 2,
            "description": "Longitude and latitude in degrees.",
            "example": [116.4, 39.9],
        },
        "datum": {"type": "string", "enum": [*Datum], "default": Datum.WGS84},
        "k": {"type": "integer", "minimum": 1, "maximum": MOST_K, "default": USUAL_K},
        "kinds": {"type": "array", "items": {"type": "string", "enum": [*StationKind]}},
        "facilities": {
            "type": "array",
            "items": {"type": "string", "enum": [*Facility]},
            "description": "Each of them is known to work.",
        },
        "audience": {
            "type": "array",
            "items": {"type": "string", "enum": [*Audience]},
            "description": "One of these may enter; by default outdoor_workers and public.",
        },
        "mode": {"type": "string", "enum": [*TravelMode], "default": TravelMode.WALK},
        "at": {"type": "string", "description": f"When she sets out: {AT}; by default now."},
        "include_closed": {"type": "boolean", "default": False},
    },
}
MEANING = "The answers, the best first, by the rule of ranking."
NO_STORE = {"Cache-Control": "no-store"}

Sent = Annotated[dict[str, Any], Depends(json_object)]


def nearest_router(office: Callable[[], Office]) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["couriers"])
    doubts, told_of = Doubts(office), Told()

    def answer(question: Question) -> Response:
        snapshot = office().live.current()
        found = snapshot.find.ask(question)
        body = answer_body(found, question, snapshot.revision, told_of=told_of, doubts=doubts.now())
        return Response(orjson.dumps(body), media_type=GEOJSON, headers=NO_STORE)

    @router.post(
        "/nearest",
        summary="The nearest stations that can be entered on arrival",
        operation_id="nearest",
        openapi_extra={"requestBody": body_schema(QUESTION_SCHEMA)},
        responses=told(200, MEANING, GEOJSON, ANSWER_SCHEMA, 413, 415, 422),
        response_class=Response,
    )
    def post_nearest(_request: Request, sent: Sent) -> Response:
        """Answer a question that is sent as JSON: so the position is in no log."""
        return answer(_question(Members(sent)))

    @router.get(
        "/nearest",
        summary="The same, with the position in the address",
        operation_id="nearestByAddress",
        responses=told(200, MEANING, GEOJSON, ANSWER_SCHEMA),
        response_class=Response,
    )
    def get_nearest(  # noqa: PLR0913 - the parameters of the operation
        *,
        lon: Annotated[float, Query(ge=-180, le=180, description="Longitude in degrees.")],
        lat: Annotated[float, Query(ge=-90, le=90, description="Latitude in degrees.")],
        datum: Annotated[Datum, Query(description="What the degrees mean.")] = Datum.WGS84,
        k: Annotated[int, Query(ge=1, le=MOST_K, description="How many at most.")] = USUAL_K,
        kinds: Annotated[str, Query(description="Kinds, separated by commas.")] = "",
        facilities: Annotated[str, Query(description="What has to work, the same way.")] = "",
        audience: Annotated[str, Query(description="Who may enter, the same way.")] = "",
        mode: Annotated[TravelMode, Query(description="How she comes.")] = TravelMode.WALK,
        at: Annotated[str, Query(description=f"When she sets out: {AT}; by default now.")] = "",
        include_closed: Annotated[bool, Query(description="Fill up with what is shut.")] = False,
    ) -> Response:
        """Answer a question in the address; a proxy on the way may log it: rather POST it."""
        where = StationFilter(
            kinds=codes_listed("kinds", kinds, StationKind),
            working=codes_listed("facilities", facilities, Facility),
            audience=codes_listed("audience", audience, Audience) or COURIER,
        )
        moment = _moment(at) if at else datetime.now(BEIJING)
        if moment is None:
            raise BadParameter("at", f"Expected {AT}.")
        question = Question(
            position=position_from(lon, lat, datum),
            at=moment,
            mode=mode,
            where=where,
            k=k,
            include_closed=include_closed,
        )
        return answer(question)

    return router


def _question(members: Members) -> Question:
    position = _position(members)
    where = StationFilter(
        kinds=members.codes("kinds", StationKind),
        working=members.codes("facilities", Facility),
        audience=members.codes("audience", Audience) or COURIER,
    )
    at = members.text("at", default="")
    moment = _moment(at) if at else datetime.now(BEIJING)
    if moment is None:
        raise unfit("at", AT)
    question = Question(
        position=position,
        at=moment,
        mode=members.code("mode", TravelMode, default=TravelMode.WALK),
        where=where,
        k=members.whole("k", least=1, most=MOST_K, default=USUAL_K),
        include_closed=members.flag("include_closed"),
    )
    members.refuse_others()
    return question


def _position(members: Members) -> Position:
    lon, lat = members.pair("position")
    datum = members.code("datum", Datum, default=Datum.WGS84)
    try:
        return position_from(lon, lat, datum)
    except (InvalidPositionError, OverflowError):
        raise unfit("position", "[longitude, latitude] in degrees, longitude first") from None


def _moment(given: str) -> datetime | None:
    if not MOMENT.fullmatch(given):
        return None
    try:
        moment = datetime.fromisoformat(given.upper())
    except ValueError:
        return None
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None
