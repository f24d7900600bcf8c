"""What the API's description says of answers, in one form for all operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    Responses = dict[int | str, dict[str, Any]]

GEOJSON, JSON, PROBLEM = "application/geo+json", "application/json", "application/problem+json"

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
POINT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {
            "type": "array",
            "items": {"type": "number"},
            "minItems": 2,
            "maxItems": 3,
        },
    },
}
FEATURE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "geometry", "properties"],
    "properties": {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": "string"},
        "geometry": POINT_SCHEMA,
        "properties": {"type": "object"},
    },
}
COLLECTION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "features": {"type": "array", "items": FEATURE_SCHEMA},
    },
}

WHY_NOT = {
    400: "The request is malformed, or has a parameter that there is not.",
    401: "There is no token, or it is not good.",
    403: "The account may not do this, or not in this area.",
    404: "There is none.",
    409: "It contradicts what there is.",
    410: "It is no longer in the list; `successor` is what it was merged into, if it was.",
    412: "It is not the newest version; the answer has that one, and the one that was named.",
    413: "The body is too long.",
    415: "The body is not said to be JSON.",
    422: "The content cannot be; `faults` or `reasons` names all that is wrong.",
    428: "If-Match is missing.",
    429: "Too often; Retry-After says in how many seconds to come back.",
    503: "The store cannot be used just now; nothing was written.",
}


def told(
    status: int, meaning: str, media_type: str, schema: Mapping[str, Any], *problems: int
) -> Responses:
    """Return how an operation answers: well in one way, and as a problem in the others."""
    responses: Responses = {
        status: {"description": meaning, "content": {media_type: {"schema": dict(schema)}}}
    }
    return responses | problems_told(*problems)


def told_empty(status: int, meaning: str, *problems: int) -> Responses:
    """Return how an operation answers without a body, and as a problem."""
    return {status: {"description": meaning}} | problems_told(*problems)


def problems_told(*problems: int) -> Responses:
    """Return how an operation answers with a problem; all may answer 400, 429 and 503."""
    content = {PROBLEM: {"schema": PROBLEM_SCHEMA}}
    return {
        status: {"description": WHY_NOT[status], "content": content}
        for status in sorted({400, 429, 503, *problems})
    }
