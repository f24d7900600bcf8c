"""Which form and which language an answer has: by parameter, else by what the client accepts."""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING

from stationmap.api.headers import listed, weighed
from stationmap.api.parameters import Parameter
from stationmap.api.problems import BadParameter, Problem
from stationmap.labels import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request


class Form(StrEnum):
    """The forms that every page of the API has."""

    JSON = "json"
    HTML = "html"


MEDIA_RANGES: dict[Form, tuple[tuple[str, ...], ...]] = {
    Form.JSON: (
        (
            "application/json",
            "application/geo+json",
            "application/schema+json",
            "application/vnd.oai.openapi+json",
        ),
        ("application/*",),
        ("*/*",),
    ),
    Form.HTML: (("text/html", "application/xhtml+xml"), ("text/*",), ("*/*",)),
}
"""What names each form, the most specific first: what is said by name is not said by `*/*`."""

REFUSED = (0.0, 0)

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
    named: dict[str, tuple[float, int]] = {}
    for place, (name, weight) in enumerate(weighed(listed(request, "accept") or "*/*")):
        named.setdefault(name, (weight, -place))
    best = max(Form, key=lambda form: _wanted(form, named))
    if _wanted(best, named) > REFUSED:
        return best
    detail = "There are application/json, application/geo+json and text/html."
    raise Problem(HTTPStatus.NOT_ACCEPTABLE, detail=detail)


def _wanted(form: Form, named: Mapping[str, tuple[float, int]]) -> tuple[float, int]:
    """Return how much a form is wanted; of one weight, what the client names first is more."""
    for ranges in MEDIA_RANGES[form]:
        found = [named[media_range] for media_range in ranges if media_range in named]
        if found:
            return max(found)
    return REFUSED


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
    tags = [pair for pair in weighed(listed(request, "accept-language")) if pair[1] > 0]
    # Stable: those of one weight keep the client's order.
    for tag, _ in sorted(tags, key=lambda pair: -pair[1]):
        primary = tag.partition("-")[0]
        if primary in set(Language):
            return Language(primary)
    return Language(default)
