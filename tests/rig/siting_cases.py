"""Small problems of siting, and their answers by trying every choice."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from stationmap.coverage.siting.problem import SitingProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def problem_of(  # noqa: PLR0913 - what a problem consists of
    cover: ArrayLike,
    weights: ArrayLike,
    *,
    costs: ArrayLike | None = None,
    conflicts: ArrayLike = (),
    already: float = 0.0,
    beyond: float = 0.0,
) -> SitingProblem:
    """Set up a problem from a matrix of sites by rows; `beyond` is demand out of all reach."""
    matrix = np.asarray(cover, dtype=np.bool_)
    held = np.asarray(weights, dtype=float)
    return SitingProblem(
        cover=sparse.csr_array(matrix),
        weights=held,
        already=already,
        total=already + beyond + float(held.sum()),
        costs=np.ones(len(matrix)) if costs is None else np.asarray(costs, dtype=float),
        conflicts=np.asarray(conflicts, dtype=np.intp).reshape(-1, 2),
        allowed=np.ones(len(matrix), dtype=np.bool_),
    )


def choices(problem: SitingProblem, most: int, budget: float = np.inf) -> Iterator[list[int]]:
    """Yield every choice of at most so many sites that keeps the budget and the spacing."""
    barred = {tuple(pair) for pair in problem.conflicts.tolist()}
    for count in range(most + 1):
        for sites in combinations(range(len(problem)), count):
            dear = problem.costs[list(sites)].sum() > budget * (1 + 1e-9)
            if not dear and not barred & set(combinations(sites, 2)):
                yield list(sites)


def covered(problem: SitingProblem, sites: list[int]) -> float:
    """Return the demand covered with some sites."""
    reached = problem.cover.toarray()[sites].any(axis=0)
    return problem.already + float(problem.weights[reached].sum())


def most_covered(problem: SitingProblem, n: int, budget: float = np.inf) -> float:
    """Return the most that at most n sites cover."""
    return max(covered(problem, sites) for sites in choices(problem, n, budget))


def fewest(problem: SitingProblem, share: float) -> int | None:
    """Return with how few sites a share of demand is covered; None if with no choice."""
    enough = share * problem.total * (1 - 1e-9)
    counts = [
        len(sites) for sites in choices(problem, len(problem)) if covered(problem, sites) >= enough
    ]
    return min(counts, default=None)
