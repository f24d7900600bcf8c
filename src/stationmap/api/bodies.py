"""JSON that is sent to us: read up to a limit, strictly, and only where it says that it is JSON."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from starlette.requests import Request  # noqa: TC002 - FastAPI reads it at run time

from stationmap.api.problems import Problem

JSON, MERGE_PATCH = "application/json", "application/merge-patch+json"
PATCHES = f"{MERGE_PATCH}, {JSON}"
"""What PATCH takes, as `Accept-Patch` says it: other patches mean something else by their JSON."""

LARGEST_BYTES = 256 * 1024
"""A station with every text at its longest has a quarter of it."""


async def json_object(request: Request) -> dict[str, Any]:
    """Return the object that a request carries.

    A page of another site can send text and forms without asking, but no JSON: so nothing else
    is read.

    Raises
    ------
    Problem
        415 if it is not said to be JSON, 413 if it is too long, 400 if it is no JSON object.
    """
    media_type = _media_type(request)
    if not (media_type == JSON or media_type.endswith("+json")):
        detail = f"Send JSON with Content-Type: application/json, not {media_type[:80]!r}."
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail=detail)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BYTES:
            detail = f"At most {LARGEST_BYTES:,} bytes are read."
            raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail=detail)
    return _parsed(bytes(body))


async def merge_patch(request: Request) -> dict[str, Any]:
    """Return the merge patch that a request carries.

    Raises
    ------
    Problem
        As `json_object`; 415 also if it is a patch of another kind.
    """
    media_type = _media_type(request)
    if media_type not in {JSON, MERGE_PATCH}:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            detail=f"Send a merge patch with Content-Type: {MERGE_PATCH}, not {media_type[:80]!r}.",
            headers={"Accept-Patch": PATCHES},
        )
    return await json_object(request)


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        detail = f"This is no JSON: {error.msg} ({where})."
        raise Problem(HTTPStatus.BAD_REQUEST, "No JSON", detail) from None
    if not isinstance(document, dict):
        raise Problem(HTTPStatus.BAD_REQUEST, "No object", "Send one JSON object.")
    return document


def body_schema(schema: dict[str, Any], *media_types: str) -> dict[str, Any]:
    """Return how a required body is described in OpenAPI, under each of these media types."""
    described = {"schema": schema}
    content = dict.fromkeys(media_types or (JSON,), described)
    return {"required": True, "content": content}
