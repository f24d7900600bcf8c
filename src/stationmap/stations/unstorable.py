"""What no store and no file can hold: control characters, NaN, and nesting without end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite

MAX_DEPTH = 32
"""Lists in lists; orjson would write 254, people need three."""

MAX_INT = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Unstorable:
    """Why a value cannot be stored: a fault's code, and what would have been right."""

    code: str
    expected: str


CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters but for tabs and line ends, lone surrogates, and what is no character."""

BAD_TEXT = Unstorable("bad_text", "text without control characters and lone surrogates")
NOT_FINITE = Unstorable("not_finite", "a number, not NaN or Infinity, within 64 bits")
TOO_DEEP = Unstorable("too_deep", f"at most {MAX_DEPTH} levels of lists and objects")


def unstorable(value: object, depth: int = 0) -> Unstorable | None:
    """Return why a value from JSON cannot be stored, or None if it can."""
    if isinstance(value, str):
        return BAD_TEXT if CONTROL.search(value) else None
    if isinstance(value, int):
        return None if abs(value) <= MAX_INT else NOT_FINITE
    if isinstance(value, float):
        return None if isfinite(value) else NOT_FINITE
    if not isinstance(value, dict | list):
        return None
    if depth == MAX_DEPTH:
        return TOO_DEEP
    parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    return next((why for part in parts if (why := unstorable(part, depth + 1))), None)
