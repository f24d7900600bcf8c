"""A bound on what any choice could be worth, by Lagrange multipliers: proven at every step.

Let each row have a price `u >= 0` that it pays whatever is chosen; then a site is worth only what
it gives a row beyond its price. For every `u`,

    sum(u) + the best share of the rules at the values  sum(max(worth - u, 0))

is at least the worth of every choice (Cornuejols, Fisher & Nemhauser 1977). The least of these
bounds is that of the linear relaxation. Subgradient steps come near to it; how near only says how
tight the bound is, not whether it holds.
"""

from __future__ import annotations

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
"""So many steps without a better bound halve the step."""

SMALLEST_PACE = 1e-3


def worth_bound(  # noqa: PLR0913 - what it steps from, and how long
    worth: Worth, rules: Rules, watch: Watch, *, known: float, prices: Floats, until_s: float
) -> float:
    """Return a bound on the worth of every choice within the rules.

    Parameters
    ----------
    known
        What some choice is worth: the target of the steps.
    prices
        To begin with, shape (rows,): what a good choice is worth to each row.
    """
    most = worth.most_per_row()
    prices = prices.copy()
    best, pace, idle = float("inf"), 1.0, 0
    lead = np.zeros(worth.rows)
    for step in range(STEPS):
        watch.check(0.3 + 0.7 * step / STEPS)
        bound, gaps = _priced(worth, rules, prices)
        if bound < best * (1 - 1e-6):
            best, idle = min(best, bound), 0
        else:
            best, idle = min(best, bound), idle + 1
        if idle >= PATIENCE:
            pace, idle = pace / 2, 0
        square = float(gaps @ gaps)
        if best <= known or pace < SMALLEST_PACE or square == 0 or watch.elapsed_s > until_s:
            break
        lead = 0.3 * lead + gaps  # what is left of earlier steps damps the zigzag
        length = pace * (bound - 0.999 * known) / float(lead @ lead)
        prices = np.clip(prices - length * lead, 0.0, most)
    return best


def values_beyond(worth: Worth, prices: Floats) -> Floats:
    """Return what each site gives all rows beyond their prices, shape (m,)."""
    by_site = worth.by_site
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


def _priced(worth: Worth, rules: Rules, prices: Floats) -> tuple[float, Floats]:
    """Return the bound at some prices, and how much the bound rises with each price."""
    values = values_beyond(worth, prices)
    total, sites, parts = rules.best_share(values)
    gaps = np.ones(worth.rows)
    for site, part in zip(sites, parts, strict=True):
        rows, given = worth.site(int(site))
        gaps[rows[given > prices[rows]]] -= part
    return float(prices.sum()) + total, gaps
