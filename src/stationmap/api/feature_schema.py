"""What a feature has, as JSON Schema: GDAL learns the fields from it.

Without it GDAL takes for fields what the first features of the first page happen to have.
"""

from __future__ import annotations

from typing import Any

from stationmap.stations.record import PROPERTIES
from stationmap.stations.schema import DIALECT
from stationmap.stations.station import Station

KEPT = ("type", "format", "enum", "description", "items", "additionalProperties")
"""What of a property's schema is said of it; bounds and titles are the data contract's."""


def feature_schema() -> dict[str, Any]:
    """Return the JSON Schema of one station as the API answers it."""
    model = Station.model_json_schema(by_alias=False, mode="validation")
    properties = {name: _plain(model["properties"][name], model["$defs"]) for name in PROPERTIES}
    return {
        "$schema": DIALECT,
        "title": "Station",
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "geometry": {"type": "object", "required": ["type", "coordinates"]},
            "properties": {"type": "object", "properties": properties},
        },
    }


def _plain(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return a property's schema without references, and without null, which means unknown."""
    parts = [part for part in schema.get("anyOf", [schema]) if part.get("type") != "null"]
    found = parts[0]
    if "$ref" in found:
        found = definitions[found["$ref"].rpartition("/")[2]]
    plain = {name: found[name] for name in KEPT if name in found}
    for name in ("items", "additionalProperties"):
        if isinstance(plain.get(name), dict):
            plain[name] = _plain(plain[name], definitions)
    return plain
