"""The models that HiGHS solves: the worth that is lost, and the fewest sites.

A row of demand stands for a chain of levels: the sites worth most to it, those worth second most,
and so on. A variable for each level says that no chosen site is at that level or above; then the
row loses the step down to the next. This is the p-median of Elloumi (2010, "A tighter formulation
of the p-median problem"); with one level per row it is the maximal covering of Church & ReVelle
(1974). These variables need not be whole: once the sites are, each takes its bound.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from stationmap.coverage.siting.cliques import cliques
from stationmap.coverage.siting.highs import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.siting.choice import Choice
    from stationmap.coverage.siting.rules import Rules
    from stationmap.coverage.siting.worth import Worth

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]
    Rows = tuple[sparse.csr_array, Floats, Floats]


class LossModel:
    """Lose as little worth as possible.

    Attributes
    ----------
    model
        The variables are the sites, then the levels.
    most
        What all sites together are worth.
    scale
        What a cost of 1 is worth: costs near 1 suit the solver's tolerances.
    """

    def __init__(self, worth: Worth, rules: Rules) -> None:
        by_row = worth.by_row
        owners = np.repeat(np.arange(worth.rows), np.diff(by_row.indptr))
        order = np.lexsort((-by_row.data, owners))
        owners, sites, data = owners[order], by_row.indices[order], by_row.data[order]
        is_first = np.diff(owners, prepend=-1) != 0
        is_level = is_first | (np.diff(data, prepend=np.inf) != 0)
        levels = np.cumsum(is_level) - 1
        tops, starts = data[is_level], is_first[is_level]
        below = np.where(np.append(starts[1:], True), 0.0, np.append(tops[1:], 0.0))
        count = len(tops)
        self._level_of, self._sites = levels, sites
        self._starts, self._tops = starts, tops[starts]
        self._rows, self._owners = worth.rows, owners[is_first]
        self.most = float(tops[starts].sum())
        self.scale = float((tops - below).mean()) if count else 1.0
        chained = np.flatnonzero(~starts)
        rows = np.concatenate((levels, np.arange(count), chained))
        columns = np.concatenate((sites, worth.sites + np.arange(count), worth.sites + chained - 1))
        values = np.concatenate((np.ones(len(sites) + count), np.full(len(chained), -1.0)))
        shape = (count, worth.sites + count)
        reach = sparse.csr_array((values, (rows, columns)), shape=shape)
        blocks = [(reach, starts.astype(float), np.full(count, np.inf)), *rule_rows(rules, count)]
        costs = np.concatenate((np.zeros(worth.sites), (tops - below) / self.scale))
        self.model = _model(costs, worth.sites, blocks)

    def row_prices(self, prices: Floats) -> Floats:
        """Turn the prices of the model's rows into those of `lagrange`, shape (rows,).

        A row of demand keeps of its best level what that level's sites do not get.
        """
        most = np.zeros(self._rows)
        most[self._owners] = self._tops
        if len(prices) >= len(self._starts):  # else HiGHS was stopped before it had any
            most[self._owners] -= prices[: len(self._starts)][self._starts] * self.scale
        return np.clip(most, 0.0, None)

    def narrowed(self, is_out: NDArray[np.bool_], is_in: NDArray[np.bool_]) -> Model:
        """Return the model with some sites out and some in, both of shape (m,)."""
        least, most = self.model.least.copy(), self.model.most.copy()
        least[: len(is_in)][is_in] = 1.0
        most[: len(is_out)][is_out] = 0.0
        return replace(self.model, least=least, most=most)

    def start(self, choice: Choice) -> Floats:
        """Return the values of the variables for a choice."""
        sites = self.model.whole
        values = np.zeros(len(self.model.costs))
        values[choice.chosen] = 1.0
        count = len(values) - sites
        is_reached = np.bincount(self._level_of, values[self._sites], minlength=count) > 0
        seen = np.cumsum(is_reached)
        before: Places = (seen - is_reached)[self._starts][np.cumsum(self._starts) - 1]
        values[sites:] = seen == before
        return values


def fewest_model(worth: Worth, rules: Rules, spare: float) -> Model:
    """Return the model of the fewest sites that leave at most so much worth uncovered.

    The variables are the sites, then, if anything may be left, the rows that are.
    """
    cover = worth.by_row.copy()
    cover.data = np.ones(len(cover.data))
    weights = worth.most
    leaves = worth.rows if spare > 0 else 0
    width = worth.sites + leaves
    left = sparse.eye_array(worth.rows, leaves) if leaves else sparse.csr_array((worth.rows, 0))
    reach = sparse.hstack((cover, left), format="csr")
    blocks = [(reach, np.ones(worth.rows), np.full(worth.rows, np.inf)), *rule_rows(rules, leaves)]
    if leaves:
        scale = float(weights.mean())
        columns = worth.sites + np.arange(leaves)
        row = sparse.csr_array(
            (weights / scale, (np.zeros(leaves, dtype=np.intp), columns)), shape=(1, width)
        )
        blocks.append((row, np.array([-np.inf]), np.array([spare / scale])))
    return _model(np.concatenate((np.ones(worth.sites), np.zeros(leaves))), worth.sites, blocks)


def rule_rows(rules: Rules, more: int) -> list[Rows]:
    """Return the rows that keep to the rules, for the sites and so many more variables."""
    sites = len(rules.costs)
    every = np.arange(sites)
    groups: list[tuple[Places, Floats, float]] = []
    if rules.most < sites:
        groups.append((every, np.ones(sites), float(rules.most)))
    if np.isfinite(rules.budget):
        scale = float(rules.costs.mean()) or 1.0
        groups.append((every, rules.costs / scale, rules.affordable / scale))
    barred = np.flatnonzero(~rules.possible)
    if len(barred):
        groups.append((barred, np.ones(len(barred)), 0.0))
    groups.extend((clique, np.ones(len(clique)), 1.0) for clique in cliques(rules.conflicts))
    if not groups:
        return []
    starts = np.cumsum([0, *(len(places) for places, _, _ in groups)])
    rows = sparse.csr_array(
        (
            np.concatenate([values for _, values, _ in groups]),
            np.concatenate([places for places, _, _ in groups]),
            starts,
        ),
        shape=(len(groups), sites + more),
    )
    limits = np.array([limit for _, _, limit in groups])
    return [(rows, np.full(len(groups), -np.inf), limits)]


def _model(costs: Floats, whole: int, blocks: list[Rows]) -> Model:
    rows = sparse.vstack([block for block, _, _ in blocks], format="csr")
    return Model(
        costs=costs,
        whole=whole,
        rows=rows,
        lower=np.concatenate([lower for _, lower, _ in blocks]),
        upper=np.concatenate([upper for _, _, upper in blocks]),
        least=np.zeros(len(costs)),
        most=np.ones(len(costs)),
    )
