"""The choice that is worth most within the rules, by whatever is quickest to prove it good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.coverage.siting.exact import improved
from stationmap.coverage.siting.greedy import greedy, in_order, swap
from stationmap.coverage.siting.lagrange import worth_bound
from stationmap.coverage.siting.rounding import better, rounded
from stationmap.coverage.siting.solution import PROVEN_GAP, Method

if TYPE_CHECKING:
    from stationmap.coverage.siting.rules import Rules
    from stationmap.coverage.siting.watch import Watch
    from stationmap.coverage.siting.worth import Worth

EXACT_ENTRIES = 1_500_000
"""AUTO hands HiGHS models with up to so many pairs of site and row; see docs/decisions/siting.md.
"""

SWAPPING_SHARE = 0.4
PRICING_SHARE = 0.8
"""Of the time that is left, at most so much goes into swaps, and then into the bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Sites in order, what they are worth after each, and what none exceeds."""

    sites: tuple[int, ...]
    steps: tuple[float, ...]
    bound: float
    method: Method

    @property
    def value(self) -> float:
        """What all of them are worth."""
        return self.steps[-1] if self.steps else 0.0


def choose(worth: Worth, rules: Rules, method: Method, watch: Watch) -> Chosen:
    """Choose the sites that are worth most together.

    Greedy with swaps goes first in any case: it is quick, and HiGHS starts from it. Then HiGHS, if
    the problem is small enough or it is asked for, else the Lagrangian bound.
    """
    choice, bound = greedy(worth, rules, watch)
    watch.check(0.1)
    exact = method is Method.EXACT or (method is Method.AUTO and worth.by_site.nnz <= EXACT_ENTRIES)
    limit_s = watch.elapsed_s + SWAPPING_SHARE * watch.left_s
    if choice.value < bound * (1 - PROVEN_GAP):
        swap(choice, worth, watch, until_s=limit_s)
    watch.check(0.2)
    used = Method.GREEDY
    if exact and choice.value < bound * (1 - PROVEN_GAP):
        used = Method.EXACT
        choice, bound = improved(worth, rules, choice, bound, watch)
    if used is Method.GREEDY and choice.value < bound * (1 - PROVEN_GAP):
        until_s = watch.elapsed_s + PRICING_SHARE * watch.left_s
        priced = worth_bound(
            worth, rules, watch, known=choice.value, prices=choice.best, until_s=until_s
        )
        bound = min(bound, priced.bound)
        choice = better(choice, rounded(worth, rules, priced.shares, watch))
    sites, steps = in_order(worth, rules, choice.chosen)
    watch.check(1.0)
    value = steps[-1] if steps else 0.0
    return Chosen(sites=tuple(sites), steps=tuple(steps), bound=max(bound, value), method=used)
