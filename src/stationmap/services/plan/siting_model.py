"""The model that a planner named, put to the demand and the candidates of one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.siting.problem import cover_problem
from stationmap.services.plan.siting_question import SitingModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.coverage.siting.candidates import CandidateSites
    from stationmap.coverage.siting.solution import Solution
    from stationmap.services.plan.coverage_answer import CoverageAnswer
    from stationmap.services.plan.siting_question import SitingQuestion

TIME_LIMIT_S = 60.0
"""For each run; what is not proven by then comes with how far from the best it can be."""


def solve(
    question: SitingQuestion,
    run: CoverageAnswer,
    candidates: CandidateSites,
    *,
    progress: Callable[[float], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Solution:
    """Choose sites for the demand of a run, with its stations where they are.

    Raises
    ------
    PlanError
        If there are no such sites; or with the code "cancelled".
    """
    # HiGHS is needed by nobody who does not ask for sites.
    from stationmap.coverage.siting.fewest import lscp  # noqa: PLC0415 - see above
    from stationmap.coverage.siting.maximal import mclp  # noqa: PLC0415 - the same
    from stationmap.coverage.siting.median import p_median  # noqa: PLC0415 - the same

    demand, n = run.coverage.demand, min(question.n, len(candidates))
    lons = np.array([station.position.lon for station in run.stations], dtype=float)
    lats = np.array([station.position.lat for station in run.stations], dtype=float)
    if question.model is SitingModel.P_MEDIAN:
        return p_median(
            demand,
            candidates,
            n,
            existing=(lons, lats),
            min_spacing_m=question.min_spacing_m,
            time_limit_s=TIME_LIMIT_S,
            progress=progress,
            cancelled=cancelled,
        )
    problem = cover_problem(
        demand,
        candidates,
        run.radius_m,
        existing=(lons, lats),
        min_spacing_m=question.min_spacing_m,
    )
    if question.model is SitingModel.LSCP:
        return lscp(
            problem,
            question.share,
            time_limit_s=TIME_LIMIT_S,
            progress=progress,
            cancelled=cancelled,
        )
    return mclp(
        problem,
        n,
        budget=question.budget,
        time_limit_s=TIME_LIMIT_S,
        progress=progress,
        cancelled=cancelled,
    )
