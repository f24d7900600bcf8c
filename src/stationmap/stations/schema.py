"""The data contract as JSON Schema, made from the model."""

from __future__ import annotations

from typing import Any

from stationmap.geo.position import MAX_LAT, MAX_LON
from stationmap.stations.record import PROPERTIES
from stationmap.stations.station import MAX_TEXT, Station

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def contract_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a file of stations: a FeatureCollection of Points.

    Properties that the contract does not know are allowed. Two rules are beyond JSON Schema, and
    reading the file checks them: ids are unique, and opening hours are in OpenStreetMap's syntax.
    """
    model = Station.model_json_schema(by_alias=False, mode="validation")
    definitions = {name: part for name, part in model["$defs"].items() if name != "Position"} | {
        "Feature": _feature(model)
    }
    return {
        "$schema": DIALECT,
        "title": "Stations",
        "description": "WGS-84, longitude first, at most 6 decimals; one Point for each station.",
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array", "items": {"$ref": "#/$defs/Feature"}},
        },
        "$defs": definitions,
    }


def _feature(model: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string", "minLength": 1, "maxLength": MAX_TEXT},
            "geometry": _point(),
            "properties": {
                "type": "object",
                "required": [name for name in model["required"] if name in PROPERTIES],
                "properties": {name: model["properties"][name] for name in PROPERTIES},
                "additionalProperties": True,
            },
        },
    }


def _point() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {
            "type": {"const": "Point"},
            "coordinates": {
                "type": "array",
                "prefixItems": [
                    {"type": "number", "minimum": -MAX_LON, "maximum": MAX_LON},
                    {"type": "number", "minimum": -MAX_LAT, "maximum": MAX_LAT},
                ],
                "items": False,
                "minItems": 2,
            },
        },
    }
