"""The API's description as OpenAPI 3.0.3, which GDAL and the standard want; FastAPI writes 3.1."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi

from stationmap.api.answering import VERSION

if TYPE_CHECKING:
    from fastapi import FastAPI

OPENAPI_VERSION = "3.0.3"
FASTAPIS_OWN = ("HTTPValidationError", "ValidationError")
"""What FastAPI says of answers that ours are not: those are problems."""

_METHODS = ("get", "put", "post", "patch", "delete")
_LIMITS = (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum"))


def description_of(app: FastAPI, *, title: str, description: str) -> dict[str, Any]:
    """Return the description of every operation of an app, without its address."""
    with warnings.catch_warnings():
        # An operation that is declared for GET and HEAD has one id for both.
        warnings.filterwarnings("ignore", "Duplicate Operation ID", UserWarning)
        made = get_openapi(
            title=title,
            version=VERSION,
            description=description,
            openapi_version=OPENAPI_VERSION,
            routes=app.routes,
        )
    for path in made["paths"].values():
        path.pop("head", None)  # every GET has its HEAD, which the standard does not list
        for method in _METHODS:
            if method in path:
                _leave_out_fastapis_own(path[method])
    schemas = made.get("components", {}).get("schemas", {})
    for name in FASTAPIS_OWN:
        schemas.pop(name, None)
    converted: dict[str, Any] = _as_3_0(made)
    return converted


def _leave_out_fastapis_own(operation: dict[str, Any]) -> None:
    told = operation["responses"].get("422", {}).get("content", {})
    if "HTTPValidationError" in str(told.get("application/json", "")):
        del operation["responses"]["422"]


def _as_3_0(node: Any) -> Any:
    """Turn what 3.1 says in JSON Schema's way into that of 3.0."""
    if isinstance(node, list):
        return [_as_3_0(part) for part in node]
    if not isinstance(node, dict):
        return node
    turned = {name: _as_3_0(part) for name, part in node.items()}
    _turn_null(turned)
    _turn_type_list(turned)
    if "const" in turned and not isinstance(turned["const"], dict):
        turned["enum"] = [turned.pop("const")]
    if isinstance(turned.get("examples"), list):
        turned["example"] = turned.pop("examples")[0]
    if "prefixItems" in turned:
        items = turned.pop("prefixItems")
        turned |= {"items": items[0], "minItems": len(items), "maxItems": len(items)}
    for exclusive, plain in _LIMITS:
        limit = turned.get(exclusive)
        if isinstance(limit, int | float) and not isinstance(limit, bool):
            turned |= {plain: limit, exclusive: True}
    return turned


def _turn_null(schema: dict[str, Any]) -> None:
    """Say `nullable` where one of several is null."""
    parts = schema.get("anyOf")
    if not isinstance(parts, list) or {"type": "null"} not in parts:
        return
    others = [part for part in parts if part != {"type": "null"}]
    del schema["anyOf"]
    if len(others) == 1 and "$ref" not in others[0]:
        schema |= others[0] | {name: schema[name] for name in schema}
    else:
        schema["anyOf"] = others
    schema["nullable"] = True


def _turn_type_list(schema: dict[str, Any]) -> None:
    kinds = schema.get("type")
    if isinstance(kinds, list) and all(isinstance(kind, str) for kind in kinds):
        named = [kind for kind in kinds if kind != "null"]
        schema["type"] = named[0]
        if "null" in kinds:
            schema["nullable"] = True
