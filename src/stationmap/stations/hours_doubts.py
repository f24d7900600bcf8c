"""Opening hours that parse, and yet hardly say what was meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from stationmap.errors import InvalidHoursError
from stationmap.stations.hours_syntax import respelt_hours

if TYPE_CHECKING:
    from collections.abc import Iterator

NOON_MIN = 12 * 60
EVERY_DAY = ("", "Mo-Su", "24/7")

_RULE = re.compile(r"(.*?) ?((?:\d\d:\d\d-\d\d:\d\d,?)+)")
_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class HoursDoubt:
    """What looks wrong: a fault's code, and the part of the hours that it is about."""

    code: str
    part: str


@lru_cache(maxsize=4096)
def hours_doubt(expression: str) -> HoursDoubt | None:
    """Return the first thing that looks wrong about opening hours, if there is any.

    They may begin in the morning and end on the next one, as a clock of twelve hours is written
    (`08:30-05:30`); jump back within a day (`08:30-12:00,02:00-06:00`); or lose a rule to a later
    one for the same days (`08:30-12:00; 14:00-17:30` is the afternoon alone).
    """
    try:
        rules = [rule.strip() for rule in respelt_hours(expression).split(";")]
    except InvalidHoursError:
        return None
    return next(_doubts(rules), None)


def _doubts(rules: list[str]) -> Iterator[HoursDoubt]:
    read = [match for match in map(_RULE.fullmatch, rules) if match]
    for rule in read:
        for start_min, end_min, span in _spans(rule[2]):
            if end_min < start_min < NOON_MIN and end_min < NOON_MIN:
                yield HoursDoubt("hours_until_morning", span)
        starts = [start_min for start_min, _, _ in _spans(rule[2])]
        if any(later < earlier for earlier, later in pairwise(starts)):
            yield HoursDoubt("hours_jump_back", rule[2])
    for place, rule in enumerate(read):
        for later in read[place + 1 :]:
            if later[1] in (rule[1], *EVERY_DAY):
                yield HoursDoubt("hours_overridden", rule[0])


def _spans(times: str) -> Iterator[tuple[int, int, str]]:
    """Go through spans: minutes since midnight of the start and of the end, and how it reads."""
    for span in _SPAN.finditer(times):
        start_h, start_min, end_h, end_min = map(int, span.groups())
        yield start_h * 60 + start_min, end_h * 60 + end_min, span[0]
