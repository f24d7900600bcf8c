"""The door of siting: what cannot be asked is refused here, and inside it is trusted."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.siting.rules import NO_BUDGET, Rules
from stationmap.errors import SitingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.siting.problem import SitingProblem

    Floats = NDArray[np.float64]


def rules_for(problem: SitingProblem, n: int, budget: float | None) -> Rules:
    """Return the rules of a choice of at most n sites; the errors are those of `count_rules`."""
    return count_rules(
        n,
        budget,
        costs=problem.costs,
        allowed=problem.allowed,
        conflicts=problem.conflicts,
    )


def count_rules(
    n: int,
    budget: float | None,
    *,
    costs: Floats,
    allowed: NDArray[np.bool_],
    conflicts: NDArray[np.intp],
) -> Rules:
    """Return the rules of a choice of at most n sites.

    Raises
    ------
    SitingError
        If n is below 1 or above the number of candidates, or the budget is no number, negative, or
        less than the cheapest site that may be chosen.
    """
    if n < 1:
        raise SitingError("sites_number", n=n)
    if n > len(costs):
        raise SitingError("sites_too_many", n=n, candidates=len(costs))
    if budget is not None:
        _check_budget(costs[allowed], budget)
    most = NO_BUDGET if budget is None else budget
    return Rules(most=n, budget=most, costs=costs, conflicts=conflicts, allowed=allowed)


def refuse_no_reach(problem: SitingProblem) -> None:
    """Refuse a problem with demand left to cover, of which no candidate reaches any.

    Raises
    ------
    SitingError
        If so.
    """
    reaches = np.diff(problem.cover.indptr) > 0
    if problem.uncovered > 0 and not reaches[problem.allowed].any():
        raise SitingError("no_candidate_in_reach", candidates=len(problem))


def check_share(share: float) -> None:
    """Refuse a share of demand that cannot be.

    Raises
    ------
    SitingError
        If it is no number, not above 0, or above 1.
    """
    if not 0 < share <= 1:
        raise SitingError("share", share=share)


def _check_budget(costs: Floats, budget: float) -> None:
    if not (isfinite(budget) and budget >= 0):
        raise SitingError("budget", budget=budget)
    cheapest = float(costs.min()) if len(costs) else 0.0
    if budget < cheapest:
        raise SitingError("budget_too_small", budget=budget, cheapest=cheapest)
