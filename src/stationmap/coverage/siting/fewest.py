"""Set covering (LSCP, Toregas 1971): the fewest sites with which a share of demand is covered."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.siting.choice import Choice
from stationmap.coverage.siting.doors import check_share
from stationmap.coverage.siting.fewest_bound import fewest_bound
from stationmap.coverage.siting.fewest_greedy import greedy_cover
from stationmap.coverage.siting.greedy import in_order
from stationmap.coverage.siting.highs import minimise
from stationmap.coverage.siting.models import fewest_model
from stationmap.coverage.siting.rules import Rules
from stationmap.coverage.siting.solution import Method, Solution
from stationmap.coverage.siting.watch import Watch
from stationmap.coverage.siting.worth import worth_of, worth_of_covering
from stationmap.errors import SitingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.coverage.siting.problem import SitingProblem
    from stationmap.coverage.siting.worth import Worth

EXACT_ENTRIES = 300_000
"""AUTO hands HiGHS problems with up to so many pairs; see docs/decisions/siting.md."""

ROUNDING = 1e-9
"""Of all demand: sums in another order differ by less."""


def lscp(  # noqa: PLR0913 - each is a question of its own
    problem: SitingProblem,
    share: float = 1.0,
    *,
    method: Method = Method.AUTO,
    time_limit_s: float = 30.0,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Choose the fewest sites with which, beside existing stations, a share of demand is covered.

    Parameters
    ----------
    share
        Of all demand, what existing stations cover included; above 0 and at most 1.
    method, time_limit_s, progress, cancelled
        As for `mclp`.

    Raises
    ------
    SitingError
        If the share cannot be; `lscp_infeasible` with the share that all sites together reach, if
        that is less; `lscp_spacing` if the spacing forbids it; `lscp_not_found` if no such choice
        was found in time.
    PlanError
        With the code "cancelled".
    """
    check_share(share)
    watch = Watch(time_limit_s, progress, cancelled)
    worth = worth_of_covering(problem)
    every = np.arange(len(problem))
    rules = Rules(
        most=len(problem),
        costs=np.zeros(len(problem)),
        conflicts=problem.conflicts,
        allowed=problem.allowed,
    )
    needed = share * problem.total - problem.already - ROUNDING * problem.total
    reach = Choice(worth, replace(rules, conflicts=rules.conflicts[:0]), every[rules.allowed])
    if reach.value < needed:
        reachable = (problem.already + reach.value) / problem.total
        raise SitingError("lscp_infeasible", share=_percent(share), reachable=_percent(reachable))
    sites, bound, used = _fewest(worth, rules, needed, method, watch)
    chosen, steps = in_order(worth, rules, sites)
    watch.check(1.0)
    count = len(chosen)
    bound = min(bound, count)
    return Solution(
        chosen=tuple(chosen),
        objective=float(count),
        bound=float(bound),
        gap=(count - bound) / count if count else 0.0,
        method=used,
        seconds=watch.elapsed_s,
        gains=tuple(np.diff(steps, prepend=0.0).tolist()),
        steps=tuple(problem.already + step for step in steps),
    )


def _fewest(
    worth: Worth, rules: Rules, needed: float, method: Method, watch: Watch
) -> tuple[list[int], int, Method]:
    """Return the sites, how many there must be at least, and what found them."""
    if needed <= 0:
        return [], 0, Method.GREEDY
    sites = greedy_cover(worth, rules, needed, watch)
    if sites is not None and needed >= float(worth.most.sum()) * (1 - 2 * ROUNDING):
        sites = _with_rare_rows_first(worth, rules, needed, sites, watch)
    bound = _least_count(worth, rules, needed)
    spare = max(0.0, float(worth.most.sum()) - needed)
    exact = method is not Method.GREEDY and (
        method is Method.EXACT or worth.by_site.nnz <= EXACT_ENTRIES
    )
    if exact and (sites is None or len(sites) > bound):
        return _by_highs(worth, rules, needed, sites, watch)
    if sites is None:
        raise SitingError("lscp_not_found")
    if len(sites) > bound:
        bound = max(bound, fewest_bound(worth, rules, watch, spare=spare, known=len(sites)))
    return sites, bound, Method.GREEDY


def _by_highs(
    worth: Worth, rules: Rules, needed: float, sites: list[int] | None, watch: Watch
) -> tuple[list[int], int, Method]:
    most = float(worth.most.sum())
    spare = most - needed if most - needed > 2 * ROUNDING * most else 0.0
    start = None if sites is None else Choice(worth, rules, sites)
    solved = minimise(
        model := fewest_model(worth, rules, spare),
        watch,
        None if start is None else _values(start, model.whole, len(model.costs)),
    )
    if solved.is_infeasible:
        raise SitingError("lscp_spacing")
    if solved.values is not None:
        found = solved.chosen(worth.sites)
        if Choice(worth, rules, found).value >= needed and (
            sites is None or len(found) < len(sites)
        ):
            sites = found
    if sites is None:
        raise SitingError("lscp_not_found")
    bound = ceil(solved.bound - 1e-6) if np.isfinite(solved.bound) else 0
    return sites, max(bound, _least_count(worth, rules, needed)), Method.EXACT


def _values(choice: Choice, sites: int, size: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    values = np.zeros(size)
    values[choice.chosen] = 1.0
    if size > sites:
        values[sites:] = choice.best == 0
    return values


def _with_rare_rows_first(
    worth: Worth, rules: Rules, needed: float, sites: list[int], watch: Watch
) -> list[int]:
    """Try greedy once more with rows that count the more, the fewer sites reach them.

    All rows have to be covered, so what they weigh does not matter; those that few sites reach
    decide which sites there must be.
    """
    degrees = np.diff(worth.by_row.indptr)
    rarity = np.where(degrees > 0, 1.0 / np.maximum(degrees, 1), 0.0)
    by_site = worth.by_site.copy()
    by_site.data = rarity[by_site.indices]
    most = float(rarity.sum()) * (1 - ROUNDING)
    found = greedy_cover(worth_of(by_site, is_even=True), rules, most, watch)
    if found is None or len(found) >= len(sites):
        return sites
    return found if Choice(worth, rules, found).value >= needed else sites


def _least_count(worth: Worth, rules: Rules, needed: float) -> int:
    """Return how many of the largest sites would be needed if they shared nothing."""
    alone = np.sort(np.where(rules.possible, np.asarray(worth.by_site.sum(axis=1)), 0.0))[::-1]
    return int(np.searchsorted(np.cumsum(alone), needed * (1 - ROUNDING))) + 1


def _percent(share: float) -> str:
    """Write a share, rounded down, so that what is told can be asked for."""
    return f"{np.floor(share * 1000) / 10:g} %"
