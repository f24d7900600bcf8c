"""What no store and no file can hold: NUL, lone surrogates, NaN, and nesting without end."""

from __future__ import annotations

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


BAD_TEXT = Unstorable("bad_text", "text without NUL characters and lone surrogates")
NOT_FINITE = Unstorable("not_finite", "a number, not NaN or Infinity, within 64 bits")
TOO_DEEP = Unstorable("too_deep", f"at most {MAX_DEPTH} levels of lists and objects")


def unstorable(value: object, depth: int = 0) -> Unstorable | None:
    """Return why a value from JSON cannot be stored, or None if it can."""
    if isinstance(value, str):
        return None if _is_storable(value) else BAD_TEXT
    if isinstance(value, int | float):
        return None if isfinite(value) and abs(value) <= _limit(value) else NOT_FINITE
    if not isinstance(value, dict | list):
        return None
    if depth == MAX_DEPTH:
        return TOO_DEEP
    parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    return next((why for part in parts if (why := unstorable(part, depth + 1))), None)


def _limit(value: float) -> float:
    return MAX_INT if isinstance(value, int) else float("inf")


def _is_storable(text: str) -> bool:
    if "\x00" in text:
        return False
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
