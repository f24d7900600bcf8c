"""Many short texts as the lines of one long one, so that finding in all of them is one scan."""

from __future__ import annotations

from bisect import bisect_right
from heapq import merge
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

Owner: TypeAlias = tuple[int, int | str]
"""Whose a line is: a rank, then a number or, at another rank, an id."""

END = "\n"
"""Stands before and after every line: a needle that begins with it is found at a line's start."""


class Lines:
    """Lines, each with its owner, in the order of owners."""

    def __init__(self, lines: Iterable[tuple[Owner, str]]) -> None:
        owned = list(lines)
        self._owners = [owner for owner, _ in owned]
        texts = [line for _, line in owned]
        lengths = map(len(END).__add__, map(len, texts))
        self._starts = list(accumulate(lengths, initial=0))[: len(texts)]
        self._text = END + END.join(texts) + END

    def holding(self, needle: str) -> Iterator[Owner]:
        """Go through the owners of the lines that hold a needle."""
        at = self._text.find(needle)
        while at >= 0:
            number = self._line_at(at)
            yield self._owners[number]
            at = self._text.find(needle, self._end_of(number))

    def matching(self, pattern: re.Pattern[str]) -> Iterator[Owner]:
        """Go through the owners of the lines that match a pattern."""
        match = pattern.search(self._text)
        while match:
            number = self._line_at(match.start())
            yield self._owners[number]
            match = pattern.search(self._text, self._end_of(number))

    def holding_all(self, needles: Sequence[str]) -> Iterator[Owner]:
        """Go through the owners of the lines that hold every needle."""
        rarest, *others = sorted(needles, key=self._text.count)
        at = self._text.find(rarest)
        while at >= 0:
            number = self._line_at(at)
            end = self._end_of(number)
            if all(self._text.find(other, self._starts[number], end) >= 0 for other in others):
                yield self._owners[number]
            at = self._text.find(rarest, end)

    def _line_at(self, offset: int) -> int:
        """Return the line that a hit lies in; a hit on an END belongs to the line after it."""
        return bisect_right(self._starts, offset) - 1

    def _end_of(self, number: int) -> int:
        """Return where the END after a line stands: that of the next line's beginning."""
        if number + 1 < len(self._starts):
            return self._starts[number + 1]
        return len(self._text) - len(END)


class RevisedLines:
    """Answers as the `Lines` of all owners as they are now would, without laying all out anew.

    Parameters
    ----------
    base
        The lines as they were.
    gone
        The owners whose lines are no longer so: these are passed over.
    fresh
        The lines of owners that have changed or are new, as they are now.
    """

    def __init__(self, base: AnyLines, gone: Collection[Owner], fresh: AnyLines) -> None:
        self._base = base
        self._gone = frozenset(gone)
        self._fresh = fresh

    def holding(self, needle: str) -> Iterator[Owner]:
        """Go through the owners of the lines that hold a needle."""
        return self._found(lambda lines: lines.holding(needle))

    def matching(self, pattern: re.Pattern[str]) -> Iterator[Owner]:
        """Go through the owners of the lines that match a pattern."""
        return self._found(lambda lines: lines.matching(pattern))

    def holding_all(self, needles: Sequence[str]) -> Iterator[Owner]:
        """Go through the owners of the lines that hold every needle."""
        return self._found(lambda lines: lines.holding_all(needles))

    def _found(self, find: Callable[[AnyLines], Iterator[Owner]]) -> Iterator[Owner]:
        as_they_were = (owner for owner in find(self._base) if owner not in self._gone)
        return merge(as_they_were, find(self._fresh))


AnyLines: TypeAlias = Lines | RevisedLines
