"""How a name is written and how it sounds, in the plainest letters."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from pypinyin import lazy_pinyin

CHINESE = re.compile("[\u3400-\u9fff]+")
_RUNS = re.compile("[\u3400-\u9fff]+|.")
_UMLAUTS = str.maketrans(dict.fromkeys("\u00fc\u01d6\u01d8\u01da\u01dc", "v"))
_CACHED_WORDS = 32_768
"""Names repeat their words; the cache holds those of a city's 10,000 stations."""


def plain(text: str) -> str:
    """Return the letters, digits and characters of a text and nothing else.

    Full-width forms, capitals, tone marks, spaces, punctuation, control characters and emoji make
    no difference; the Latin u with two dots becomes the v that Chinese keyboards write for it.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    letters = unicodedata.normalize("NFKD", folded.translate(_UMLAUTS))
    return "".join(letter for letter in letters if letter.isalnum())


def readings(name: str) -> list[tuple[str, ...]]:
    """Return how a plain name may be read: its syllables in pinyin without tones.

    The first reading is pypinyin's, which knows words (Chong|qing, yin|hang). For each character
    that polyphones.toml lists, its other readings follow, one at a time. Letters and digits stand
    for themselves, each a syllable.
    """
    first: list[str] = []
    for run in _RUNS.findall(name):
        first += _pinyin(run) if CHINESE.match(run) else run
    others = (
        (*first[:place], other, *first[place + 1 :])
        for place, character in enumerate(name)
        for other in _polyphones().get(character, ())
        if other != first[place]
    )
    return [tuple(first), *others]


@cache
def _polyphones() -> dict[str, list[str]]:
    file = files("stationmap.geocoding").joinpath("polyphones.toml")
    table: dict[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))["readings"]
    return table


@lru_cache(maxsize=_CACHED_WORDS)
def _pinyin(word: str) -> tuple[str, ...]:
    """Return one syllable for each character; one that has none stands for itself."""
    return tuple(lazy_pinyin(word, errors=list))  # type: ignore[arg-type]  # a list may come back
