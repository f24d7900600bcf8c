"""Chinese opening hours, as spreadsheets hold them, into OpenStreetMap's syntax."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from stationmap.stations.hours import are_hours
from stationmap.stations.hours_doubts import hours_doubt

NOON_H = 12
MAX_LENGTH = 200
OFF = "off"

_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)"
_DAYS = rf"{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)*"
_SPAN = r"\d{1,2}:\d{2}-\d{1,2}:\d{2}"
_CLAUSE = re.compile(rf"(?:({_DAYS}) ?)?({_SPAN}(?:,{_SPAN})*|off|24/7)")
_NEW_CLAUSE = re.compile(rf"(?<=\d|f) ?,? ?(?={_DAY})")
_NEXT_SPAN = re.compile(r"(?<=\d) (?=\d)")
_AFTERNOON = re.compile(r"PM ?(\d{1,2})(:\d{2})(?:-(\d{1,2})(:\d{2}))?")
_TIME = re.compile(r"(?<!\d)(\d)(:\d{2})")


@lru_cache(maxsize=4096)
def osm_hours(phrase: str) -> str | None:
    """Return opening hours in OpenStreetMap's syntax, or None if the phrase is not understood.

    What is in that syntax already is returned as it is, unless it hardly says what is meant
    (`hours_doubt`). Words that mean workdays are Monday to Friday with holidays off.
    """
    is_osm = are_hours(phrase)
    if is_osm and hours_doubt(phrase) is None:
        return phrase
    understood = _understood(phrase) if len(phrase) <= MAX_LENGTH else None
    return understood or (phrase if is_osm else None)


def _understood(phrase: str) -> str | None:
    clauses = _clauses(_rewritten(phrase))
    if clauses is None:
        return None
    says_workdays = any(word in phrase for word in _grammar()["workdays_only"])
    if says_workdays and not any("PH" in clause for clause in clauses):
        clauses.append("PH off")
    hours = "; ".join(clauses)
    return hours if are_hours(hours) else None


def _rewritten(phrase: str) -> str:
    """Apply the rules of the grammar, then the arithmetic of afternoons."""
    text = unicodedata.normalize("NFKC", phrase)
    for pattern, replacement in _grammar()["rewrites"]:
        text = re.sub(pattern, replacement, text)
    text = " ".join(text.split()).replace(" -", "-").replace("- ", "-")
    text = _AFTERNOON.sub(_in_24_hours, text)
    text = _TIME.sub(r"0\1\2", text)
    return _NEW_CLAUSE.sub(";", _NEXT_SPAN.sub(",", text)).replace(" ,", ",").replace(", ", ",")


def _in_24_hours(match: re.Match[str]) -> str:
    """Add twelve hours to an afternoon's times; an end before its start is the next morning's."""
    start = int(match[1])
    later = start + NOON_H if start < NOON_H else start
    if match[3] is None:
        return f"{later}{match[2]}"
    end = int(match[3])
    end_later = end + NOON_H if start <= end < NOON_H else end
    return f"{later}{match[2]}-{end_later:02d}{match[4]}"


def _clauses(text: str) -> list[str] | None:
    """Return each clause in its final form, or None if one of them is no hours."""
    found: list[tuple[str, str]] = []
    for part in filter(None, (part.strip(" ,") for part in text.split(";"))):
        match = _CLAUSE.fullmatch(part)
        if match is None or (match[2] == OFF and not match[1]):
            return None
        found.append((match[1] or "", "00:00-24:00" if match[2] == "24/7" else match[2]))
    if found in ([("", "00:00-24:00")], [("Mo-Su", "00:00-24:00")]):
        return ["24/7"]
    joined = _joined(found) if found else None
    return None if joined is None else [f"{days} {times}".strip() for days, times in joined]


def _joined(clauses: list[tuple[str, str]]) -> list[tuple[str, str]] | None:
    """Join the spans of the same days: in OpenStreetMap's syntax a later clause replaces others.

    Spans without days go on with those of the clause before. After days off they are for all
    other days, and come first. None if spans overlap: two seasons may be meant.
    """
    joined: dict[str, str] = {}
    last = ""
    for days, times in clauses:
        meant = days or last
        known = joined.get(meant)
        if known == OFF and not days:
            joined, last = {"": times} | joined, ""
            continue
        if known not in (None, OFF) and times != OFF:
            if known[-len("00:00") :] > times[: len("00:00")]:
                return None
            joined[meant] = f"{known},{times}"
        else:
            joined[meant] = times
        last = meant
    return list(joined.items())


@cache
def _grammar() -> dict[str, Any]:
    text = files("stationmap.files").joinpath("hours_phrases.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
