"""Finding the nearest station that can be entered on arrival.

The rule of ranking, in words:

1. First comes what can be entered on arrival, whether it closes soon or not; the nearest first.
2. Then what is unknown, the nearest first: unknown is never shown as open, and never above it.
3. Then, only if asked for, what is shut on arrival, the nearest first.
4. A planned station is never shown. One that is closed for good, suspended or shut on arrival is
   shown only if asked for.
5. Nothing farther away than `REACH_M` is shown. Equal distances keep the order of the records.
6. Since this puts an unknown station next door below an open one far away, the nearest unknown
   station is named apart when it is nearer than the best answer by `NEARER_BY_M` or more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

from stationmap.geo.travel import travel_min
from stationmap.services.question import COURIER, Answer, Findings, Question
from stationmap.stations.calendar import in_beijing
from stationmap.stations.codes import Status
from stationmap.stations.hours import ArrivalState, on_arrival

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stationmap.nearest.index import StationIndex
    from stationmap.nearest.nearby import Nearby
    from stationmap.nearest.revised import RevisedIndex
    from stationmap.stations.filter import StationFilter

__all__ = ["COURIER", "NEARER_BY_M", "REACH_M", "Answer", "FindStations", "Findings", "Question"]

REACH_M = 50_000.0
"""How far away an answer may be; a station at exactly this distance is within reach.
Beyond it even a truck needs more than two and a half hours."""

NEARER_BY_M = 300.0
"""How much nearer an unknown station must be to be named before the best answer: about five
minutes on foot, detours included. Exactly this much is enough."""

FIRST_LOOK = 16
GROWTH = 4
"""Stations are taken from the index nearest first: 16, then four times as many, and so on."""


class FindStations:
    """Answers questions from one index; threads may share it.

    Parameters
    ----------
    stale_after_days
        A record verified more than this many days ago is stale; exactly so many is not.
    """

    def __init__(self, index: StationIndex | RevisedIndex, *, stale_after_days: int) -> None:
        self._index = index
        self._stale_after_days = stale_after_days

    def ask(self, question: Question) -> Findings:
        """Return the stations that answer best, by the rule that the module's docstring states.

        Raises
        ------
        ValueError
            If k is below 1.
        """
        if question.k < 1:
            raise ValueError(f"k is a whole number of at least 1, not {question.k!r}")
        where = _only_what_may_be_shown(question)
        if where is None:
            return Findings()
        question = replace(question, where=where, at=in_beijing(question.at))
        enterable, unknown, shut = self._looked_at(question)
        groups = chain(enterable, unknown, shut if question.include_closed else ())
        answers = tuple(groups)[: question.k]
        if not answers:
            return Findings()
        return Findings(
            answers=answers,
            nearer_uncertain=_nearer_uncertain(answers[0], unknown),
            plan_b=self._plan_b(answers[0], question),
        )

    def _looked_at(self, question: Question) -> tuple[list[Answer], list[Answer], list[Answer]]:
        """Look outward until k stations can be entered, and sort into the three groups."""
        enterable: list[Answer] = []
        unknown: list[Answer] = []
        shut: list[Answer] = []
        for answer in self._outward(question):
            if answer.arrival.is_enterable:
                enterable.append(answer)
                if len(enterable) == question.k:
                    break
            elif answer.arrival.state is ArrivalState.UNKNOWN:
                unknown.append(answer)
            else:
                shut.append(answer)
        return enterable, unknown, shut

    def _outward(self, question: Question) -> Iterator[Answer]:
        """Yield what is within reach, nearest first, asking the index for ever more."""
        seen, k = 0, FIRST_LOOK
        while True:
            found = self._index.nearest(question.position, k, where=question.where)
            for nearby in found[seen:]:
                if nearby.distance_m > REACH_M:
                    return
                yield self._answer(nearby, question)
            if len(found) < k:
                return
            seen, k = k, k * GROWTH

    def _answer(self, nearby: Nearby, question: Question) -> Answer:
        minutes = travel_min(nearby.distance_m, question.mode)
        arrives_at = question.at + timedelta(minutes=minutes)
        return Answer(
            nearby=nearby,
            travel_min=minutes,
            arrives_at=arrives_at,
            arrival=on_arrival(nearby.station, arrives_at),
            is_stale=nearby.station.is_stale(question.at.date(), after_days=self._stale_after_days),
        )

    def _plan_b(self, best: Answer, question: Question) -> Answer | None:
        """Return the nearest other station that can be entered, setting out at the best one."""
        from_its_door = replace(question, position=best.station.position, at=best.arrives_at)
        return next(
            (
                answer
                for answer in self._outward(from_its_door)
                if answer.arrival.is_enterable and answer.station is not best.station
            ),
            None,
        )


def _only_what_may_be_shown(question: Question) -> StationFilter | None:
    """Narrow the filter to what may ever be shown; None if nothing may."""
    never = {Status.PLANNED} if question.include_closed else {Status.PLANNED, Status.CLOSED}
    statuses = (question.where.statuses or frozenset(Status)) - never
    return replace(question.where, statuses=statuses) if statuses else None


def _nearer_uncertain(best: Answer, unknown: Sequence[Answer]) -> Answer | None:
    if not (best.arrival.is_enterable and unknown):
        return None
    nearest = unknown[0]
    is_much_nearer = best.nearby.distance_m - nearest.nearby.distance_m >= NEARER_BY_M
    return nearest if is_much_nearer else None
