"""A choice of sites while it is made: what it is worth, and what each further site would add."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from stationmap.coverage.siting.rules import Rules
    from stationmap.coverage.siting.worth import Worth

    Floats = NDArray[np.float64]


class Choice:
    """Sites chosen so far. Adding or taking out a site touches only the rows it changes.

    Attributes
    ----------
    best
        What the chosen sites are worth to each row, shape (rows,).
    gains
        What each site would add, shape (m,); for a chosen one nothing.
    chosen
        The sites, in the order in which they were added.
    """

    def __init__(self, worth: Worth, rules: Rules, chosen: Iterable[int] = ()) -> None:
        self._worth, self._rules = worth, rules
        self._neighbours = rules.neighbours()
        self._possible = rules.possible
        self._barred = np.zeros(worth.sites, dtype=np.intp)
        self.best = np.zeros(worth.rows)
        self.gains: Floats = np.asarray(worth.by_site.sum(axis=1), dtype=float)
        self.chosen: list[int] = []
        self.spent = 0.0
        for site in chosen:
            self.add(site)

    @property
    def value(self) -> float:
        """What the choice is worth, summed anew."""
        return float(self.best.sum())

    def open_sites(self) -> NDArray[np.bool_]:
        """Say which sites may be added now, shape (m,)."""
        if len(self.chosen) >= self._rules.most:
            return np.zeros(self._worth.sites, dtype=np.bool_)
        affordable = self._rules.costs <= self._rules.affordable - self.spent
        return np.asarray(self._possible & (self._barred == 0) & affordable)

    def add(self, site: int) -> None:
        """Choose one more site."""
        rows, worth = self._worth.site(site)
        better = worth > self.best[rows]
        self._change(rows[better], worth[better])
        self.chosen.append(site)
        self._count(site, 1)

    def remove(self, site: int) -> None:
        """Take a site out again."""
        self.chosen.remove(site)
        self._count(site, -1)
        rows, worth = self._worth.site(site)
        rows = rows[worth >= self.best[rows]]
        if not len(rows):
            return
        entries, counts = self._worth.entries(rows)
        is_chosen = np.zeros(self._worth.sites)
        is_chosen[self.chosen] = 1.0
        by_row = self._worth.by_row
        left = by_row.data[entries] * is_chosen[by_row.indices[entries]]
        next_best = np.maximum.reduceat(left, np.cumsum(counts) - counts)
        fewer = next_best < self.best[rows]
        self._change(rows[fewer], next_best[fewer])

    def _count(self, site: int, sign: int) -> None:
        self.spent += sign * self._rules.costs[site]
        low, high = self._neighbours.indptr[site : site + 2]
        self._barred[self._neighbours.indices[low:high]] += sign
        self._barred[site] += sign

    def _change(self, rows: NDArray[np.int32], best: Floats) -> None:
        """Set what rows have now, and what each site can still add to them."""
        if not len(rows):
            return
        entries, counts = self._worth.entries(rows)
        worth = self._worth.by_row.data[entries]
        had, has = np.repeat(self.best[rows], counts), np.repeat(best, counts)
        more = np.maximum(worth - has, 0.0) - np.maximum(worth - had, 0.0)
        sites = self._worth.by_row.indices[entries]
        self.gains += np.bincount(sites, more, minlength=len(self.gains))
        self.best[rows] = best
