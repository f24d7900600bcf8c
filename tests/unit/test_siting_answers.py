"""What siting answers: in what order, how well proven, how soon it stops, and what it refuses."""

from __future__ import annotations

from threading import Event, Timer
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rig.siting_cases import problem_of
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.problem_text import problem_text
from stationmap.coverage.siting import (
    CandidateSites,
    Method,
    cover_problem,
    lscp,
    mclp,
    p_median,
    recomputed,
    robust,
)
from stationmap.coverage.siting.distances import distances_of
from stationmap.errors import PlanError, SitingError
from stationmap.labels import Language

if TYPE_CHECKING:
    from collections.abc import Callable

NOBODY: tuple[list[float], list[float]] = ([], [])
THREE = [[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]]


def drawn(sites: int, points: int, seed: int = 1) -> tuple[DemandSurface, CandidateSites]:
    """Draw demand and candidates over the inner city."""
    draws = np.random.default_rng(seed)
    spots, places = (
        np.column_stack((draws.uniform(116.2, 116.6, n), draws.uniform(39.75, 40.05, n)))
        for n in (points, sites)
    )
    weights = draws.integers(1, 100, points).astype(float)
    demand = DemandSurface(name="d", lons=spots[:, 0], lats=spots[:, 1], weights=weights)
    return demand, CandidateSites(lons=places[:, 0], lats=places[:, 1])


def test_sites_come_in_the_order_of_what_they_add() -> None:
    solution = mclp(problem_of(THREE, [1, 5, 2, 4], already=10), 3)

    assert solution.chosen == (1, 2, 0)
    assert solution.gains == (7.0, 4.0, 1.0)
    assert solution.steps == (17.0, 21.0, 22.0)
    assert (solution.objective, solution.bound, solution.gap) == (22.0, 22.0, 0.0)


def test_a_site_that_would_add_nothing_is_left_out() -> None:
    assert mclp(problem_of([[1, 1], [1, 0]], [2, 3]), 2).chosen == (0,)


def test_nothing_is_chosen_where_all_is_covered() -> None:
    problem = problem_of(np.zeros((2, 0)), [], already=7)

    assert (mclp(problem, 1).chosen, mclp(problem, 1).objective) == ((), 7.0)
    assert (lscp(problem).chosen, lscp(problem).objective) == ((), 0.0)


def test_a_budget_takes_many_cheap_sites_before_a_dear_one() -> None:
    problem = problem_of(np.eye(3), [5, 4, 4], costs=[10, 5, 5])

    assert sorted(mclp(problem, 3, budget=10).chosen) == [1, 2]


def test_the_fewest_sites_count_what_is_covered_already() -> None:
    problem = problem_of(THREE, [1, 5, 2, 4], already=8)

    assert lscp(problem, 0.4).chosen == ()
    assert lscp(problem, 0.75).chosen == (1,)
    assert lscp(problem, 1.0).objective == 3.0


@pytest.mark.parametrize("method", [Method.EXACT, Method.GREEDY])
def test_greedy_and_exact_agree_with_the_ordinary_coverage(method: Method) -> None:
    demand, candidates = drawn(200, 3000)
    existing = (candidates.lons[:5] + 0.001, candidates.lats[:5])
    problem = cover_problem(demand, candidates, 1000.0, existing=existing, min_spacing_m=800.0)
    solution = mclp(problem, 20, method=method)
    told = recomputed(demand, candidates, solution.chosen, existing, 1000.0)

    assert solution.objective == pytest.approx(told.covered)
    assert solution.bound >= solution.objective
    assert solution.gap < 0.06


def test_exact_is_proven_and_lies_between_greedy_and_its_bound() -> None:
    demand, candidates = drawn(300, 4000)
    problem = cover_problem(demand, candidates, 1000.0, existing=NOBODY)
    exact, greedy = (mclp(problem, 25, method=method) for method in (Method.EXACT, Method.GREEDY))

    assert exact.is_optimal
    assert greedy.objective <= exact.objective <= greedy.bound
    assert exact.bound == pytest.approx(exact.objective)


def test_a_gap_is_stated_when_time_is_up() -> None:
    demand, candidates = drawn(1500, 20_000)
    problem = cover_problem(demand, candidates, 1500.0, existing=NOBODY)
    solution = mclp(problem, 60, method=Method.EXACT, time_limit_s=0.2)

    assert 0 < solution.gap < 1
    assert not solution.is_optimal
    told = recomputed(demand, candidates, solution.chosen, NOBODY, 1500.0)
    assert solution.objective == pytest.approx(told.covered)


def test_a_p_median_with_few_neighbours_kept_still_has_an_honest_gap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    demand, candidates = drawn(25, 120)
    whole = p_median(demand, candidates, 4, existing=NOBODY, method=Method.EXACT)
    monkeypatch.setattr(
        "stationmap.coverage.siting.median.distances_of",
        lambda *given, **named: distances_of(*given, **named, most_pairs=120 * 9),
    )
    few = p_median(demand, candidates, 4, existing=NOBODY, method=Method.EXACT)
    told = recomputed(demand, candidates, few.chosen, NOBODY, 1.0)

    assert whole.is_optimal
    assert few.bound <= whole.objective <= few.objective
    assert few.objective == pytest.approx(told.mean_m)
    assert not few.is_optimal


def test_robust_picks_are_those_that_every_problem_chooses() -> None:
    one = problem_of(np.eye(4), [9, 5, 1, 1])
    other = problem_of(np.eye(4), [9, 1, 5, 1])
    picks = robust([one, other], 2)

    assert picks.times_chosen.tolist() == [2, 1, 1, 0]
    assert picks.together.chosen[0] == 0
    assert sum(picks.shares) / 2 == pytest.approx(picks.together.objective)


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("ask", [mclp, lscp])
def test_who_cancels_is_answered_before_the_work_is_done(
    ask: Callable[..., object], method: Method
) -> None:
    demand, candidates = drawn(3000, 60_000)
    problem = cover_problem(demand, candidates, 2000.0, existing=NOBODY)
    cancelled = Event()
    Timer(1.0, cancelled.set).start()
    asks = {"n": 150} if ask is mclp else {"share": 0.97}
    with pytest.raises(PlanError, match="cancelled"):
        ask(problem, **asks, method=method, time_limit_s=60.0, cancelled=cancelled.is_set)


def test_progress_only_rises_and_ends_at_one() -> None:
    demand, candidates = drawn(200, 3000)
    problem = cover_problem(demand, candidates, 1000.0, existing=NOBODY)
    told: list[float] = []
    mclp(problem, 20, method=Method.GREEDY, progress=told.append)

    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 10


@pytest.mark.parametrize(
    ("code", "ask"),
    [
        ("sites_number", lambda: mclp(problem_of(THREE, [1, 1, 1, 1]), 0)),
        ("sites_too_many", lambda: mclp(problem_of(THREE, [1, 1, 1, 1]), 4)),
        ("budget", lambda: mclp(problem_of(THREE, [1, 1, 1, 1]), 1, budget=-1)),
        ("budget_too_small", lambda: mclp(problem_of(THREE, [1, 1, 1, 1]), 1, budget=0.5)),
        ("no_candidate_in_reach", lambda: mclp(problem_of(np.zeros((2, 0)), [], beyond=3), 1)),
        ("share", lambda: lscp(problem_of(THREE, [1, 1, 1, 1]), 1.1)),
        ("lscp_infeasible", lambda: lscp(problem_of(THREE, [1, 1, 1, 1], beyond=1), 0.9)),
        ("lscp_spacing", lambda: lscp(problem_of(THREE, [1, 1, 1, 1], conflicts=[[0, 1]]))),
        ("robust_none", lambda: robust([], 1)),
        (
            "robust_candidates",
            lambda: robust([problem_of(np.eye(2), [1, 1]), problem_of(np.eye(3), [1, 1, 1])], 1),
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_in_both_languages(
    code: str, ask: Callable[[], object]
) -> None:
    with pytest.raises(SitingError) as refused:
        ask()

    assert refused.value.code == code
    assert all(problem_text(refused.value, language) for language in Language)


def test_an_infeasible_share_is_told_with_the_share_that_can_be_reached() -> None:
    with pytest.raises(SitingError) as refused:
        lscp(problem_of(THREE, [1, 1, 1, 1], beyond=2), 0.9)

    assert refused.value.facts == {"share": "90 %", "reachable": "66.6 %"}
