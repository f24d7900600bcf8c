"""Which form and which language an answer has: by parameter, else by what the client accepts."""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING

from stationmap.api.parameters import Parameter
from stationmap.api.problems import BadParameter, Problem
from stationmap.labels import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request


class Form(StrEnum):
    """The forms that every page of the API has."""

    JSON = "json"
    HTML = "html"


MEDIA_RANGES = {
    "application/json": Form.JSON,
    "application/geo+json": Form.JSON,
    "application/schema+json": Form.JSON,
    "application/vnd.oai.openapi+json": Form.JSON,
    "application/*": Form.JSON,
    "*/*": Form.JSON,
    "text/html": Form.HTML,
    "application/xhtml+xml": Form.HTML,
    "text/*": Form.HTML,
}
F = Parameter(
    name="f",
    description="The form of the answer; by default what the client accepts",
    schema={"type": "string", "enum": list(Form)},
)
LANG = Parameter(
    name="lang",
    description="The language of titles; by default what the client accepts",
    schema={"type": "string", "enum": list(Language)},
)


def form_of(request: Request) -> Form:
    """Return the form to answer in.

    Raises
    ------
    BadParameter
        If `f` names another one.
    Problem
        406 if the client accepts neither.
    """
    asked = request.query_params.get("f")
    if asked is not None:
        if asked not in set(Form):
            raise BadParameter("f", f"f is {' or '.join(Form)}, not {asked[:80]!r}.")
        return Form(asked)
    accepted = list(_in_order(request.headers.get("accept", "*/*") or "*/*"))
    for media_range in accepted:
        if media_range in MEDIA_RANGES:
            return MEDIA_RANGES[media_range]
    detail = "There are application/json, application/geo+json and text/html."
    raise Problem(HTTPStatus.NOT_ACCEPTABLE, detail=detail)


def language_of(request: Request, default: str) -> Language:
    """Return the language to answer in.

    Raises
    ------
    BadParameter
        If `lang` names another one.
    """
    asked = request.query_params.get("lang")
    if asked is not None:
        if asked not in set(Language):
            raise BadParameter("lang", f"lang is {' or '.join(Language)}, not {asked[:80]!r}.")
        return Language(asked)
    for tag in _in_order(request.headers.get("accept-language", "")):
        primary = tag.partition("-")[0]
        if primary in set(Language):
            return Language(primary)
    return Language(default)


def _in_order(header: str) -> Iterator[str]:
    """Yield what a header accepts, the most wanted first; what has the weight 0 is refused."""
    weighed = []
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((_weight(one[2:]) for one in parameters if one.startswith("q=")), 1.0)
        if name and weight > 0:
            weighed.append((-weight, name))
    # Stable: those of one weight keep the client's order.
    yield from (name for _, name in sorted(weighed, key=lambda pair: pair[0]))


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
