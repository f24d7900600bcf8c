"""Finds names as people type them: characters, pinyin, initials, or some of each.

Ranks, best first; within a rank, the order in which the entries were given:

1. the whole name; 2. its beginning; 3. its initials, whole, then its beginning;
4. a part of it; 5. every word of the query somewhere in the entry's other texts;
6. for a query in characters: a name that only sounds like it.

Pinyin spelled out ranks with the characters that it spells.
"""

from __future__ import annotations

import re
from collections import Counter
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from stationmap.geocoding.lines import END, Lines, RevisedLines
from stationmap.geocoding.spelling import CHINESE, plain, readings
from stationmap.geocoding.typed_pinyin import INITIALS, Syllabary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stationmap.geocoding.lines import AnyLines, Owner

FIELD = "\t"
MAX_QUERY = 80
"""Letters after which a query is no name any more."""
MIN_HOMOPHONE = 2
"""Characters that a query needs before its sound alone may find something."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something to be found: by its names, or last by its other texts.

    It works out once how it is written and how it sounds: an index of entries that stood in
    another index is made quickly.
    """

    names: tuple[str, ...]
    other_texts: tuple[str, ...] = ()

    @cached_property
    def written(self) -> tuple[str, ...]:
        """The different names in plain letters."""
        return tuple(dict.fromkeys(map(plain, self.names)))

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """The readings of the Chinese names, each syllable between spaces."""
        return tuple(
            f" {' '.join(reading)} "
            for name in self.written
            if CHINESE.search(name)
            for reading in readings(name)
        )

    @cached_property
    def text(self) -> str:
        """All that it can be found by."""
        return FIELD.join(map(plain, (*self.names, *self.other_texts)))


class NameIndex:
    """Entries, ready to be searched.

    Parameters
    ----------
    entries
        By their owners, in the order of owners, which is their order within a rank of answers.
    """

    def __init__(self, entries: Mapping[Owner, Entry]) -> None:
        self._hold(
            Lines((owner, name) for owner, one in entries.items() for name in one.written),
            Lines((owner, sound) for owner, one in entries.items() for sound in one.spoken),
            Lines((owner, one.text) for owner, one in entries.items()),
            _syllables(entries.values()),
        )

    def revised(self, gone: Mapping[Owner, Entry], fresh: Mapping[Owner, Entry]) -> NameIndex:
        """Return an index that answers as a new one would, quickly where few have changed.

        Parameters
        ----------
        gone
            Entries of this index that are no longer so.
        fresh
            What has changed or is new, as it is now, in the order of owners.
        """
        few, revised = NameIndex(fresh), copy(self)
        revised._hold(  # noqa: SLF001 - it is one of us
            RevisedLines(self._written, gone, few._written),
            RevisedLines(self._spoken, gone, few._spoken),
            RevisedLines(self._texts, gone, few._texts),
            self._syllables - _syllables(gone.values()) + few._syllables,
        )
        return revised

    def _hold(
        self, written: AnyLines, spoken: AnyLines, texts: AnyLines, syllables: Counter[str]
    ) -> None:
        self._written = written
        self._spoken = spoken
        self._texts = texts
        self._syllables = syllables
        self._syllabary = Syllabary(filter(re.compile("[a-z]{1,6}").fullmatch, syllables))

    def search(self, query: str, limit: int) -> list[Owner]:
        """Return the owners of at most `limit` entries, best first; none for an empty query."""
        words = [word for word in map(plain, query[: 4 * MAX_QUERY].split()) if word]
        typed = "".join(words)
        if not 0 < len(typed) <= MAX_QUERY:
            return []
        passes = self._for_characters if CHINESE.search(typed) else self._for_letters
        return _first(chain.from_iterable(passes(typed, words)), limit)

    def _for_characters(self, typed: str, words: Sequence[str]) -> Iterator[Iterable[Owner]]:
        yield self._written.holding(END + typed + END)
        yield self._written.holding(END + typed)
        yield self._written.holding(typed)
        yield self._texts.holding_all(words)
        if len(typed) >= MIN_HOMOPHONE:
            spelled, short = self._split("".join(readings(typed)[0]))
            yield from self._sounding(spelled)
            if not CHINESE.fullmatch(typed):
                yield from self._abbreviated(short)

    def _for_letters(self, typed: str, words: Sequence[str]) -> Iterator[Iterable[Owner]]:
        spelled, short = self._split(typed)
        whole, begun, inside = self._sounding(spelled)
        yield self._written.holding(END + typed + END)
        yield whole
        yield self._written.holding(END + typed)
        yield begun
        at_start, at_any_place = self._abbreviated(short)
        yield at_start
        yield self._written.holding(typed)
        yield inside
        yield at_any_place
        yield self._texts.holding_all(words)

    def _split(self, letters: str) -> tuple[list[str], list[tuple[str, ...]]]:
        """Return the spelled-out readings, spaced, and the abbreviated ones, in pieces.

        Who can be read as spelling out is not taken to abbreviate here and there as well, only
        to type initials throughout (das: da s..., or the initials of Da'anshan).
        """
        splits = self._syllabary.splits(letters)
        spelled = [pieces for pieces in splits if self._syllabary.is_spelled_out(pieces)]
        short = [pieces for pieces in splits if pieces not in spelled]
        if spelled:
            short = [pieces for pieces in short if INITIALS.issuperset(pieces)]
        return [f" {' '.join(pieces)}" for pieces in spelled], short

    def _sounding(self, spelled: Sequence[str]) -> tuple[Iterator[Owner], ...]:
        """Return who sounds so wholly, who begins so, and who has it anywhere."""

        def holding(before: str, after: str) -> Iterator[Owner]:
            needles = (before + sound + after for sound in spelled)
            return chain.from_iterable(map(self._spoken.holding, needles))

        return holding(END, f" {END}"), holding(END, ""), holding("", "")

    def _abbreviated(self, short: Sequence[tuple[str, ...]]) -> tuple[Iterator[Owner], ...]:
        """Return whose syllables begin so from the first on (whole names first), or anywhere."""

        def matching(before: str, after: str) -> Iterator[Owner]:
            patterns = (re.compile(before + _begins_so(pieces) + after) for pieces in short)
            return chain.from_iterable(map(self._spoken.matching, patterns))

        return chain(matching(END, f" {END}"), matching(END, "")), matching("", "")


def _begins_so(pieces: Sequence[str]) -> str:
    """Return the pattern of syllables that begin with these pieces, one by one."""
    return "".join(f" {piece}[a-z]*" for piece in pieces)


def _syllables(entries: Iterable[Entry]) -> Counter[str]:
    """Count how often each syllable occurs."""
    return Counter(
        syllable for one in entries for sound in one.spoken for syllable in sound.split()
    )


def _first(owners: Iterable[Owner], limit: int) -> list[Owner]:
    """Return the first different owners, looking no further than needed."""
    found: dict[Owner, None] = {}
    for owner in owners:
        found[owner] = None
        if len(found) == limit:
            break
    return list(found)
