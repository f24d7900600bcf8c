"""Puts codes, dates and hours into the one form that the data contract has for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from stationmap.stations.hours import are_hours
from stationmap.stations.vocabulary import code_for, codes_of, nearest_word

UNKNOWN = "unknown"
"""The state that says nothing: like a facility that is not there."""

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Unusable(Exception):  # noqa: N818 - a verdict on a value, turned into a Fault at once
    """A value that cannot be used, and what would have been right."""

    def __init__(self, code: str, value: object, expected: str) -> None:
        self.code = code
        self.value = value
        self.expected = expected
        super().__init__(code)


def code_of(table: str, value: object) -> str:
    """Return the code of a table that a word means."""
    if not isinstance(value, str):
        raise Unusable("wrong_type", value, f"one of {_listed(table)}")
    code = code_for(table, value)
    if code is None:
        meant = nearest_word(table, value)
        hint = f"{meant}? Else one of" if meant else "one of"
        raise Unusable(f"unknown_{table}", value, f"{hint} {_listed(table)}")
    return code


def codes_in(table: str, value: object) -> list[str]:
    """Return the codes of a table that a word, or a list of words, means."""
    words = value if isinstance(value, list | tuple) else [value]
    return list(dict.fromkeys(code_of(table, word) for word in words))


def facility_states(value: object) -> dict[str, str]:
    """Return the state by facility code; a list of facilities means that each works."""
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list):
        value = dict.fromkeys(map(_text, value), "working")
    if not isinstance(value, Mapping):
        raise Unusable("wrong_type", value, 'an object such as {"water": "working"}')
    states = {code_of("facility", word): _state(state) for word, state in value.items()}
    return {code: state for code, state in states.items() if state != UNKNOWN}


def facility_expiry(value: object) -> dict[str, str]:
    """Return the last good day by facility code."""
    if not isinstance(value, Mapping):
        raise Unusable("wrong_type", value, 'an object such as {"first_aid": "2027-03-31"}')
    known = {word: day for word, day in value.items() if day not in (None, "")}
    return {code_of("facility", word): iso_date(day) for word, day in known.items()}


def iso_date(value: object) -> str:
    """Return a date as it is, refusing what only looks like one, such as a number of seconds."""
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value.strip()):
        raise Unusable("bad_date", value, "a date such as 2026-11-20")
    return value.strip()


def opening_hours(value: object) -> str:
    """Return hours as they are, refusing what is not in OpenStreetMap's syntax."""
    if not isinstance(value, str):
        raise Unusable("wrong_type", value, "text such as Mo-Fr 08:30-17:30; PH off")
    if not are_hours(value):
        expected = "OpenStreetMap's syntax, as in Mo-Fr 08:30-17:30; PH off"
        raise Unusable("bad_hours", value, expected)
    return value


def _state(value: object) -> str:
    if isinstance(value, bool):
        return "working" if value else "absent"
    return UNKNOWN if value is None else code_of("facility_state", value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Unusable("wrong_type", value, "a facility's code, as text")
    return value


def _listed(table: str) -> str:
    return ", ".join(codes_of(table))


TIDY: Mapping[str, Callable[[object], object]] = {
    "kind": lambda value: code_of("kind", value),
    "status": lambda value: code_of("status", value),
    "audience": lambda value: codes_in("audience", value),
    "entry": lambda value: codes_in("entry", value),
    "facilities": facility_states,
    "facility_expiry": facility_expiry,
    "opening_hours": opening_hours,
    "self_entry_hours": opening_hours,
    "suspended_from": iso_date,
    "suspended_until": iso_date,
    "verified_on": iso_date,
}
"""By property: what gives a value its one form, or raises Unusable."""
