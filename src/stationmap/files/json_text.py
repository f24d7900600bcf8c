"""JSON text into Python values, strictly; where it breaks, the place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from stationmap.files.limits import MAX_STRUCTURES, too_big
from stationmap.stations.place import WHOLE_FILE

if TYPE_CHECKING:
    from stationmap.errors import Fault

MARKUP_EXPECTED = "GeoJSON, which begins with {; this is XML or HTML"
RECORD_SEPARATOR = "\x1e"
DEPTH_EXPECTED = "at most 1024 levels of lists and objects"


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came of parsing JSON.

    Attributes
    ----------
    document
        None where there is an `unreadable`.
    unreadable
        Why the text is no JSON at all.
    refused
        The first value that no JSON may hold (NaN, Infinity, half of a character) in a document
        that can be read otherwise. Whoever takes values out of it names each of them better.
    """

    document: Any = None
    unreadable: Fault | None = None
    refused: Fault | None = None


def parsed(text: str) -> Parsed:
    """Parse JSON with orjson; what it refuses is tried with Python's parser, which is laxer.

    A sequence of features, a line or a record each (newline-delimited GeoJSON, RFC 8142), is read
    as the collection of them. Nesting deeper than orjson's 1,024 levels is refused by both, and so
    is more of it than MAX_STRUCTURES.
    """
    if text.count("[") + text.count("{") > MAX_STRUCTURES:
        return Parsed(unreadable=too_big(f"{MAX_STRUCTURES:,} lists and objects"))
    try:
        return Parsed(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        if "depth" in error.msg:
            return Parsed(unreadable=_at(error, "too_deep", DEPTH_EXPECTED))
        features = _sequence(text)
        if features:
            return Parsed({"type": "FeatureCollection", "features": features})
        return _parsed_laxly(text, _at(error, "not_json", f"strict JSON ({error.msg})"))


def _sequence(text: str) -> list[dict[str, Any]]:
    """Return the features of a sequence; none if it is no sequence of features alone."""
    parts = text.split(RECORD_SEPARATOR) if RECORD_SEPARATOR in text else text.split("\n")
    try:
        features = [orjson.loads(part) for part in parts if part.strip()]
    except orjson.JSONDecodeError:
        return []
    alone = all(isinstance(one, dict) and one.get("type") == "Feature" for one in features)
    return features if alone else []


def _parsed_laxly(text: str, refused: Fault) -> Parsed:
    """Parse what orjson refused, to see whether it is a single value or the text itself."""
    try:
        return Parsed(json.loads(text), refused=refused)
    except json.JSONDecodeError as error:
        return Parsed(unreadable=_syntax_fault(text, error))
    except RecursionError:
        return Parsed(unreadable=WHOLE_FILE.error("too_deep", expected=DEPTH_EXPECTED))
    except ValueError:  # an integer of more than 4,300 digits
        return Parsed(unreadable=refused)


def _syntax_fault(text: str, error: json.JSONDecodeError) -> Fault:
    if text.lstrip().startswith("<"):
        return WHOLE_FILE.error("not_json", value=text.lstrip(), expected=MARKUP_EXPECTED)
    if error.pos >= len(text.rstrip()) or "Unterminated" in error.msg:
        return _at(error, "json_truncated", "a complete file; its end is missing")
    if "Extra data" in error.msg:
        return _at(error, "json_goes_on", "one FeatureCollection, and nothing after it")
    return _at(error, "not_json", f"JSON ({error.msg})")


def _at(error: json.JSONDecodeError, code: str, expected: str) -> Fault:
    where = f"line {error.lineno}, column {error.colno}"
    return WHOLE_FILE.error(code, field=where, value=error.doc[error.pos :][:30], expected=expected)
