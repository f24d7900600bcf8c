"""JSON text into Python values, strictly; where it breaks, the place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import orjson

from stationmap.stations.place import WHOLE_FILE, Place
from stationmap.stations.unstorable import unstorable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.errors import Fault

MARKUP_EXPECTED = "GeoJSON, which begins with {; this is XML or HTML"


def parsed(text: str) -> tuple[Any, list[Fault]]:
    """Parse JSON; what orjson refuses but Python's own parser reads is named by its feature.

    That is NaN, Infinity and lone surrogates. Nesting deeper than orjson's 1,024 is never given to
    Python's parser.
    """
    try:
        return orjson.loads(text), []
    except orjson.JSONDecodeError as error:
        if "depth" in error.msg:
            return None, [_at(error, "too_deep", "at most 1024 levels of lists and objects")]
        refusal = error
    except UnicodeEncodeError:
        refusal = None
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        return None, [_syntax_fault(text, error)]
    except (RecursionError, ValueError):
        return None, [WHOLE_FILE.error("too_deep", expected="at most 1024 levels, short numbers")]
    faults = list(_refused_values(document))
    if not faults and refusal is not None:
        faults.append(_at(refusal, "not_json", "strict JSON"))
    return None, faults


def _syntax_fault(text: str, error: json.JSONDecodeError) -> Fault:
    if text.lstrip().startswith("<"):
        return WHOLE_FILE.error("not_json", value=text.lstrip(), expected=MARKUP_EXPECTED)
    if error.pos >= len(text.rstrip()) or "Unterminated" in error.msg:
        return _at(error, "json_truncated", "a complete file; its end is missing")
    return _at(error, "not_json", f"JSON ({error.msg})")


def _at(error: json.JSONDecodeError, code: str, expected: str) -> Fault:
    where = f"line {error.lineno}, column {error.colno}"
    return WHOLE_FILE.error(code, field=where, value=error.doc[error.pos :][:30], expected=expected)


def _refused_values(document: Any) -> Iterator[Fault]:
    """Name each value of each feature that no JSON may hold."""
    features = document.get("features") if isinstance(document, dict) else None
    for number, feature in enumerate(features if isinstance(features, list) else [], start=1):
        place = Place(unit="feature", number=number)
        for field, value in _fields(feature):
            found = unstorable(value)
            if found is not None:
                yield place.error(found.code, field=field, value=value, expected=found.expected)


def _fields(feature: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(feature, dict):
        yield "feature", feature
        return
    geometry = feature.get("geometry")
    yield "id", feature.get("id")
    yield "coordinates", geometry.get("coordinates") if isinstance(geometry, dict) else geometry
    properties = feature.get("properties")
    if isinstance(properties, dict):
        yield from properties.items()
