"""A bound on how few sites can do, by Lagrange multipliers: proven at every step.

Let each row pay a price `u >= 0` for being covered. A site earns the prices of its rows and costs
one. With `spare` the weight of demand that may stay uncovered, for every `u`

    sum(u) - sum(max(sum of u over a site's rows - 1, 0)) - the most u that a spare weight can hold

is at most the number of sites of every choice (the dual of the linear relaxation, penalised).
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.siting.rules import Rules
    from stationmap.coverage.siting.watch import Watch
    from stationmap.coverage.siting.worth import Worth

    Floats = NDArray[np.float64]

STEPS = 400
PATIENCE = 12
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
    by_row, weights = cover.T.tocsr(), worth.most
    sizes: Floats = np.asarray(cover.sum(axis=1), dtype=float)
    # A price of 1 / (the rows of the row's largest site): no site then earns more than it costs.
    largest = np.zeros(worth.rows)
    np.maximum.at(largest, cover.indices, np.repeat(sizes, np.diff(cover.indptr)))
    prices = 1.0 / np.maximum(largest, 1.0)
    best, pace, idle, lead = 0.0, 1.0, 0, np.zeros(worth.rows)
    for step in range(STEPS):
        watch.check(0.4 + 0.6 * step / STEPS)
        earned: Floats = np.asarray(cover @ prices)
        left, share_left = _left(prices, weights, spare)
        bound = float(prices.sum() - np.maximum(earned - 1.0, 0.0).sum() - left)
        idle = 0 if bound > best * (1 + 1e-6) else idle + 1
        best = max(best, bound)
        if idle >= PATIENCE:
            pace, idle = pace / 2, 0
        rise: Floats = 1.0 - np.asarray(by_row @ (earned > 1.0).astype(float)) - share_left
        lead = 0.3 * lead + rise
        square = float(lead @ lead)
        if ceil(best - ROUNDING) >= known or square == 0 or watch.left_s == 0:
            break
        prices = np.maximum(prices + pace * (1.01 * known - bound) / square * lead, 0.0)
    return ceil(best - ROUNDING)


def _left(prices: Floats, weights: Floats, spare: float) -> tuple[float, Floats]:
    """Leave the rows uncovered that pay most per weight, the last in part."""
    parts = np.zeros(len(prices))
    if spare <= 0:
        return 0.0, parts
    order = np.argsort(-prices / weights, kind="stable")
    before = np.cumsum(weights[order]) - weights[order]
    parts[order] = np.clip((spare - before) / weights[order], 0.0, 1.0)
    return float(parts @ prices), parts
