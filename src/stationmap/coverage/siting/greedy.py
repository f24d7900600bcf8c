"""Greedy choice and swaps: good sites soon, and a first bound on what any sites could do.

Nemhauser, Wolsey & Fisher (1978): for a sum like this one, no choice within the rules is worth more
than any choice plus the greatest gains that are left beside it. Taken after each step of greedy,
this is never worse than greedy's general promise of 1 - 1/e, and mostly far better.

Gains are kept exact after each step, for only few rows change; so nothing is evaluated lazily, and
the picks are those of lazy greedy (Minoux 1978).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.siting.choice import Choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from stationmap.coverage.siting.rules import Rules
    from stationmap.coverage.siting.watch import Watch
    from stationmap.coverage.siting.worth import Worth

    Floats = NDArray[np.float64]

LEAST_GAIN = 1e-9
"""Of the worth of all: less is rounding, and adds nothing."""


def greedy(worth: Worth, rules: Rules, watch: Watch) -> tuple[Choice, float]:
    """Choose by gain, and where there is a budget by gain per cost too; keep the better.

    Returns
    -------
    The choice, and a bound on the worth of every choice within the rules.
    """
    choice = Choice(worth, rules)
    bound = fill(choice, worth, rules, watch, lambda gains: gains)
    if np.isfinite(rules.budget):
        other = Choice(worth, rules)
        per_cost = 1.0 / rules.divisors
        by_cost = fill(other, worth, rules, watch, lambda gains: gains * per_cost)
        bound = min(bound, by_cost)
        choice = max(choice, other, key=lambda one: one.value)
    return choice, bound


def fill(
    choice: Choice,
    worth: Worth,
    rules: Rules,
    watch: Watch,
    rank: Callable[[Floats], Floats],
) -> float:
    """Add the site of the highest rank until none may be added or adds anything.

    Returns
    -------
    The least of the bounds after each step.
    """
    least = LEAST_GAIN * float(worth.most.sum())
    bound = float("inf")
    while True:
        watch.check()
        bound = min(bound, choice.value + rules.best_share(choice.gains)[0])
        is_open = choice.open_sites() & (choice.gains > least)
        if not is_open.any():
            return bound
        choice.add(int(np.argmax(np.where(is_open, rank(choice.gains), -np.inf))))


def swap(choice: Choice, worth: Worth, watch: Watch, *, until_s: float) -> None:
    """Take out each site in turn for a better one, until no swap helps or time is up.

    Teitz & Bart (1968), with the best site in for each site out.
    """
    least = LEAST_GAIN * float(worth.most.sum())
    helped = True
    while helped:
        helped = False
        for site in list(choice.chosen):
            watch.check()
            if watch.elapsed_s > until_s:
                return
            choice.remove(site)
            gains = np.where(choice.open_sites(), choice.gains, -np.inf)
            better = int(np.argmax(gains))
            if gains[better] > choice.gains[site] + least:
                helped = True
                choice.add(better)
                _fill_up(choice, least)
            else:
                choice.add(site)


def _fill_up(choice: Choice, least: float) -> None:
    """Use what a cheaper or better placed site left room for."""
    while True:
        gains = np.where(choice.open_sites(), choice.gains, -np.inf)
        site = int(np.argmax(gains))
        if not gains[site] > least:
            return
        choice.add(site)


def in_order(worth: Worth, rules: Rules, sites: list[int]) -> tuple[list[int], list[float]]:
    """Order sites by what each adds to those before it.

    Returns
    -------
    The sites that add something, and what the choice is worth with each.
    """
    choice = Choice(worth, rules)
    steps = []
    left = set(sites)
    least = LEAST_GAIN * float(worth.most.sum())
    while left:
        site = max(sorted(left), key=lambda one: choice.gains[one])
        if choice.gains[site] <= least:
            break
        choice.add(site)
        left.remove(site)
        steps.append(choice.value)
    return choice.chosen, steps
