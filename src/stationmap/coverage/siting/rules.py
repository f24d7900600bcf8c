"""What a choice has to keep to: how many, for how much, how far apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

NO_BUDGET = float("inf")
ROUNDING = 1e-9
"""A sum of costs may exceed the budget by so small a part of it: 0.1 + 0.2 is within 0.3."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rules:
    """What a choice has to keep to.

    Attributes
    ----------
    most
        How many sites at most.
    costs, budget
        Of the sites, shape (m,), and what they may cost together.
    conflicts
        Pairs that may not both be chosen, shape (k, 2).
    allowed
        The sites that may be chosen at all, shape (m,).
    """

    most: int
    costs: Floats
    conflicts: Places
    allowed: NDArray[np.bool_]
    budget: float = NO_BUDGET

    @property
    def affordable(self) -> float:
        """The budget, with room for rounding."""
        return self.budget * (1 + ROUNDING)

    @property
    def possible(self) -> NDArray[np.bool_]:
        """The sites that could be chosen as the only one, shape (m,)."""
        return self.allowed & (self.costs <= self.affordable)

    @property
    def divisors(self) -> Floats:
        """The costs, with a billionth of the dearest for those that cost nothing, shape (m,)."""
        return np.maximum(self.costs, ROUNDING * (float(self.costs.max(initial=0.0)) or 1.0))

    def neighbours(self) -> sparse.csr_array:
        """Return which site is in conflict with which, both ways, shape (m, m)."""
        one, other = self.conflicts.T
        size = len(self.costs)
        rows, columns = np.concatenate((one, other)), np.concatenate((other, one))
        ones = np.ones(len(rows), dtype=np.bool_)
        return sparse.csr_array((ones, (rows, columns)), shape=(size, size))

    def best_share(self, values: Floats) -> tuple[float, Places, Floats]:
        """Fill the rules with the sites of the greatest values, the last perhaps in part.

        Conflicts are left aside, and of the number and the budget only the tighter one is kept:
        no choice that keeps to the rules has a greater sum.

        Parameters
        ----------
        values
            Of the sites, shape (m,); those not above 0 are left out.

        Returns
        -------
        The sum, the sites, and how much of each is in it, above 0 and at most 1.
        """
        places = np.flatnonzero(self.possible & (values > 0))
        if len(places) > self.most:
            cut = np.argpartition(-values[places], self.most - 1)[: self.most]
            few = places[cut]
        else:
            few = places
        total = float(values[few].sum())
        parts = np.ones(len(few))
        if self.costs[few].sum() <= self.affordable:
            return total, few, parts
        order = places[np.argsort(-values[places] / self.divisors[places], kind="stable")]
        priced = np.where(self.costs[order] < self.divisors[order], 0.0, self.costs[order])
        room = self.affordable - (np.cumsum(priced) - priced)
        is_in = (room > 0) | (priced == 0)
        taken, room, priced = order[is_in], room[is_in], priced[is_in]
        taken_parts = np.ones(len(taken))
        np.divide(room, priced, out=taken_parts, where=(priced > 0) & (room < priced))
        by_cost = float((values[taken] * taken_parts).sum())
        if by_cost < total:
            return by_cost, taken, taken_parts
        return total, few, parts
