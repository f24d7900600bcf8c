"""The choice that is worth most, by HiGHS; all that is told of it is computed here again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.siting.choice import Choice
from stationmap.coverage.siting.highs import minimise, relaxed
from stationmap.coverage.siting.lagrange import fixed, worth_bound
from stationmap.coverage.siting.models import LossModel
from stationmap.coverage.siting.rounding import LEAST_VALUE, better, rounded
from stationmap.coverage.siting.solution import PROVEN_GAP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.siting.highs import Solved
    from stationmap.coverage.siting.rules import Rules
    from stationmap.coverage.siting.watch import Watch
    from stationmap.coverage.siting.worth import Worth

    Floats = NDArray[np.float64]

PRICING_SHARE = 0.3


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
            choice = better(choice, rounded(worth, rules, values[: worth.sites], watch))
            few = _among(values[: worth.sites] >= LEAST_VALUE, loss, choice, watch)
            choice = better(choice, _read(few, worth, rules))
    else:
        until_s = watch.elapsed_s + PRICING_SHARE * watch.left_s
        priced = worth_bound(
            worth, rules, watch, known=choice.value, prices=choice.best, until_s=until_s
        )
        prices = priced.prices
        choice = better(choice, rounded(worth, rules, priced.shares, watch))
    settled_bound, is_out, is_in = fixed(worth, rules, prices, choice.value)
    bound = min(bound, settled_bound)
    if choice.value >= bound * (1 - PROVEN_GAP) or not watch.left_s:
        return choice, bound
    known = choice.value
    solved = minimise(loss.narrowed(is_out, is_in), watch, loss.start(choice))
    if np.isfinite(solved.bound):
        bound = min(bound, max(known, loss.most - solved.bound * loss.scale))
    return better(choice, _read(solved, worth, rules)), bound


def _among(sites: NDArray[np.bool_], loss: LossModel, choice: Choice, watch: Watch) -> Solved:
    """Look for the best choice among few sites: those that the relaxation uses."""
    is_out = ~sites
    is_out[choice.chosen] = False
    return minimise(loss.narrowed(is_out, np.zeros_like(is_out)), watch, loss.start(choice))


def _read(solved: Solved, worth: Worth, rules: Rules) -> Choice:
    return Choice(worth, rules, solved.chosen(worth.sites))
