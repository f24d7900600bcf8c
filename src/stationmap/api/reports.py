"""Reports: filed by anybody, read and answered by programs of staff."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from stationmap.api.bearer import SCHEME, actor_in, actor_of
from stationmap.api.bodies import MERGE_PATCH, body_schema, json_object, merge_patch
from stationmap.api.members import Members
from stationmap.api.problems import Problem
from stationmap.api.report_schemas import (
    ANSWER_SCHEMA,
    FILE_SCHEMA,
    RECEIPT_SCHEMA,
    REPORT_SCHEMA,
    REPORTS_SCHEMA,
)
from stationmap.api.told import JSON, told
from stationmap.stations.codes import Facility
from stationmap.upkeep.placed_report import PlacedReport, WantedReports
from stationmap.upkeep.report import ReportedFault, ReportState

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.bootstrap import Office
    from stationmap.services.reports import Receipt

MOST_IN_A_PAGE, USUAL_PAGE, LARGEST_ID = 1000, 100, 2**31 - 1
FILE_PROBLEMS = (404, 410, 413, 415, 422)

Sent = Annotated[dict[str, Any], Depends(json_object)]
SentAnswer = Annotated[dict[str, Any], Depends(merge_patch)]


def reports_router(office: Callable[[], Office]) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["reports"])
    for_staff = [Depends(SCHEME), Depends(actor_of(office))]

    @router.post(
        "/reports",
        summary="Report what is wrong with a station",
        status_code=HTTPStatus.CREATED,
        openapi_extra={"requestBody": body_schema(FILE_SCHEMA)},
        responses=told(
            201, "It is taken; nobody had reported it.", JSON, RECEIPT_SCHEMA, *FILE_PROBLEMS
        )
        | told(200, "It waits already, and is counted with it.", JSON, RECEIPT_SCHEMA),
        response_class=Response,
    )
    def file_report(request: Request, sent: Sent) -> Response:
        """Take a report, without a name and without a position; the address is soon forgotten."""
        members = Members(sent)
        station_id = members.text("station_id")
        fault = members.code("fault", ReportedFault)
        facility = members.code("facility", Facility) if sent.get("facility") is not None else None
        text = members.text("text", default="")
        members.refuse_others()
        client = request.client.host if request.client else ""
        receipt = office().reports.file(
            station_id, fault, facility=facility, text=text, client=client
        )
        status = HTTPStatus.CREATED if receipt.is_new else HTTPStatus.OK
        return _json(_receipt(receipt), status)

    @router.get(
        "/reports",
        summary="Reports of the account's area",
        dependencies=for_staff,
        responses=told(200, "Those that wait: the one due first first.", JSON, REPORTS_SCHEMA, 401),
        response_class=Response,
    )
    def list_reports(  # noqa: PLR0913 - the parameters of the operation
        request: Request,
        *,
        waiting: Annotated[bool, Query(description="Those that wait, or those answered.")] = True,
        fault: Annotated[ReportedFault | None, Query(description="Of this fault.")] = None,
        area: Annotated[str | None, Query(description="The code of a district or street.")] = None,
        station: Annotated[str | None, Query(description="The id of a station.")] = None,
        limit: Annotated[int, Query(ge=1, le=MOST_IN_A_PAGE)] = USUAL_PAGE,
        offset: Annotated[int, Query(ge=0, le=LARGEST_ID)] = 0,
    ) -> Response:
        """Return reports; what lies outside the account's area is never among them."""
        wanted = WantedReports(is_waiting=waiting, fault=fault, area=area, station_id=station)
        found = office().reports.find(actor_in(request), wanted)
        page = found[offset : offset + limit]
        told_reports = [_report(placed) for placed in page]
        counts = {"numberMatched": len(found), "numberReturned": len(page)}
        return _json({**counts, "reports": told_reports})

    @router.get(
        "/reports/{report_id}",
        summary="One report of the account's area",
        dependencies=for_staff,
        responses=told(200, "The report.", JSON, REPORT_SCHEMA, 401, 404),
        response_class=Response,
    )
    def get_report(request: Request, report_id: int) -> Response:
        """Return a report."""
        return _json(_report(office().reports.one(actor_in(request), _known(report_id))))

    @router.patch(
        "/reports/{report_id}",
        summary="Answer a report",
        dependencies=for_staff,
        openapi_extra={"requestBody": body_schema(ANSWER_SCHEMA, JSON, MERGE_PATCH)},
        responses=told(
            200,
            "The report with its answer.",
            JSON,
            REPORT_SCHEMA,
            401,
            403,
            404,
            409,
            413,
            415,
            422,
        ),
        response_class=Response,
    )
    def answer_report(request: Request, report_id: int, sent: SentAnswer) -> Response:
        """Answer a report of the account's area, once."""
        members = Members(sent)
        state, answer = members.code("state", ReportState), members.text("answer")
        members.refuse_others()
        return _json(
            _report(office().reports.answer(actor_in(request), _known(report_id), state, answer))
        )

    return router


def _known(report_id: int) -> int:
    """Return a number that every store can look for; no other was ever given."""
    if not 0 < report_id <= LARGEST_ID:
        raise Problem(HTTPStatus.NOT_FOUND, detail=f"there is no report {report_id}")
    return report_id


def _receipt(receipt: Receipt) -> dict[str, Any]:
    report = receipt.report
    return {
        "station_id": report.station_id,
        "fault": report.fault,
        "facility": report.facility,
        "is_new": receipt.is_new,
        "times": report.times,
        "due_at": report.due_at,
    }


def _report(placed: PlacedReport) -> dict[str, Any]:
    report = placed.report
    return {
        "id": report.id,
        "station_id": report.station_id,
        "station_name": placed.station.name,
        "area": placed.area,
        "fault": report.fault,
        "facility": report.facility,
        "texts": report.texts,
        "times": report.times,
        "filed_at": report.filed_at,
        "last_at": report.last_at,
        "due_at": report.due_at,
        "state": report.state,
        "answer": report.answer,
        "answered_by": placed.answered_by,
        "answered_at": report.answered_at,
    }


def _json(content: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(orjson.dumps(content), status_code=status, media_type=JSON, headers=headers)
