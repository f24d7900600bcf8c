"""What the API's description says of the pages and features that are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stationmap.api.crs import Crs
from stationmap.api.links import GEOJSON, HTML, JSON
from stationmap.api.told import PROBLEM, PROBLEM_SCHEMA, problems_told

if TYPE_CHECKING:
    from stationmap.api.parameters import Parameter

TEXT: dict[str, Any] = {"type": "string"}
MOMENT = {"type": "string", "format": "date-time"}
LINK: dict[str, Any] = {
    "type": "object",
    "required": ["href", "rel"],
    "properties": dict.fromkeys(("href", "rel", "type", "title", "hreflang"), TEXT),
}
LINKS: dict[str, Any] = {"type": "array", "items": LINK}
LANDING: dict[str, Any] = {
    "type": "object",
    "required": ["title", "links"],
    "properties": {"title": TEXT, "description": TEXT, "links": LINKS},
}
CONFORMANCE: dict[str, Any] = {
    "type": "object",
    "required": ["conformsTo"],
    "properties": {"conformsTo": {"type": "array", "items": TEXT}},
}
EXTENT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "spatial": {
            "type": "object",
            "properties": {
                "bbox": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "array",
                        "minItems": 4,
                        "maxItems": 4,
                        "items": {"type": "number"},
                    },
                },
                "crs": {"type": "string", "enum": [Crs.CRS84.value]},
            },
        },
        "temporal": {
            "type": "object",
            "properties": {
                "interval": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "array",
                        "minItems": 2,
                        "maxItems": 2,
                        "items": MOMENT | {"nullable": True},
                    },
                },
            },
        },
    },
}
COLLECTION: dict[str, Any] = {
    "type": "object",
    "required": ["id", "links"],
    "properties": {
        "id": TEXT,
        "title": TEXT,
        "description": TEXT,
        "links": LINKS,
        "extent": EXTENT,
        "itemType": TEXT,
        "crs": {"type": "array", "items": TEXT},
        "storageCrs": TEXT,
    },
}
COLLECTIONS: dict[str, Any] = {
    "type": "object",
    "required": ["links", "collections"],
    "properties": {
        "links": LINKS,
        "crs": {"type": "array", "items": TEXT},
        "collections": {"type": "array", "items": COLLECTION},
    },
}
FEATURE: dict[str, Any] = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": TEXT,
        "geometry": {
            "type": "object",
            "required": ["type", "coordinates"],
            "properties": {
                "type": {"type": "string", "enum": ["Point"]},
                "coordinates": {
                    "type": "array",
                    "minItems": 2,
                    "maxItems": 2,
                    "items": {"type": "number"},
                },
            },
        },
        "properties": {"type": "object", "description": "Those of the data contract."},
        "links": LINKS,
    },
}
FEATURES: dict[str, Any] = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "numberMatched": {"type": "integer", "minimum": 0},
        "numberReturned": {"type": "integer", "minimum": 0},
        "timeStamp": MOMENT,
        "datum": {"type": "string", "enum": ["gcj02"]},
        "links": LINKS,
        "features": {"type": "array", "items": FEATURE},
    },
}


def operation(*parameters: Parameter) -> dict[str, Any]:
    """Return what FastAPI cannot read from an endpoint: the parameters that it reads for itself."""
    return {"parameters": [parameter.as_openapi() for parameter in parameters]}


def read(
    meaning: str, schema: dict[str, Any], *problems: int, media_type: str = JSON
) -> dict[int | str, dict[str, Any]]:
    """Return how an operation answers that only reads: in either form, 304, or a problem."""
    content: dict[str, Any] = {media_type: {"schema": schema}, HTML: {"schema": TEXT}}
    refused = {"description": "Neither form is accepted.", "content": _PROBLEM}
    failed = {"description": "Something is wrong on the server's side.", "content": _PROBLEM}
    told: dict[int | str, dict[str, Any]] = {200: {"description": meaning, "content": content}}
    told[304] = {"description": "The client has the newest already."}
    return told | problems_told(*problems) | {406: refused, 500: failed}


def read_alone(meaning: str, media_type: str, schema: dict[str, Any]) -> dict[int | str, Any]:
    """Return how an operation answers that has only one form."""
    told = read(meaning, schema, media_type=media_type)
    told[200]["content"] = {media_type: {"schema": schema}}
    return told


def read_features(meaning: str, schema: dict[str, Any], *problems: int) -> dict[int | str, Any]:
    """Return how an operation answers that reads features."""
    told = read(meaning, schema, *problems, media_type=GEOJSON)
    header = {"description": "The system of the positions, between < and >.", "schema": TEXT}
    told[200]["headers"] = {"Content-Crs": header, "ETag": {"schema": TEXT}}
    return told


_PROBLEM = {PROBLEM: {"schema": PROBLEM_SCHEMA}}
