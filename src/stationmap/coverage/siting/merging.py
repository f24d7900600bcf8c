"""Demand that the same sites reach is one row: a problem shrinks to what tells its sites apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

KEYS_SEED = 2026


def merged(
    sites: NDArray[np.intp], points: NDArray[np.intp], weights: Floats, count: int
) -> tuple[sparse.csr_array, Floats]:
    """Merge the points that the same sites reach, and drop those that no site reaches.

    Each site has a random key of 128 bits; equal sums of keys are taken for equal sets of sites.
    Two different sets share a sum with a probability of 2**-128: below 1e-27 for 10 million rows.

    Parameters
    ----------
    sites, points
        The pairs, each once.
    weights
        Of the points, shape (n,).
    count
        How many sites there are.

    Returns
    -------
    cover, weights
        Which site reaches which row, shape (count, rows), and what each row weighs.
    """
    keys = np.random.default_rng(KEYS_SEED).integers(0, 2**64, (2, count), dtype=np.uint64)
    ones = np.ones(len(sites), dtype=np.uint64)
    reached = sparse.csr_array((ones, (points, sites)), shape=(len(weights), count))
    degrees = np.diff(reached.indptr)
    some = np.flatnonzero(degrees)
    low, high = (np.asarray(reached @ key)[some] for key in keys)
    order = np.lexsort((high, low))
    is_new = np.ones(len(order), dtype=np.bool_)
    is_new[1:] = (np.diff(low[order]) != 0) | (np.diff(high[order]) != 0)
    rows = np.empty(len(order), dtype=np.intp)
    rows[order] = np.cumsum(is_new) - 1
    first = some[order[is_new]]
    cover = reached[first].astype(np.bool_).T.tocsr()
    cover.sort_indices()
    return cover, np.bincount(rows, weights[some], minlength=len(first)).astype(float)
