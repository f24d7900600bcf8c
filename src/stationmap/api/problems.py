"""Problems in the form of RFC 9457: whatever goes wrong is answered as `application/problem+json`.

One table says which status each error of the program has. What it tells stays free of paths and
of the store's address.
"""

from __future__ import annotations

import logging
from dataclasses import asdict
from http import HTTPStatus
from math import ceil
from typing import TYPE_CHECKING, Any

import orjson
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from stationmap import errors
from stationmap.api.watching import CLIENT_GONE
from stationmap.errors import StationMapError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request

MEDIA_TYPE = "application/problem+json"

STATUS_OF: dict[type[StationMapError], HTTPStatus] = {
    errors.InvalidPositionError: HTTPStatus.BAD_REQUEST,
    errors.StationFileError: HTTPStatus.BAD_REQUEST,
    errors.StationNotFoundError: HTTPStatus.NOT_FOUND,
    errors.StationRemovedError: HTTPStatus.GONE,
    errors.RevisionNotFoundError: HTTPStatus.NOT_FOUND,
    errors.InvalidStationError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InvalidHoursError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.GeocodingError: HTTPStatus.BAD_GATEWAY,
    errors.SettingsError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.UnstorableError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.VersionConflictError: HTTPStatus.PRECONDITION_FAILED,
    errors.UndoConflictError: HTTPStatus.CONFLICT,
    errors.ImportOutdatedError: HTTPStatus.CONFLICT,
    errors.InvalidReportError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ReportNotFoundError: HTTPStatus.NOT_FOUND,
    errors.ReportAnsweredError: HTTPStatus.CONFLICT,
    errors.NotSignedInError: HTTPStatus.UNAUTHORIZED,
    errors.SignInRefusedError: HTTPStatus.UNAUTHORIZED,
    errors.NotAllowedError: HTTPStatus.FORBIDDEN,
    errors.TooManyRequestsError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.AccountError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.AccountExistsError: HTTPStatus.CONFLICT,
    errors.PlanError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""By error; a class that is not named has its base's. The base of all is a fault of ours."""

RETRY_STORE_AFTER_S = 2
STORE_AWAY = (
    "The store cannot be used just now. What was sent is most likely not written: send the same "
    "request with the same If-Match again in a moment, which writes nothing twice. The operator's "
    "log says what is wrong."
)
OURS = "Something went wrong on this side. The operator's log says what."
_SILENT = (errors.SettingsError, errors.StationFileError)
"""Their text names files of the server."""

_log = logging.getLogger(__name__)


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it so
    """An answer that is no success.

    Parameters
    ----------
    status
        The HTTP status.
    title
        What kind of problem it is, the same each time; by default the status in words.
    detail
        What is wrong this time and what to do about it, in English.
    headers
        Sent beside it.
    more
        Members that programs may read.
    """

    def __init__(
        self,
        status: int,
        title: str | None = None,
        detail: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        self.status = HTTPStatus(status)
        self.title = title or self.status.phrase
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = more
        super().__init__(detail or self.title)

    def response(self) -> Response:
        """Return it as an answer that no cache keeps."""
        body = {"type": "about:blank", "title": self.title, "status": self.status.value}
        body |= {"detail": self.detail} if self.detail else {}
        return Response(
            orjson.dumps(body | self.more, option=orjson.OPT_NON_STR_KEYS, default=str),
            status_code=self.status,
            media_type=MEDIA_TYPE,
            headers={"Cache-Control": "no-store"} | self.headers,
        )


class BadParameter(Problem):
    """A query parameter that is unknown, or whose value cannot be."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(HTTPStatus.BAD_REQUEST, "Invalid parameter", detail, parameter=name)


def problem_of(error: StationMapError) -> Problem:
    """Return what an error of the program is over HTTP; the log has what that does not tell."""
    status = next(
        (STATUS_OF[base] for base in type(error).__mro__ if base in STATUS_OF),
        HTTPStatus.INTERNAL_SERVER_ERROR,
    )
    if isinstance(error, errors.StoreError):
        _log.error("%s", error)
        return Problem(status, detail=STORE_AWAY, headers={"Retry-After": f"{RETRY_STORE_AFTER_S}"})
    if isinstance(error, _SILENT) or status is HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("%s", error)
        return Problem(status, detail=OURS)
    return Problem(status, None, str(error), headers=_headers(error), **_facts(error))


def _headers(error: StationMapError) -> dict[str, str]:
    if isinstance(error, errors.TooManyRequestsError):
        return {"Retry-After": str(max(1, ceil(error.retry_after_s)))}
    if isinstance(error, errors.NotSignedInError | errors.SignInRefusedError):
        return {"WWW-Authenticate": "Bearer"}
    return {}


def _facts(error: StationMapError) -> dict[str, Any]:
    """Return the facts that an error carries, under the names it has for them."""
    return {
        name: [asdict(fault) for fault in value] if name == "faults" else value
        for name, value in vars(error).items()
    }


def answer_problems(app: FastAPI) -> None:
    """Let an app answer each error as a problem."""
    app.add_exception_handler(Problem, _answer_problem)
    app.add_exception_handler(StationMapError, _answer_error)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(ClientDisconnect, _answer_nobody)
    app.add_exception_handler(Exception, _answer_failure)


async def _answer_problem(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)  # noqa: S101 - Starlette types every handler alike
    return problem.response()


async def _answer_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, StationMapError)  # noqa: S101 - the same
    return problem_of(error).response()


async def _answer_http(request: Request, error: Exception) -> Response:
    """Answer what the router refuses: a path that is not there, a method that it has not."""
    assert isinstance(error, HTTPException)  # noqa: S101 - the same
    phrase = HTTPStatus(error.status_code).phrase
    detail = "" if error.detail == phrase else str(error.detail)
    if error.status_code == HTTPStatus.NOT_FOUND:
        detail = detail or f"Nothing is at {request.url.path}. The landing page links to all."
    return Problem(error.status_code, detail=detail, headers=error.headers).response()


async def _answer_invalid(_request: Request, error: Exception) -> Response:
    """Answer 400 where the address is wrong or a body is no JSON, 422 where a body's content is."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - the same
    found = [
        {"where": ".".join(map(str, fault["loc"])), "what": fault["msg"]}
        for fault in error.errors()
    ]
    places = {(fault["loc"][0], fault["type"]) for fault in error.errors()}
    is_content = all(place == "body" and kind != "json_invalid" for place, kind in places)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_content else HTTPStatus.BAD_REQUEST
    detail = "; ".join(f"{fault['where']}: {fault['what']}" for fault in found)
    return Problem(status, "Invalid request", detail, faults=found).response()


async def _answer_nobody(_request: Request, _error: Exception) -> Response:
    """Say for the log that somebody hung up while sending: there is nobody to be answered."""
    return Response(status_code=CLIENT_GONE)


async def _answer_failure(_request: Request, _error: Exception) -> Response:
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail=OURS).response()
