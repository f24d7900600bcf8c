"""Sites that are right whatever one asks: over several surfaces of demand and times of day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from stationmap.coverage.siting.choice import Choice
from stationmap.coverage.siting.doors import rules_for
from stationmap.coverage.siting.maximal import mclp
from stationmap.coverage.siting.solution import Method
from stationmap.coverage.siting.worth import worth_of_covering
from stationmap.errors import SitingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from stationmap.coverage.siting.problem import SitingProblem
    from stationmap.coverage.siting.solution import Solution


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RobustPicks:
    """What several problems on the same candidates agree on.

    Attributes
    ----------
    solutions
        Of each problem by itself.
    times_chosen
        In how many of them each candidate is chosen, shape (m,).
    together
        The sites for which the shares of demand covered are greatest on average: each problem
        counts the same, however much demand it holds. Its figures are that average share.
    shares
        The share of its demand that each problem has covered by `together`.
    """

    solutions: tuple[Solution, ...]
    times_chosen: NDArray[np.intp]
    together: Solution
    shares: tuple[float, ...]


def robust(  # noqa: PLR0913 - each is a question of its own
    problems: Sequence[SitingProblem],
    n: int,
    *,
    budget: float | None = None,
    method: Method = Method.AUTO,
    time_limit_s: float = 30.0,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RobustPicks:
    """Solve maximal covering for each problem, and once for all of them together.

    Parameters
    ----------
    problems
        On the same candidates, each with its own demand and existing stations.
    time_limit_s
        For all of it; each run has the same part.
    budget, method, progress, cancelled
        As for `mclp`.

    Raises
    ------
    SitingError
        If there is no problem, their candidates differ in number, or as for `mclp`.
    PlanError
        With the code "cancelled".
    """
    stacked = together(problems)
    runs = [*problems, stacked]
    solutions = []
    for place, problem in enumerate(runs):
        solutions.append(
            mclp(
                problem,
                n,
                budget=budget,
                method=method,
                time_limit_s=time_limit_s / len(runs),
                progress=_part(progress, place, len(runs)),
                cancelled=cancelled,
            )
        )
    times = np.zeros(len(stacked), dtype=np.intp)
    for solution in solutions[:-1]:
        times[list(solution.chosen)] += 1
    return RobustPicks(
        solutions=tuple(solutions[:-1]),
        times_chosen=times,
        together=solutions[-1],
        shares=tuple(share_covered(problem, solutions[-1].chosen) for problem in problems),
    )


def together(problems: Sequence[SitingProblem]) -> SitingProblem:
    """Stack problems on the same candidates; the demand of each adds up to its part of 1.

    Raises
    ------
    SitingError
        If there is none, or their candidates differ in number.
    """
    if not problems:
        raise SitingError("robust_none")
    sizes = sorted({len(problem) for problem in problems})
    if len(sizes) > 1:
        raise SitingError("robust_candidates", fewer=sizes[0], more=sizes[-1])
    each = 1 / len(problems)
    parts = [each / problem.total for problem in problems]
    return replace(
        problems[0],
        cover=sparse.hstack([problem.cover for problem in problems], format="csr"),
        weights=np.concatenate(
            [problem.weights * part for problem, part in zip(problems, parts, strict=True)]
        ),
        already=sum(problem.already * part for problem, part in zip(problems, parts, strict=True)),
        total=1.0,
        allowed=np.logical_and.reduce([problem.allowed for problem in problems]),
    )


def share_covered(problem: SitingProblem, chosen: Sequence[int]) -> float:
    """Return the share of a problem's demand that existing stations and some sites cover."""
    choice = Choice(worth_of_covering(problem), rules_for(problem, len(problem), None), chosen)
    return (problem.already + choice.value) / problem.total


def _part(
    progress: Callable[[float], None] | None, place: int, count: int
) -> Callable[[float], None] | None:
    if progress is None:
        return None
    return lambda done: progress((place + done) / count)
