"""A choice in whole sites from one in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.siting.choice import Choice
from stationmap.coverage.siting.greedy import fill, swap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.siting.rules import Rules
    from stationmap.coverage.siting.watch import Watch
    from stationmap.coverage.siting.worth import Worth

    Floats = NDArray[np.float64]

SWAPPING_SHARE = 0.5
"""Of the time that is left, at most so much goes into swaps."""

LEAST_VALUE = 1e-3
"""Parts of an interior point below this are its distance from 0."""


def rounded(worth: Worth, rules: Rules, values: Floats, watch: Watch) -> Choice:
    """Choose by the values of a relaxation, the fullest first, and swap."""
    choice = Choice(worth, rules)
    for site in np.argsort(-values, kind="stable").tolist():
        if len(choice.chosen) >= rules.most or values[site] < LEAST_VALUE:
            break
        if choice.open_sites()[site]:
            choice.add(site)
    fill(choice, worth, rules, watch, lambda gains: gains)
    swap(choice, worth, watch, until_s=watch.elapsed_s + SWAPPING_SHARE * watch.left_s)
    return choice


def better(one: Choice, other: Choice) -> Choice:
    """Return the choice that is worth more."""
    return max(one, other, key=lambda choice: choice.value)
