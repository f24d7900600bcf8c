"""The short texts of reports and answers: tidied, and refused where a store or a reader suffers."""

from __future__ import annotations

import unicodedata

MAX_LENGTH = 300
"""In characters; two or three sentences on a phone."""

TURNS_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They make the text around them read otherwise than it is written."""


def tidied(text: str) -> str:
    """Return a text without space around it, and one space or line break wherever it has some."""
    lines = (" ".join(line.split()) for line in text.strip().splitlines())
    return "\n".join(line for line in lines if line)


def reasons_against(text: str) -> list[str]:
    """Return what forbids to keep a tidied text, as codes of the catalogue."""
    reasons = []
    if len(text) > MAX_LENGTH:
        reasons.append("text_too_long")
    if any(map(_is_harmful, text)):
        reasons.append("bad_text")
    return reasons


def _is_harmful(character: str) -> bool:
    """Say whether it is a control character other than a line break, or half of one."""
    if character == "\n":
        return False
    return unicodedata.category(character) in {"Cc", "Cs"} or character in TURNS_DIRECTION
