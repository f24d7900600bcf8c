"""Writes the reference of the API from its own OpenAPI description."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NoReturn

from stationmap.api.app import api_app
from stationmap.api.openapi import description_of

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """# The API

Below `/api/` of every installation, without a key for reading. This page is made from the
description that `/api/openapi` answers with (OpenAPI 3.0); `/api/docs` shows the same on the
installation itself. It conforms to OGC API - Features, Part 1 (core, GeoJSON, HTML, OpenAPI 3.0)
and Part 2 (`crs`, `bbox-crs`).

Positions are WGS-84, longitude first; GCJ-02 is answered only to who says `datum=gcj02`. Where an
operation is marked **token**, a program of staff sends `Authorization: Bearer …`:
[Write with a token](../how-to/api-write.md). Errors are
[problem+json](https://www.rfc-editor.org/rfc/rfc9457). How it is used: [curl](../how-to/curl.md),
[QGIS](../how-to/qgis.md), [GDAL](../how-to/gdal.md), [geopandas](../how-to/geopandas.md).
"""
COMMON = "\n## Answers that most operations may give\n\n| status | when |\n| --- | --- |\n"
GROUPS = {
    "about": "What there is",
    "collections": "Collections",
    "stations": "Stations",
    "couriers": "The courier's question",
    "planners": "Coverage",
    "copies": "Keeping a copy",
    "reports": "Reports",
    "writing": "Writing",
}


def api_page() -> str:
    """Tell every operation with its parameters, its body and its answers."""
    described = description_of(api_app(_no_office), title="", description="")
    operations = sorted(_operations(described), key=lambda each: list(GROUPS).index(each[0]))
    common = _common([operation for _, _, _, operation in operations])
    page = HEAD + COMMON + "".join(_row(status, told) for status, told in common.items())
    for tag, group in groupby(operations, key=lambda each: each[0]):
        page += f"\n## {GROUPS[tag]}\n"
        page += "".join(
            _operation(described, path, method, operation, common)
            for _, path, method, operation in group
        )
    return page


def _no_office() -> NoReturn:
    message = "what the API is does not depend on what is in a store"
    raise LookupError(message)


def _operations(described: dict[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            if method != "head":  # as GET, without a body
                yield operation["tags"][0], path, method.upper(), operation


def _common(operations: list[dict[str, Any]]) -> dict[str, str]:
    """Return the problems that a third of the operations may answer with, in their usual words."""
    told: dict[str, list[str]] = {}
    for operation in operations:
        for status, answer in operation["responses"].items():
            if status > "300":
                told.setdefault(status, []).append(answer["description"])
    often = {status: words for status, words in told.items() if len(words) > len(operations) / 3}
    return {status: max(words, key=words.count) for status, words in sorted(often.items())}


def _operation(
    described: dict[str, Any],
    path: str,
    method: str,
    operation: dict[str, Any],
    common: dict[str, str],
) -> str:
    token = " **token**" if operation.get("security") else ""
    page = f"\n### {method} `/api{path}`\n\n{operation['summary']}.{token}"
    page += f" {_line(operation.get('description', ''))}\n"
    if parameters := operation.get("parameters"):
        page += "\n| parameter | in | what it is | type |\n| --- | --- | --- | --- |\n"
        page += "".join(_parameter(described, parameter) for parameter in parameters)
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        page += f"\nBody, `{media}`:\n\n{_members(described, content.get('schema', {}))}"
    own = {
        status: answer["description"]
        for status, answer in operation["responses"].items()
        if common.get(status) != answer["description"]
    }
    page += "\n| answer | when |\n| --- | --- |\n"
    return page + "".join(_row(status, told) for status, told in sorted(own.items()))


def _parameter(described: dict[str, Any], parameter: dict[str, Any]) -> str:
    needed = ", required" if parameter.get("required") else ""
    kind = _type(described, parameter.get("schema", {}))
    told = _line(parameter.get("description", ""))
    return f"| `{parameter['name']}` | {parameter['in']}{needed} | {told} | {kind} |\n"


def _members(described: dict[str, Any], schema: dict[str, Any]) -> str:
    schema = _resolved(described, schema)
    members = schema.get("properties")
    if not members:
        return f"{_line(schema.get('description', '')) or _type(described, schema)}\n"
    rows = "| member | what it is | type |\n| --- | --- | --- |\n"
    for name, member in members.items():
        needed = ", required" if name in schema.get("required", ()) else ""
        told = _line(_resolved(described, member).get("description", ""))
        rows += f"| `{name}`{needed} | {told} | {_type(described, member)} |\n"
    return rows


def _type(described: dict[str, Any], schema: dict[str, Any]) -> str:
    """Say in a few words what a value may be."""
    schema = _resolved(described, schema)
    if "enum" in schema:
        kind = " ".join(f"`{value}`" for value in schema["enum"])
    elif schema.get("type") == "array":
        kind = f"list of {_type(described, schema.get('items', {}))}"
    elif parts := schema.get("anyOf") or schema.get("oneOf"):
        kind = " or ".join(_type(described, part) for part in parts)
    else:
        kind = schema.get("type", "anything")
    bounds = [
        f"{word} {schema[key]:g}"
        for key, word in (("minimum", "at least"), ("maximum", "at most"))
        if key in schema
    ]
    default = [f"else `{_plain(schema['default'])}`"] if schema.get("default") is not None else []
    return ", ".join([kind, *bounds, *default])


def _plain(value: object) -> object:
    return ",".join(map(str, value)) if isinstance(value, list) else value


def _resolved(described: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow a `$ref`, keeping what stands beside it."""
    if [*schema.get("allOf", [])][1:] == [] and "allOf" in schema:
        schema = schema | schema["allOf"][0]
    if "$ref" not in schema:
        return schema
    found: Any = described
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return {**found, **{key: value for key, value in schema.items() if key != "$ref"}}


def _row(status: str, told: str) -> str:
    return f"| {status} | {_line(told)} |\n"


def _line(told: str) -> str:
    """Return prose as one line that a table can hold."""
    return " ".join(told.split()).replace("|", "\\|")
