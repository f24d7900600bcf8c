"""Query parameters: declared once, for the API's description and for what is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation

from stationmap.api.problems import BadParameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import QueryParams


NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
"""As JSON and people write them: Python would also take 1_000, blanks and digits of any script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A query parameter that an endpoint reads for itself.

    Attributes
    ----------
    schema
        Of OpenAPI 3.0.
    """

    name: str
    description: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})

    def as_openapi(self) -> dict[str, Any]:
        """Return it as an OpenAPI operation lists it: the style is OGC's for all of them."""
        return {
            "name": self.name,
            "in": "query",
            "required": False,
            "description": self.description,
            "schema": dict(self.schema),
            "style": "form",
            "explode": False,
        }


async def only_known_parameters(request: Request) -> None:
    """Refuse parameters that there are not, that are given twice, and numbers that are none.

    Raises
    ------
    BadParameter
        At the first.
    """
    if not request.scope["query_string"] and not request.path_params:
        return
    declared = _declared(request)
    given = request.query_params
    for name in declared.numbers:
        value = request.path_params.get(name, given.get(name))
        if isinstance(value, str) and not NUMBER.fullmatch(value):
            raise BadParameter(name, f"{name} is a number, not {value[:80]!r}.")
    known = declared.names
    for name in given:
        if name not in known:
            told = ", ".join(sorted(known)) or "none"
            raise BadParameter(name, f"There is no parameter {name[:80]!r} here; known: {told}.")
    _refuse_repeated(given)


def _refuse_repeated(given: QueryParams) -> None:
    seen: set[str] = set()
    for name, _ in given.multi_items():
        if name in seen:
            raise BadParameter(name, f"{name!r} is given twice; separate values by commas.")
        seen.add(name)


@dataclass(frozen=True, slots=True)
class _Declared:
    """The query parameters of an operation, and which parameters FastAPI reads as numbers."""

    names: frozenset[str]
    numbers: frozenset[str]


def _declared(request: Request) -> _Declared:
    """Return the operation's parameters, however they are declared."""
    route = request.scope["route"]
    kept: dict[int, _Declared] = request.app.state.known_parameters
    if id(route) not in kept:
        flat = get_flat_params(route.dependant) if isinstance(route, APIRoute) else []
        extra = (getattr(route, "openapi_extra", None) or {}).get("parameters", ())
        names = [one.alias for one in flat if isinstance(one.field_info, Query)]
        names += [one["name"] for one in extra if one["in"] == "query"]
        numbers = [one.alias for one in flat if _is_number(one.field_info.annotation)]
        kept[id(route)] = _Declared(frozenset(names), frozenset(numbers))
    return kept[id(route)]


def _is_number(annotation: Any) -> bool:
    return any(kind in {int, float} for kind in (annotation, *get_args(annotation)))
