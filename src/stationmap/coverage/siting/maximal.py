"""Maximal covering (MCLP, Church & ReVelle 1974): where the next N stations cover the most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.siting.choosing import choose
from stationmap.coverage.siting.doors import refuse_no_reach, rules_for
from stationmap.coverage.siting.solution import Method, Solution
from stationmap.coverage.siting.watch import Watch
from stationmap.coverage.siting.worth import worth_of_covering

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.coverage.siting.problem import SitingProblem


def mclp(  # noqa: PLR0913 - each is a question of its own
    problem: SitingProblem,
    n: int,
    *,
    budget: float | None = None,
    method: Method = Method.AUTO,
    time_limit_s: float = 30.0,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Choose at most n sites that cover the most demand beside the existing stations.

    Sites that would add nothing are left out, so there may be fewer than n.

    Parameters
    ----------
    budget
        What the sites may cost together.
    method
        EXACT: HiGHS, until it is proven or time is up. GREEDY: greedy with swaps and a Lagrangian
        bound. AUTO: EXACT if the problem is small enough.
    time_limit_s
        About how long it may take.
    progress
        Told how much is done, 0 to 1.
    cancelled
        Asked now and then whether to stop.

    Raises
    ------
    SitingError
        If n, the budget or the candidates cannot be; see `doors`.
    PlanError
        With the code "cancelled".
    """
    rules = rules_for(problem, n, budget)
    refuse_no_reach(problem)
    watch = Watch(time_limit_s, progress, cancelled)
    found = choose(worth_of_covering(problem), rules, method, watch)
    at_most = min(found.bound, float(problem.weights.sum()))
    at_most = max(at_most, found.value)
    return Solution(
        chosen=found.sites,
        objective=problem.already + found.value,
        bound=problem.already + at_most,
        gap=(at_most - found.value) / at_most if at_most > 0 else 0.0,
        method=found.method,
        seconds=watch.elapsed_s,
        gains=tuple(np.diff(found.steps, prepend=0.0).tolist()),
        steps=tuple(problem.already + step for step in found.steps),
    )
