"""The choice that is worth most, by HiGHS; all that is told of it is computed here again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.siting.choice import Choice
from stationmap.coverage.siting.greedy import fill, swap
from stationmap.coverage.siting.highs import minimise, relaxed
from stationmap.coverage.siting.lagrange import fixed, worth_bound
from stationmap.coverage.siting.models import LossModel
from stationmap.coverage.siting.solution import PROVEN_GAP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.siting.highs import Solved
    from stationmap.coverage.siting.rules import Rules
    from stationmap.coverage.siting.watch import Watch
    from stationmap.coverage.siting.worth import Worth

    Floats = NDArray[np.float64]

SWAPPING_SHARE = 0.2
"""Of the time that is left, at most so much goes into swaps."""

PRICING_SHARE = 0.3
WHOLE = 0.5
LEAST_VALUE = 1e-3
"""Values of an interior point below this are its distance from 0."""


def improved(
    worth: Worth, rules: Rules, choice: Choice, bound: float, watch: Watch
) -> tuple[Choice, float]:
    """Go on from a choice by HiGHS: by the linear relaxation first, which often is enough.

    With chains of levels the relaxation is slow, and Lagrange multipliers stand for it. The
    prices give a bound of our own, the values a better choice to start from, and both together
    settle most sites; what is left is solved in whole numbers.
    """
    loss = LossModel(worth, rules)
    if worth.is_even:
        solved = relaxed(loss.model, watch)
        prices, values = loss.row_prices(solved.prices), solved.values
        if values is not None:
            choice = _better(choice, _rounded(worth, rules, values[: worth.sites], watch))
            few = _among(values[: worth.sites] >= LEAST_VALUE, loss, choice, watch)
            choice = _better(choice, _read(few, worth, rules))
    else:
        until_s = watch.elapsed_s + PRICING_SHARE * watch.left_s
        _, prices = worth_bound(
            worth, rules, watch, known=choice.value, prices=choice.best, until_s=until_s
        )
    settled_bound, is_out, is_in = fixed(worth, rules, prices, choice.value)
    bound = min(bound, settled_bound)
    if choice.value >= bound * (1 - PROVEN_GAP) or not watch.left_s:
        return choice, bound
    known = choice.value
    solved = minimise(loss.narrowed(is_out, is_in), watch, loss.start(choice))
    if np.isfinite(solved.bound):
        bound = min(bound, max(known, loss.most - solved.bound * loss.scale))
    return _better(choice, _read(solved, worth, rules)), bound


def _among(sites: NDArray[np.bool_], loss: LossModel, choice: Choice, watch: Watch) -> Solved:
    """Look for the best choice among few sites: those that the relaxation uses."""
    is_out = ~sites
    is_out[choice.chosen] = False
    return minimise(loss.narrowed(is_out, np.zeros_like(is_out)), watch, loss.start(choice))


def _read(solved: Solved, worth: Worth, rules: Rules) -> Choice:
    if solved.values is None:
        return Choice(worth, rules)
    return Choice(worth, rules, np.flatnonzero(solved.values[: worth.sites] > WHOLE).tolist())


def _rounded(worth: Worth, rules: Rules, values: Floats, watch: Watch) -> Choice:
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


def _better(one: Choice, other: Choice) -> Choice:
    return max(one, other, key=lambda choice: choice.value)
