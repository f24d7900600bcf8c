"""Stations added, replaced, patched and taken out by programs of staff, with If-Match."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from stationmap.api.bearer import SCHEME, actor_in, actor_of
from stationmap.api.bodies import MERGE_PATCH, body_schema, json_object, merge_patch
from stationmap.api.feature_bytes import Row
from stationmap.api.links import ITEM, ITEMS
from stationmap.api.outdated import outdated_problem
from stationmap.api.problems import Problem
from stationmap.api.sent_stations import new_station, patched, replaced
from stationmap.api.told import FEATURE_SCHEMA, GEOJSON, JSON, told, told_empty
from stationmap.api.versions import OutdatedError, require_version, tag_of
from stationmap.errors import StationRemovedError, VersionConflictError
from stationmap.geo.datum import Datum

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.bootstrap import Office
    from stationmap.stations.station import Station
    from stationmap.upkeep.change import Kept

PATCH_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "A merge patch (RFC 7396) of the Feature: null makes a property unknown.",
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the station as it was read: the version that is changed.",
    "schema": {"type": "string"},
    "example": '"v3"',
}
AS_KEPT = "The station as it is kept."
CHANGE_PROBLEMS = (401, 403, 404, 410, 412, 413, 415, 422, 428)

Sent = Annotated[dict[str, Any], Depends(json_object)]
SentPatch = Annotated[dict[str, Any], Depends(merge_patch)]
SentDatum = Annotated[Datum, Query(description="The datum of the coordinates that are sent.")]
Why = Annotated[str, Query(description="Why; it stands in the history.", max_length=2000)]


def writing_router(office: Callable[[], Office]) -> APIRouter:
    """Return the routes; each write is done by `services.edit`, within the account's area."""
    router = APIRouter(tags=["writing"], dependencies=[Depends(SCHEME), Depends(actor_of(office))])
    feature = body_schema(FEATURE_SCHEMA, GEOJSON, JSON)
    patch_body = body_schema(PATCH_SCHEMA, MERGE_PATCH, JSON)
    changed = told(200, AS_KEPT, GEOJSON, FEATURE_SCHEMA, *CHANGE_PROBLEMS)

    @router.post(
        ITEMS,
        summary="Add a station",
        status_code=HTTPStatus.CREATED,
        openapi_extra={"requestBody": feature},
        responses=told(201, AS_KEPT, GEOJSON, FEATURE_SCHEMA, 401, 403, 409, 413, 415, 422),
        response_class=Response,
    )
    def add_station(
        request: Request, sent: Sent, datum: SentDatum = Datum.WGS84, why: Why = ""
    ) -> Response:
        """Add a station; one without an id gets its own. The position decides the district."""
        station = new_station(sent, datum)
        try:
            kept = office().edit.add(actor_in(request), station, why)
        except VersionConflictError:
            detail = f"There is, or was, a station with the id {station.id!r}."
            raise Problem(HTTPStatus.CONFLICT, "Id is taken", detail) from None
        where = f"{request.scope['root_path']}{ITEMS}/{quote(kept.station.id, safe='')}"
        return _answer(kept, HTTPStatus.CREATED, {"Location": where})

    @router.put(
        ITEM,
        summary="Replace a station",
        openapi_extra={"requestBody": feature, "parameters": [IF_MATCH]},
        responses=changed,
        response_class=Response,
    )
    def replace_station(
        request: Request,
        station_id: str,
        sent: Sent,
        datum: SentDatum = Datum.WGS84,
        why: Why = "",
    ) -> Response:
        """Put a Feature in place of the station; what it does not say is unknown from then on."""
        return _change(office(), request, station_id, lambda old: replaced(old, sent, datum), why)

    @router.patch(
        ITEM,
        summary="Change some of a station",
        openapi_extra={"requestBody": patch_body, "parameters": [IF_MATCH]},
        responses=changed,
        response_class=Response,
    )
    def patch_station(
        request: Request,
        station_id: str,
        sent: SentPatch,
        datum: SentDatum = Datum.WGS84,
        why: Why = "",
    ) -> Response:
        """Change what the merge patch names, and leave the rest."""
        return _change(office(), request, station_id, lambda old: patched(old, sent, datum), why)

    @router.delete(
        ITEM,
        summary="Take a station out of the list",
        status_code=HTTPStatus.NO_CONTENT,
        openapi_extra={"parameters": [IF_MATCH]},
        responses=told_empty(204, "It is out of the list.", 401, 403, 404, 410, 412, 428),
        response_class=Response,
    )
    def remove_station(request: Request, station_id: str, why: Why = "") -> Response:
        """Take out what should never have been in the list; its id stays known.

        A station that was there and is no more gets the status `closed` instead, by PATCH.
        """
        edit, kept = office().edit, _in_list(office(), station_id)
        try:
            version = require_version(request, kept)
        except OutdatedError as error:
            raise outdated_problem(error, edit) from None
        edit.remove(actor_in(request), station_id, version=version, why=why)
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return router


def _change(
    office: Office,
    request: Request,
    station_id: str,
    changed: Callable[[Station], Station],
    why: str,
) -> Response:
    kept = _in_list(office, station_id)
    mine = changed(kept.station)
    try:
        version = require_version(request, kept)
        saved = office.edit.save(actor_in(request), mine, version=version, why=why)
    except OutdatedError as error:
        raise outdated_problem(error, office.edit, mine) from None
    except VersionConflictError as error:  # somebody saved it since it was read above
        outdated = OutdatedError(_in_list(office, station_id), error.version)
        raise outdated_problem(outdated, office.edit, mine) from None
    return _answer(saved, HTTPStatus.OK, {})


def _in_list(office: Office, station_id: str) -> Kept:
    kept = office.edit.get(station_id)
    if kept.removed:
        raise StationRemovedError(station_id, kept.successor)
    return kept


def _answer(kept: Kept, status: HTTPStatus, more: dict[str, str]) -> Response:
    headers = {"ETag": tag_of(kept.version), "Cache-Control": "no-store"} | more
    return Response(Row(kept.station).body, status_code=status, media_type=GEOJSON, headers=headers)
