"""How alike the names of two stations are, once what every station's name says is left out."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import fuzz

from stationmap.stations.vocabulary import folded

SAME = 100.0
PART_OF = 0.9
"""What it counts that one name is a part of the other, or has its letters in another order."""

SHORTEST_PART = 4
"""Letters: of fewer, a part says too little."""

_NUMBER = re.compile(r"\d+")
_NOT_LETTERS = re.compile(r"[\W_]+")


def letters_of(text: str) -> str:
    """Return text as it is compared: without case, width, spaces, brackets and other marks."""
    return _NOT_LETTERS.sub("", folded(text))


@lru_cache(maxsize=65_536)
def essence(name: str, district: str | None = None) -> str:
    """Return what tells a station's name from others: without generic words and the district."""
    rest = letters_of(name)
    for word in _generic_words():
        rest = rest.replace(word, "")
    return rest.replace(letters_of(district), "") if district else rest


def likeness(a: str, b: str) -> float:
    """Say of 100 how alike two essences are; 0 if a number in them tells them apart."""
    if a == b:
        return SAME
    if _numbers(a) != _numbers(b):
        return 0.0
    likeness = fuzz.ratio(a, b)
    if min(len(a), len(b)) >= SHORTEST_PART:
        reordered = fuzz.ratio("".join(sorted(a)), "".join(sorted(b)))
        likeness = max(likeness, PART_OF * max(fuzz.partial_ratio(a, b), reordered))
    return likeness


@lru_cache(maxsize=65_536)
def _numbers(essence: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in _NUMBER.findall(essence))


@cache
def _generic_words() -> tuple[str, ...]:
    table = files("stationmap.upkeep").joinpath("duplicates.toml").read_text(encoding="utf-8")
    return tuple(map(letters_of, tomllib.loads(table)["words"]))
