"""Query parameters: declared once, for the API's description and for what is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation

from stationmap.api.problems import BadParameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import QueryParams


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
    """Refuse parameters that the operation does not declare, and those that are given twice.

    Raises
    ------
    BadParameter
        At the first.
    """
    if not request.scope["query_string"]:
        return
    given = request.query_params
    known = _declared(request)
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


def _declared(request: Request) -> frozenset[str]:
    """Return the names of the operation's query parameters, however they are declared."""
    route = request.scope["route"]
    kept: dict[int, frozenset[str]] = request.app.state.known_parameters
    if id(route) not in kept:
        flat = get_flat_params(route.dependant) if isinstance(route, APIRoute) else []
        extra = (getattr(route, "openapi_extra", None) or {}).get("parameters", ())
        names = [one.alias for one in flat if isinstance(one.field_info, Query)]
        names += [one["name"] for one in extra if one["in"] == "query"]
        kept[id(route)] = frozenset(names)
    return kept[id(route)]
