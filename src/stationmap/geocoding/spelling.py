"""How a name is written and how it sounds, in the plainest letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin import lazy_pinyin

CHINESE = re.compile("[\u3400-\u9fff]+")
_RUNS = re.compile("[\u3400-\u9fff]+|.")
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


def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return how a plain name may be read: its syllables in pinyin without tones.

    The first reading knows words (Chang|ping, yin|hang). A second one, each character by itself,
    follows where it differs. Letters and digits stand for themselves, each a syllable.
    """
    in_words: list[str] = []
    by_character: list[str] = []
    for run in _RUNS.findall(name):
        if CHINESE.match(run):
            in_words += _pinyin(run)
            by_character += [syllable for character in run for syllable in _pinyin(character)]
        else:
            in_words.append(run)
            by_character.append(run)
    first, second = tuple(in_words), tuple(by_character)
    return (first,) if first == second else (first, second)


_UMLAUTS = str.maketrans(dict.fromkeys("\u00fc\u01d6\u01d8\u01da\u01dc", "v"))


@lru_cache(maxsize=_CACHED_WORDS)
def _pinyin(word: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(word))
