"""A bound on how few sites can do, by Lagrange multipliers: proven at every step.

Let each row pay a price `u >= 0` for being covered. A site earns the prices of its rows and costs
one. With `spare` the weight of demand that may stay uncovered, for every `u`

    sum(u) - sum(max(sum of u over a site's rows - 1, 0)) - the most u that a spare weight can hold

is at most the number of sites of every choice (the dual of the linear relaxation, penalised). The
steps are those of `lagrange`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from stationmap.coverage.siting.lagrange import (
    FASTER,
    LONGEST_PACE,
    PACE,
    PATIENCE,
    SLOWER,
    freshness,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.siting.rules import Rules
    from stationmap.coverage.siting.watch import Watch
    from stationmap.coverage.siting.worth import Worth

    Floats = NDArray[np.float64]

STEPS = 500
TARGET = 1.005
"""Of what is known: a little above, so that the steps do not die out."""

ROUNDING = 1e-6


def fewest_bound(worth: Worth, rules: Rules, watch: Watch, *, spare: float, known: int) -> int:
    """Return how many sites there must be at least.

    Parameters
    ----------
    spare
        The weight of demand that may stay uncovered.
    known
        How many sites some choice has: the target of the steps.
    """
    ones = np.ones(worth.by_site.nnz) * np.repeat(rules.allowed, np.diff(worth.by_site.indptr))
    shape = worth.by_site.shape
    cover = sparse.csr_array((ones, worth.by_site.indices, worth.by_site.indptr), shape=shape)
    sizes: Floats = np.asarray(cover.sum(axis=1), dtype=float)
    # A price of 1 / (the rows of the row's largest site): no site then earns more than it costs.
    largest = np.zeros(worth.rows)
    np.maximum.at(largest, cover.indices, np.repeat(sizes, np.diff(cover.indptr)))
    prices = 1.0 / np.maximum(largest, 1.0)
    system = _System(cover, cover.T.tocsr(), worth.most, spare)
    bound, course = system.priced(prices)
    pace, idle = PACE, 0
    for step in range(STEPS):
        watch.check(0.4 + 0.6 * step / STEPS)
        square = float(course @ course)
        if ceil(bound - ROUNDING) >= known or square == 0 or watch.left_s == 0:
            break
        length = pace * (TARGET * known - bound) / square
        tried = np.maximum(prices + length * course, 0.0)
        tried_bound, rise = system.priced(tried)
        agrees = float(rise @ course) > 0
        course = course + freshness(course, rise, step) * (rise - course)
        if tried_bound > bound:
            prices, bound, idle = tried, tried_bound, 0
            pace = min(pace * FASTER, LONGEST_PACE) if agrees else pace
        else:
            idle += 1
        if idle >= PATIENCE:
            pace, idle = pace * SLOWER, 0
    return max(0, ceil(bound - ROUNDING))


@dataclass(frozen=True, slots=True, eq=False)
class _System:
    """Who reaches what, and what may be left."""

    cover: sparse.csr_array
    by_row: sparse.csr_array
    weights: Floats
    spare: float

    def priced(self, prices: Floats) -> tuple[float, Floats]:
        """Return the bound at some prices, and how much it rises with each."""
        earned = np.asarray(self.cover @ prices)
        left, parts = _left(prices, self.weights, self.spare)
        bound = float(prices.sum() - np.maximum(earned - 1.0, 0.0).sum() - left)
        taken = np.asarray(self.by_row @ (earned > 1.0).astype(float))
        return bound, np.asarray(1.0 - taken - parts)


def _left(prices: Floats, weights: Floats, spare: float) -> tuple[float, Floats]:
    """Leave the rows uncovered that pay most per weight, the last in part."""
    parts = np.zeros(len(prices))
    if spare <= 0:
        return 0.0, parts
    order = np.argsort(-prices / weights, kind="stable")
    before = np.cumsum(weights[order]) - weights[order]
    parts[order] = np.clip((spare - before) / weights[order], 0.0, 1.0)
    return float(parts @ prices), parts
