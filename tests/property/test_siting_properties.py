"""What siting owes to brute force, whatever small problem hypothesis thinks of."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rig.examples import tries
from rig.siting_cases import choices, covered, fewest, most_covered, problem_of
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.siting import (
    CandidateSites,
    Method,
    SitingProblem,
    cover_problem,
    lscp,
    mclp,
    p_median,
    recomputed,
)
from stationmap.errors import SitingError
from stationmap.geo.geodesic import GEOD

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.coverage.siting import Solution

FEW = settings(max_examples=tries(60))
spots = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(
    lambda step: (116.4 + step[0] / 250, 39.9 + step[1] / 300)
)
weights = st.integers(0, 9).map(float)


@st.composite
def problems(draw: st.DrawFn) -> SitingProblem:
    """Draw a problem with costs and sites in conflict."""
    sites, rows = draw(st.integers(1, 7)), draw(st.integers(1, 9))
    cells = draw(st.lists(st.booleans(), min_size=sites * rows, max_size=sites * rows))
    matrix = np.array(cells).reshape(sites, rows)
    matrix[draw(st.integers(0, sites - 1)), draw(st.integers(0, rows - 1))] = True
    pairs = list(combinations(range(sites), 2))
    return problem_of(
        matrix,
        draw(st.lists(st.integers(1, 9), min_size=rows, max_size=rows)),
        costs=draw(st.lists(st.integers(0, 4), min_size=sites, max_size=sites)),
        conflicts=draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else (),
        already=draw(st.integers(0, 5)),
        beyond=draw(st.integers(0, 5)),
    )


@st.composite
def places(
    draw: st.DrawFn,
) -> tuple[DemandSurface, CandidateSites, tuple[list[float], list[float]]]:
    """Draw demand, candidates and existing stations within a few kilometres."""
    points = draw(st.lists(spots, min_size=1, max_size=12))
    held = draw(st.lists(weights, min_size=len(points), max_size=len(points)))
    sites = draw(st.lists(spots, min_size=1, max_size=7, unique=True))
    stations = draw(st.lists(spots, max_size=3))
    lons, lats = np.array(points).T
    demand = DemandSurface(name="d", lons=lons, lats=lats, weights=np.array([*held[1:], 1.0]))
    lons, lats = np.array(sites).T
    existing = ([lon for lon, _ in stations], [lat for _, lat in stations])
    return demand, CandidateSites(lons=lons, lats=lats), existing


def answer_or_code(ask: Callable[[], Solution]) -> Solution | str:
    """Return what came of a question: a solution, or the code of the error."""
    try:
        return ask()
    except SitingError as error:
        return error.code


@FEW
@given(problems(), st.integers(1, 7), st.one_of(st.none(), st.integers(4, 12).map(float)))
def test_maximal_covering_is_the_best_of_all_choices(
    problem: SitingProblem, n: int, budget: float | None
) -> None:
    n = min(n, len(problem))
    solution = mclp(problem, n, budget=budget, method=Method.EXACT)
    best = most_covered(problem, n, np.inf if budget is None else budget)

    assert solution.objective == pytest.approx(best)
    assert solution.bound == pytest.approx(best)
    assert solution.is_optimal
    assert sorted(solution.chosen) in list(
        choices(problem, n, np.inf if budget is None else budget)
    )


@FEW
@given(problems(), st.integers(1, 7), st.one_of(st.none(), st.integers(4, 12).map(float)))
def test_greedy_is_at_most_the_best_and_its_bound_at_least(
    problem: SitingProblem, n: int, budget: float | None
) -> None:
    n = min(n, len(problem))
    solution = mclp(problem, n, budget=budget, method=Method.GREEDY)
    best = most_covered(problem, n, np.inf if budget is None else budget)

    assert solution.objective <= best + 1e-9
    assert solution.bound >= best - 1e-9
    assert solution.objective == pytest.approx(covered(problem, list(solution.chosen)))
    assert sorted(solution.chosen) in list(
        choices(problem, n, np.inf if budget is None else budget)
    )


@FEW
@given(problems(), st.sampled_from([0.3, 0.5, 0.8, 0.9, 1.0]), st.sampled_from(list(Method)))
def test_the_fewest_sites_are_the_fewest_of_all_choices(
    problem: SitingProblem, share: float, method: Method
) -> None:
    least = fewest(problem, share)
    solution = answer_or_code(lambda: lscp(problem, share, method=method))
    if isinstance(solution, str):
        assert solution in {"lscp_infeasible", "lscp_spacing", "lscp_not_found"}
        assert least is None or (solution == "lscp_not_found" and method is Method.GREEDY)
        return

    assert least is not None
    assert solution.bound <= least <= solution.objective
    assert covered(problem, list(solution.chosen)) >= share * problem.total * (1 - 1e-8)
    if method is Method.EXACT:
        assert solution.objective == least
    assert sorted(solution.chosen) in list(choices(problem, len(problem)))


@FEW
@given(places(), st.integers(1, 4), st.sampled_from([300.0, 500.0, 1000.0]))
def test_the_objective_is_what_the_ordinary_coverage_says(
    drawn: tuple[DemandSurface, CandidateSites, tuple[list[float], list[float]]],
    n: int,
    radius_m: float,
) -> None:
    demand, candidates, existing = drawn
    problem = cover_problem(demand, candidates, radius_m, existing=existing)
    n = min(n, len(candidates))
    solution = answer_or_code(lambda: mclp(problem, n))
    if isinstance(solution, str):
        nothing = recomputed(demand, candidates, (), existing, radius_m)
        with_all = recomputed(demand, candidates, range(len(candidates)), existing, radius_m)
        assert solution == "no_candidate_in_reach"
        assert with_all.covered == nothing.covered < demand.total
        return

    told = recomputed(demand, candidates, solution.chosen, existing, radius_m)
    assert told.covered == pytest.approx(solution.objective)
    every = combinations(range(len(candidates)), n)
    best = max(recomputed(demand, candidates, sites, existing, radius_m).covered for sites in every)
    assert solution.objective == pytest.approx(best)


@FEW
@given(places(), st.integers(1, 4), st.sampled_from([Method.EXACT, Method.GREEDY]))
def test_the_p_median_is_the_smallest_mean_distance_of_all_choices(
    drawn: tuple[DemandSurface, CandidateSites, tuple[list[float], list[float]]],
    n: int,
    method: Method,
) -> None:
    demand, candidates, existing = drawn
    n = min(n, len(candidates))
    solution = p_median(demand, candidates, n, existing=existing, method=method)

    told = recomputed(demand, candidates, solution.chosen, existing, 1.0)
    assert told.mean_m == pytest.approx(solution.objective)
    every = combinations(range(len(candidates)), n)
    best = min(recomputed(demand, candidates, sites, existing, 1.0).mean_m for sites in every)
    assert solution.bound <= best + 1e-6
    assert solution.objective >= best - 1e-6
    if method is Method.EXACT:
        assert solution.objective == pytest.approx(best, abs=1e-6)
        assert solution.is_optimal


@FEW
@given(places(), st.sampled_from([100.0, 400.0, 900.0]))
def test_no_two_sites_are_closer_than_the_spacing(
    drawn: tuple[DemandSurface, CandidateSites, tuple[list[float], list[float]]], spacing_m: float
) -> None:
    demand, candidates, existing = drawn
    solution = p_median(
        demand, candidates, len(candidates), existing=existing, min_spacing_m=spacing_m
    )
    lons, lats = candidates.lons[list(solution.chosen)], candidates.lats[list(solution.chosen)]
    pairs = [(lons[a], lats[a], lons[b], lats[b]) for a, b in combinations(range(len(lons)), 2)]
    pairs += [
        (lon, lat, *station)
        for lon, lat in zip(lons, lats, strict=True)
        for station in zip(*existing, strict=True)
    ]

    assert all(GEOD.inv(*pair)[2] >= spacing_m for pair in pairs)
