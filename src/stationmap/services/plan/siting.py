"""Where the next stations should go: chosen by a model, told by the figures of coverage."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from itertools import product
from math import inf
from typing import TYPE_CHECKING

from stationmap.coverage.siting.watch import Watch
from stationmap.errors import SitingError
from stationmap.services.plan.coverage import outline_of
from stationmap.services.plan.siting_answer import SitingAnswer
from stationmap.services.plan.siting_candidates import candidates_of, useful
from stationmap.services.plan.siting_model import solve
from stationmap.services.plan.siting_sites import keeps_promise, sites_of, together

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.coverage.siting.candidates import CandidateSites
    from stationmap.coverage.siting.solution import Solution
    from stationmap.services.live import LiveStations
    from stationmap.services.plan.coverage import AsOf, PlanCoverage
    from stationmap.services.plan.coverage_answer import CoverageAnswer, CoverageQuestion
    from stationmap.services.plan.jobs import Job, Jobs, Progress
    from stationmap.services.plan.library import Library
    from stationmap.services.plan.scenarios import Scenarios
    from stationmap.services.plan.siting_question import SitingQuestion
    from stationmap.services.snapshot import Snapshot

CHOOSING = 0.9
"""How much of the work choosing is; the rest is measuring what was chosen."""

NO_REACH = "no_candidate_in_reach"
"""Another surface or time for which there is nothing to gain says nothing of the sites, and is
left out of the runs."""


class PlanSiting:
    """Chooses sites; threads may share it."""

    def __init__(
        self,
        coverage: PlanCoverage,
        library: Library,
        scenarios: Scenarios,
        live: LiveStations,
        jobs: Jobs,
    ) -> None:
        self._coverage = coverage
        self._library = library
        self._scenarios = scenarios
        self._live = live
        self._jobs = jobs

    def start(self, question: SitingQuestion) -> Job[SitingAnswer]:
        """Start to answer in the background; a question about the same data and time is one job.

        Raises
        ------
        PlanError
            If the demand or the stations cannot be had, or too many jobs wait.
        """
        scenario = question.coverage.scenario
        version = 0 if scenario is None else self._scenarios.get(scenario).version
        as_of = self._coverage.as_of()
        moments = tuple(as_of.moment(one.counting.time_slice) for one in asked(question))
        key = ("siting", question, as_of.snapshot.revision, moments, version)

        def call(progress: Progress) -> SitingAnswer:
            return self.answer(
                question,
                as_of=as_of,
                progress=progress.report,
                cancelled=progress.is_cancelled,
            )

        return self._jobs.start(key, call)

    def host_types(self) -> list[tuple[str, int]]:
        """Return the types of hosts that stations have and how many, the most frequent first."""
        stations = self._live.current().stations
        counted = Counter(station.host_type for station in stations if station.host_type)
        return counted.most_common()

    def answer(
        self,
        question: SitingQuestion,
        *,
        as_of: AsOf | None = None,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> SitingAnswer:
        """Choose sites, and work out what each adds.

        Parameters
        ----------
        as_of
            The stations to choose for; those of now if not given.
        progress
            Told how much is done, 0 to 1.
        cancelled
            Asked now and then whether to stop.

        Raises
        ------
        PlanError
            If the question cannot be answered; or with the code "cancelled".
        """
        began_s = time.monotonic()
        as_of = as_of or self._coverage.as_of()
        runs = [self._coverage.answer(one, as_of) for one in asked(question)]
        today = runs[0]
        candidates = self._candidates(question, runs, as_of.snapshot)
        chosen = _chosen(question, runs, candidates, progress=progress, cancelled=cancelled)
        watch = Watch(inf, _part(progress, CHOOSING, 1 - CHOOSING), cancelled)
        sites = sites_of(chosen, candidates, today, watch)
        after = together(today, sites)
        return SitingAnswer(
            question=question,
            revision=today.revision,
            sites=sites,
            existing=len(today.stations),
            candidates=len(candidates),
            before=today.whole,
            after=after,
            objective=chosen[0].objective,
            bound=chosen[0].bound,
            gap=chosen[0].gap,
            method=str(chosen[0].method),
            is_optimal=chosen[0].is_optimal,
            seconds=time.monotonic() - began_s,
            agrees=keeps_promise(question, chosen[0], after),
            runs=len(chosen),
        )

    def _candidates(
        self, question: SitingQuestion, runs: list[CoverageAnswer], snapshot: Snapshot
    ) -> CandidateSites:
        """Return the places that a new station may have and that could be of use."""
        areas = runs[0].areas
        outline = outline_of(question.coverage.within, areas, snapshot.districts)
        possible = candidates_of(
            question,
            stations=snapshot.stations,
            library=self._library,
            ground=areas if outline is None else outline,
        )
        return useful(possible, question, runs)


def _chosen(
    question: SitingQuestion,
    runs: list[CoverageAnswer],
    candidates: CandidateSites,
    *,
    progress: Callable[[float], None] | None,
    cancelled: Callable[[], bool] | None,
) -> list[Solution]:
    """Choose sites for each run; of those after the first, for each in which any are of use."""
    chosen: list[Solution] = []
    for place, run in enumerate(runs):
        first = CHOOSING * place / len(runs)
        told = _part(progress, first, CHOOSING / len(runs))
        try:
            found = solve(question, run, candidates, progress=told, cancelled=cancelled)
        except SitingError as error:
            if place == 0 or error.code != NO_REACH:
                raise
            continue
        if place == 0 or found.chosen:
            chosen.append(found)
    return chosen


def asked(question: SitingQuestion) -> list[CoverageQuestion]:
    """Return the questions of coverage that sites are chosen for; the first is the one asked."""
    own = question.coverage
    surfaces = dict.fromkeys((own.surface, *question.also_surfaces))
    slices = dict.fromkeys((own.counting.time_slice, *question.also_slices))
    return [
        replace(own, surface=surface, counting=replace(own.counting, time_slice=time_slice))
        for surface, time_slice in product(surfaces, slices)
    ]


def _part(
    progress: Callable[[float], None] | None, first: float, width: float
) -> Callable[[float], None] | None:
    """Return what tells a part's progress as that of the whole."""
    return None if progress is None else lambda done: progress(first + width * done)
