"""What somebody may mean who types Latin letters for a Chinese name: zhongguancun, zgc, zhonggc."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_SPLITS = 12
"""Ambiguous letters (xian: one syllable or two) are followed this far; longest syllables first."""
LONGEST_SYLLABLE = 6
INITIALS = frozenset("bpmfdtnlgkhjqxzcsrywaeo") | {"zh", "ch", "sh"}
"""What may stand for a whole syllable: its initial, or the vowel of one that has none."""


class Syllabary:
    """The syllables that occur, and how typed letters fall apart into them."""

    def __init__(self, syllables: Iterable[str]) -> None:
        self._whole = frozenset(syllables)
        self._begun = frozenset(
            syllable[:length] for syllable in self._whole for length in range(1, len(syllable) + 1)
        )

    def splits(self, letters: str) -> list[tuple[str, ...]]:
        """Return the ways to read letters as syllables, initials and digits, at most MAX_SPLITS.

        The last piece may be a syllable that is only begun. It works from the end, each place
        once, so that no input takes long.
        """
        ways: list[list[tuple[str, ...]]] = [[] for _ in letters] + [[()]]
        for start in range(len(letters) - 1, -1, -1):
            for end in range(min(start + LONGEST_SYLLABLE, len(letters)), start, -1):
                piece = letters[start:end]
                if self._may_stand(piece, is_last=end == len(letters)):
                    ways[start] += [(piece, *rest) for rest in ways[end]]
            del ways[start][MAX_SPLITS:]
        return ways[0]

    def is_spelled_out(self, pieces: tuple[str, ...]) -> bool:
        """Say whether every piece but the last is a whole syllable or a digit."""
        return all(piece in self._whole or piece.isdigit() for piece in pieces[:-1])

    def _may_stand(self, piece: str, *, is_last: bool) -> bool:
        if piece.isdigit():
            return len(piece) == 1
        return piece in (self._begun if is_last else self._whole) or piece in INITIALS
