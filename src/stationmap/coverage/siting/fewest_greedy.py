"""Few sites that cover enough, by greedy, by taking out, and by swaps with one site fewer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.siting.choice import Choice
from stationmap.coverage.siting.greedy import swap

if TYPE_CHECKING:
    from stationmap.coverage.siting.rules import Rules
    from stationmap.coverage.siting.watch import Watch
    from stationmap.coverage.siting.worth import Worth

SWAPPING_SHARE = 0.3
"""Of the time that is left, at most so much goes into swaps."""


def greedy_cover(worth: Worth, rules: Rules, needed: float, watch: Watch) -> list[int] | None:
    """Add what covers most until it is enough; then take out, and try with one fewer by swaps."""
    choice = Choice(worth, rules)
    while choice.value < needed:
        watch.check(0.1 * choice.value / needed)
        gains = np.where(choice.open_sites(), choice.gains, -np.inf)
        site = int(np.argmax(gains))
        if not gains[site] > 0:
            return None
        choice.add(site)
    _trim(choice, needed, watch)
    until_s = watch.elapsed_s + SWAPPING_SHARE * watch.left_s
    best = list(choice.chosen)
    while len(best) > 1 and watch.elapsed_s < until_s:
        fewer = Choice(worth, replace(rules, most=len(best) - 1), best)
        fewer.remove(_least_missed(fewer, watch))
        swap(fewer, worth, watch, until_s=until_s)
        if fewer.value < needed:
            break
        _trim(fewer, needed, watch)
        best = list(fewer.chosen)
    return best


def _trim(choice: Choice, needed: float, watch: Watch) -> None:
    """Take out every site that is not needed any more, the last added first."""
    for site in reversed(list(choice.chosen)):
        watch.check()
        choice.remove(site)
        if choice.value < needed:
            choice.add(site)


def _least_missed(choice: Choice, watch: Watch) -> int:
    missed = {}
    for site in list(choice.chosen):
        watch.check()
        value = choice.value
        choice.remove(site)
        missed[site] = value - choice.value
        choice.add(site)
    return min(missed, key=lambda site: missed[site])
