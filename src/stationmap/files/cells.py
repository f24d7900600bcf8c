"""What one cell of a CSV means, and how a value is written into one."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import orjson

from stationmap.stations.tidying import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LIVE = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""What makes a spreadsheet run a cell that begins with it; some run full-width = + - @ too."""

_DISARMED = re.compile(rf"'+[{LIVE}]")
_TO_DISARM = re.compile(rf"'*[{LIVE}]")
_SEPARATORS = re.compile(r"[|;,、\n]")
_DECIMAL = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?|[+-]?\.\d+", re.ASCII)
_DATE = re.compile(r"(\d{4})[^\d\s](\d{1,2})[^\d\s](\d{1,2})[^\d\s]?", re.ASCII)
_STATE_MARK = re.compile(r"[:=]")


def disarmed(text: str) -> str:
    """Return text that no spreadsheet runs as a formula: what would be live gets a ' before it."""
    return f"'{text}" if _TO_DISARM.match(text) else text


def rearmed(cell: str) -> str:
    """Undo `disarmed`."""
    return cell[1:] if _DISARMED.match(cell) else cell


def degrees(cell: str) -> float:
    """Return decimal degrees; anything but plain digits is refused, with what may be meant."""
    text = cell.strip()
    if _DECIMAL.fullmatch(text):
        return float(text)
    plain = unicodedata.normalize("NFKC", text).translate({ord("°"): None, ord(" "): None})
    meant = f"; perhaps {plain}" if _DECIMAL.fullmatch(plain) else ""
    raise Unusable("not_a_number", cell, f"decimal degrees such as 116.404{meant}")


def listed(cell: str) -> list[str]:
    """Return the parts of a list: a JSON array, or words between | ; , and their Chinese kin."""
    as_json = _json_list(cell)
    if as_json is not None:
        return as_json
    normal = unicodedata.normalize("NFKC", cell)
    # NFKC keeps the length of these separators, but of few other letters: split it only if so.
    source = normal if _SEPARATORS.search(normal) else cell
    return [part.strip() for part in _SEPARATORS.split(source) if part.strip()]


def list_cell(parts: Iterable[str]) -> str:
    """Write a list so that `listed` reads the same: with | between, or as JSON where that fails."""
    parts = list(parts)
    text = "|".join(parts)
    return text if listed(text) == parts else orjson.dumps(parts).decode()


def facilities(cell: str) -> dict[str, str]:
    """Return the state by facility word; one without a state works."""
    states = {}
    for part in listed(cell):
        word, *state = _STATE_MARK.split(unicodedata.normalize("NFKC", part), maxsplit=1)
        states[word.strip()] = state[0].strip() if state else "working"
    return states


def facility_expiry(cell: str) -> dict[str, str]:
    """Return the last good day by facility word, in ISO form where it is a date."""
    return {word: iso_date(day) for word, day in facilities(cell).items()}


def facilities_cell(states: Mapping[str, str]) -> str:
    """Write facilities, or days by facility, so that they read the same."""
    return "|".join(
        code if state == "working" else f"{code}:{state}" for code, state in states.items()
    )


def iso_date(cell: str) -> str:
    """Return a date as spreadsheets write it, in ISO form; what is none comes back as it is.

    Year, month and day may have any one mark between them, as 2026/11/20 has and Chinese dates.
    """
    match = _DATE.fullmatch(cell.strip())
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else cell


def json_value(cell: str) -> Any:
    """Return the value of a cell that holds JSON."""
    try:
        return orjson.loads(cell)
    except orjson.JSONDecodeError as error:
        raise Unusable("bad_json_cell", cell, f"JSON ({error.msg})") from None


def json_cell(value: Any) -> str:
    """Write any value of JSON."""
    return orjson.dumps(value).decode()


def _json_list(cell: str) -> list[str] | None:
    if not cell.lstrip().startswith("["):
        return None
    try:
        parts = orjson.loads(cell)
    except orjson.JSONDecodeError:
        return None
    return parts if all(isinstance(part, str) for part in parts) else None
