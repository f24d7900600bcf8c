"""Which code a word means: the code itself, its labels, or another word for it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from stationmap.labels import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

_IGNORED = re.compile(r"[\s_\-]+")


def code_for(table: str, word: str) -> str | None:
    """Return the code that a word means, or None.

    Parameters
    ----------
    table
        A table of the catalogue and of vocabulary.toml: kind, facility, facility_state, audience,
        entry or status.
    """
    return _codes(table).get(folded(word))


def codes_of(table: str) -> tuple[str, ...]:
    """Return every code of a table, in the catalogue's order."""
    prefix = f"{table}."
    return tuple(key.removeprefix(prefix) for key in catalogue() if key.startswith(prefix))


def nearest_word(table: str, word: str) -> str | None:
    """Return the code that a misspelt word probably means, or None."""
    known = _codes(table)
    matches = get_close_matches(folded(word), known, n=1, cutoff=0.75)
    return known[matches[0]] if matches else None


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """Return a word as it is compared: full-width letters, case, spaces and dashes aside."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", word)).casefold()


@cache
def _codes(table: str) -> Mapping[str, str]:
    """Return the code by folded word; a code and its labels win over other words."""
    aliases = _aliases().get(table, {})
    words = {folded(word): code for code, others in aliases.items() for word in others}
    for code in codes_of(table):
        labels = catalogue()[f"{table}.{code}"].values()
        words |= {folded(word): code for word in (code, *labels)}
    return words


@cache
def _aliases() -> Mapping[str, Mapping[str, list[str]]]:
    text = files("stationmap.stations").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
