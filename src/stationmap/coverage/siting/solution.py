"""What siting answers: the sites, what each adds, and how good they provably are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PROVEN_GAP = 1e-6
"""HiGHS works to about this many parts: a smaller gap is none."""


class Method(StrEnum):
    """How sites are chosen."""

    EXACT = "exact"
    GREEDY = "greedy"
    AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Sites that were chosen, and what can be said of them.

    Attributes
    ----------
    chosen
        Places of the candidates, in the order of what they add: each adds most after those
        before it.
    objective
        Computed from the sites themselves, never taken from a solver. MCLP: the demand covered,
        with what existing stations cover. LSCP: the number of sites. P-median: the mean distance
        in metres, weighted by demand.
    bound
        No choice is better than this: at least the best for MCLP, at most for the others.
    gap
        How far the objective is from the bound, as a share: for MCLP of the demand that new sites
        cover by the bound, for the others of the objective. 0 is proven best.
    method
        What chose them: EXACT if HiGHS ran, else GREEDY.
    seconds
        How long it took.
    gains
        What each of the chosen adds to those before it: demand covered, or metres off the mean.
        The first of a p-median without existing stations adds infinitely much.
    steps
        The demand covered, or the mean distance, with each of the chosen and all before it.
    """

    chosen: tuple[int, ...]
    objective: float
    bound: float
    gap: float
    method: Method
    seconds: float
    gains: tuple[float, ...]
    steps: tuple[float, ...]

    @property
    def is_optimal(self) -> bool:
        """Whether no choice can be better, by the gap alone."""
        return self.gap <= PROVEN_GAP
