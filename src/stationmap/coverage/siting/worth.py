"""What sites are worth to rows of demand: the one form that coverage and distance share.

Of the sites that are chosen, a row of demand takes the one that is worth most to it. Covering it
is worth its weight, whichever site does; being nearer is worth the metres saved times its weight.
The worth of a choice is the sum over all rows. It grows with every site, and each site adds the
less the more there are before it (it is submodular): what greedy and the bounds rest on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.siting.problem import SitingProblem

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """What each site is worth to each row, where that is more than nothing.

    Attributes
    ----------
    by_site
        Shape (m, rows), above 0.
    by_row
        The same, shape (rows, m).
    most
        What the best of all sites is worth to each row, shape (rows,).
    is_even
        Whether a row is worth the same to every site that reaches it, as in covering.
    """

    by_site: sparse.csr_array
    by_row: sparse.csr_array
    most: Floats
    is_even: bool

    @property
    def sites(self) -> int:
        """How many sites there are."""
        return int(self.by_site.shape[0])

    @property
    def rows(self) -> int:
        """How many rows of demand there are."""
        return int(self.by_site.shape[1])

    def site(self, place: int) -> tuple[NDArray[np.int32], Floats]:
        """Return the rows that a site is worth something to, and how much."""
        low, high = self.by_site.indptr[place : place + 2]
        return self.by_site.indices[low:high], self.by_site.data[low:high]

    def entries(self, rows: NDArray[np.integer]) -> tuple[Places, Places]:
        """Return where the entries of some rows stand in `by_row`, and how many each row has."""
        starts = self.by_row.indptr[rows].astype(np.intp)
        counts = self.by_row.indptr[rows + 1].astype(np.intp) - starts
        ends = np.cumsum(counts)
        shifts = np.repeat(starts - ends + counts, counts)
        return np.arange(ends[-1] if len(ends) else 0) + shifts, counts


def worth_of_covering(problem: SitingProblem) -> Worth:
    """Return the worth of covering demand: to each row its weight."""
    cover = problem.cover
    data = problem.weights[cover.indices]
    by_site = sparse.csr_array((data, cover.indices, cover.indptr), shape=cover.shape)
    return worth_of(by_site, is_even=True)


def worth_of(by_site: sparse.csr_array, *, is_even: bool = False) -> Worth:
    """Return the worth that a matrix of shape (m, rows) states."""
    by_row = by_site.T.tocsr()
    most = np.zeros(by_row.shape[0])
    some = np.flatnonzero(np.diff(by_row.indptr))
    if len(some):
        most[some] = np.maximum.reduceat(by_row.data, by_row.indptr[some])
    return Worth(by_site, by_row, most, is_even)
