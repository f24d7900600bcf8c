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

_names_of: dict[str, frozenset[str]] = {}


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
    known = _declared(request.scope["route"])
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


def _declared(route: object) -> frozenset[str]:
    """Return the names of an operation's query parameters, however they are declared."""
    if not isinstance(route, APIRoute):
        return frozenset()
    known = _names_of.get(route.unique_id)
    if known is None:
        flat = get_flat_params(route.dependant)
        known = frozenset(one.alias for one in flat if isinstance(one.field_info, Query))
        extra = (route.openapi_extra or {}).get("parameters", ())
        known |= frozenset(one["name"] for one in extra if one["in"] == "query")
        _names_of[route.unique_id] = known
    return known
