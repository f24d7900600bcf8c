"""A bound on what any choice could be worth, by Lagrange multipliers: proven at every step.

Let each row have a price `u >= 0` that it pays whatever is chosen; then a site is worth only what
it gives a row beyond its price. For every `u`,

    sum(u) + the best share of the rules at the values  sum(max(worth - u, 0))

is at least the worth of every choice (Cornuejols, Fisher & Nemhauser 1977). The least of these
bounds is that of the linear relaxation. The volume algorithm (Barahona & Anbil 2000; Barahona &
Chudak 2005 on this very problem) comes near to it by steps along averaged subgradients; how near
only says how tight the bound is, not whether it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.siting.rules import Rules
    from stationmap.coverage.siting.watch import Watch
    from stationmap.coverage.siting.worth import Worth

    Floats = NDArray[np.float64]

STEPS = 3000
STRIDE, LEAST_DROP = 100, 2e-4
"""It is enough when so many steps lower the bound by less than this part of it."""

LONGEST_PACE, PACE = 2.0, 0.5
FASTER, SLOWER = 1.1, 0.66
PATIENCE = 20
"""So many steps without a better bound make the pace slower."""

FRESH_AT_FIRST, FRESH = 0.3, 0.1
STEPS_AT_FIRST = 60
"""How much of the direction each step may renew: much while far from the end, then little."""

TARGET = 0.995
"""Of what is known: a little below, so that the steps do not die out."""

CLOSE = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Priced:
    """A bound, the prices that prove it, and how much of each site the steps took on average."""

    bound: float
    prices: Floats
    shares: Floats


def worth_bound(  # noqa: PLR0913 - what it steps from, and how long
    worth: Worth, rules: Rules, watch: Watch, *, known: float, prices: Floats, until_s: float
) -> Priced:
    """Return a bound on the worth of every choice within the rules, and what shows it.

    Parameters
    ----------
    known
        What some choice is worth: the target of the steps.
    prices
        To begin with, shape (rows,): what a good choice is worth to each row.
    """
    most = worth.most
    bound, course, shares = _priced(worth, rules, prices)
    pace, idle, before = PACE, 0, float("inf")
    for step in range(STEPS):
        watch.check(0.2 + 0.6 * max(step / STEPS, watch.elapsed_s / max(until_s, 1e-9)))
        square = float(course @ course)
        if step % STRIDE == 0:
            if before - bound < LEAST_DROP * bound:
                break
            before = bound
        if bound <= known * (1 + CLOSE) or square == 0 or watch.elapsed_s > until_s:
            break
        length = pace * (bound - TARGET * known) / square
        tried = np.clip(prices - length * course, 0.0, most)
        tried_bound, gaps, taken = _priced(worth, rules, tried)
        agrees = float(gaps @ course) > 0
        fresh = freshness(course, gaps, step)
        course, shares = course + fresh * (gaps - course), shares + fresh * (taken - shares)
        if tried_bound < bound:
            prices, bound, idle = tried, tried_bound, 0
            pace = min(pace * FASTER, LONGEST_PACE) if agrees else pace
        else:
            idle += 1
        if idle >= PATIENCE:
            pace, idle = pace * SLOWER, 0
    return Priced(bound=bound, prices=prices, shares=shares)


def freshness(course: Floats, gaps: Floats, step: int) -> float:
    """Return how much of the newest gaps makes the course shortest, within its limits."""
    turn = gaps - course
    square = float(turn @ turn)
    limit = FRESH_AT_FIRST if step < STEPS_AT_FIRST else FRESH
    if square == 0:
        return limit
    return min(max(-float(course @ turn) / square, limit / 10), limit)


def values_beyond(worth: Worth, prices: Floats) -> Floats:
    """Return what each site gives all rows beyond their prices, shape (m,)."""
    by_site = worth.by_site
    if worth.is_even:
        most = worth.most
        left = np.maximum(most - prices, 0.0)
        np.divide(left, most, out=left, where=most > 0)
        return np.asarray(by_site @ left)
    data = np.maximum(by_site.data - prices[by_site.indices], 0.0)
    beyond = sparse.csr_array((data, by_site.indices, by_site.indptr), shape=by_site.shape)
    return np.asarray(beyond.sum(axis=1), dtype=float)


def fixed(
    worth: Worth, rules: Rules, prices: Floats, known: float
) -> tuple[float, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the bound at some prices, and what it settles of every choice worth more than known.

    A site that would bring the bound down to what is known, if it were chosen, is out; one without
    which the bound would come down to it is in. With a budget nothing is settled.

    Returns
    -------
    The bound, the sites that are out, and those that are in, both of shape (m,).
    """
    values = values_beyond(worth, prices)
    bound = float(prices.sum()) + rules.best_share(values)[0]
    places = np.flatnonzero(rules.possible)
    nothing = np.zeros(worth.sites, dtype=np.bool_)
    if np.isfinite(rules.budget) or len(places) <= rules.most:
        return bound, nothing, nothing.copy()
    ranked = np.sort(values[places])[::-1]
    last, next_one = ranked[rules.most - 1], ranked[rules.most]
    is_out = (values < last) & (bound - last + values < known)
    is_in = rules.possible & (values > next_one) & (bound - values + next_one < known)
    return bound, is_out, is_in


def _priced(worth: Worth, rules: Rules, prices: Floats) -> tuple[float, Floats, Floats]:
    """Return the bound at some prices, how much it rises with each, and the sites that make it."""
    values = values_beyond(worth, prices)
    total, sites, parts = rules.best_share(values)
    gaps = np.ones(worth.rows)
    for site, part in zip(sites, parts, strict=True):
        rows, given = worth.site(int(site))
        gaps[rows[given > prices[rows]]] -= part
    taken = np.zeros(worth.sites)
    taken[sites] = parts
    return float(prices.sum()) + total, gaps, taken
