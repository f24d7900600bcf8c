"""A day cut into pieces that are open, closed or unknown, and how such days combine."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MINUTES_OF_DAY = 24 * 60


class Openness(StrEnum):
    """What is known of a door at a moment."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Piece(NamedTuple):
    """A stretch of one day, in minutes after midnight, its end not included."""

    start_min: int
    end_min: int
    openness: Openness


Day = tuple[Piece, ...]
"""Pieces in order that cover 0 to 1440 minutes without gaps; neighbours differ."""


def all_day(openness: Openness) -> Day:
    """Return a day that is the same from midnight to midnight."""
    return (Piece(0, MINUTES_OF_DAY, openness),)


def either(days: Sequence[Day]) -> Day:
    """Combine doors of which one suffices: open if any is, else unknown if any is."""
    return _combine(days, _either)


def agreed(days: Sequence[Day]) -> Day:
    """Keep what all say alike; where they differ, nothing is known."""
    return _combine(days, _agreed)


def openness_at(day: Day, minute: int) -> Openness:
    """Return what is known of the door at this minute after midnight, 0 to 1439."""
    return next(piece.openness for piece in day if minute < piece.end_min)


def _either(states: set[Openness]) -> Openness:
    if Openness.OPEN in states:
        return Openness.OPEN
    return Openness.UNKNOWN if Openness.UNKNOWN in states else Openness.CLOSED


def _agreed(states: set[Openness]) -> Openness:
    return next(iter(states)) if len(states) == 1 else Openness.UNKNOWN


def _combine(days: Sequence[Day], verdict: Callable[[set[Openness]], Openness]) -> Day:
    if len(set(days)) == 1:
        return days[0]
    cuts = sorted({piece.start_min for day in days for piece in day} | {MINUTES_OF_DAY})
    return joined(
        [
            Piece(start, end, verdict({openness_at(day, start) for day in days}))
            for start, end in pairwise(cuts)
        ]
    )


def joined(pieces: Sequence[Piece]) -> Day:
    """Join neighbouring pieces that are alike."""
    day: list[Piece] = []
    for piece in pieces:
        if day and day[-1].openness is piece.openness:
            day[-1] = Piece(day[-1].start_min, piece.end_min, piece.openness)
        elif piece.start_min < piece.end_min:
            day.append(piece)
    return tuple(day)
