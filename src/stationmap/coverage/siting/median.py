"""P-median (Hakimi 1964): where the next N stations bring the smallest mean distance."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.measure import measure
from stationmap.coverage.siting.choosing import choose
from stationmap.coverage.siting.distances import distances_of
from stationmap.coverage.siting.doors import count_rules
from stationmap.coverage.siting.pairs import pairs_closer
from stationmap.coverage.siting.problem import far_from_existing
from stationmap.coverage.siting.solution import Method, Solution
from stationmap.coverage.siting.watch import Watch
from stationmap.coverage.siting.worth import worth_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from stationmap.coverage.demand import DemandSurface
    from stationmap.coverage.siting.candidates import CandidateSites

    Floats = NDArray[np.float64]


def p_median(  # noqa: PLR0913 - each is a question of its own
    demand: DemandSurface,
    candidates: CandidateSites,
    n: int,
    *,
    existing: tuple[ArrayLike, ArrayLike],
    budget: float | None = None,
    min_spacing_m: float = 0.0,
    method: Method = Method.AUTO,
    time_limit_s: float = 30.0,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Choose at most n sites with which demand is nearest to a station on average.

    Every point of demand goes to the nearest of the existing stations and the sites. Where there
    are too many distances to keep, each point keeps its nearest candidates, and the bound counts
    the next one as if it were chosen: it holds, and so does the gap. The objective is measured
    again from all sites.

    Parameters
    ----------
    existing
        Longitudes and latitudes of the stations that count and stay.
    budget, min_spacing_m, method, time_limit_s, progress, cancelled
        As for `cover_problem` and `mclp`.

    Raises
    ------
    SitingError
        If n, the budget or the spacing cannot be.
    PlanError
        With the code "cancelled".
    """
    watch = Watch(time_limit_s, progress, cancelled)
    lons, lats = (np.asarray(axis, dtype=float) for axis in existing)
    rules = count_rules(
        n,
        budget,
        costs=candidates.costs,
        allowed=far_from_existing(candidates, lons, lats, min_spacing_m),
        conflicts=pairs_closer(candidates.lons, candidates.lats, min_spacing_m),
    )
    watch.check()
    distances = distances_of(demand, candidates, existing=existing)
    watch.check(0.05)
    found = choose(worth_of(distances.saved), rules, method, watch)
    sites = found.sites or _any_site(rules.possible, distances.existing_m)
    steps = _means(demand, candidates, sites, distances.existing_m)
    today_m = float(distances.existing_m @ distances.weights / demand.total)
    objective = steps[-1] if steps else today_m
    base = float(distances.base_m @ distances.weights)
    bound = min(objective, max(0.0, (base - found.bound) / demand.total))
    gains = [before - after for before, after in zip([today_m, *steps], steps, strict=False)]
    return Solution(
        chosen=sites,
        objective=objective,
        bound=bound,
        gap=(objective - bound) / objective if 0 < objective < inf else 0.0,
        method=found.method,
        seconds=watch.elapsed_s,
        gains=tuple(gains),
        steps=tuple(steps),
    )


def _any_site(possible: NDArray[np.bool_], existing_m: Floats) -> tuple[int, ...]:
    """Without a station some site has to be chosen, even if none is nearer than another."""
    if np.isfinite(existing_m).all() or not possible.any():
        return ()
    return (int(np.argmax(possible)),)


def _means(
    demand: DemandSurface, candidates: CandidateSites, sites: tuple[int, ...], existing_m: Floats
) -> list[float]:
    """Measure the mean distance with each site and all before it, by the ordinary code."""
    weighs = demand.weights > 0
    weights, nearest_m = demand.weights[weighs], existing_m
    means = []
    for site in sites:
        alone = measure(demand, candidates.lons[[site]], candidates.lats[[site]])
        nearest_m = np.minimum(nearest_m, alone.distances_m[weighs])
        means.append(float(nearest_m @ weights / demand.total))
    return means
