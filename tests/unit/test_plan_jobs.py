"""Long work: few at once, shared by who asks the same, cancelled at once, told when it fails."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from stationmap.errors import PlanError, SitingError
from stationmap.services.plan.job import Job, JobState, Progress
from stationmap.services.plan.jobs import AT_ONCE, ENDED_KEPT, MOST_WAITING, Jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONG_S = 20.0
"""Nothing here takes so long: who waits longer has found a fault."""


class Gate:
    """Work that goes on only when the test lets it, and counts how often it began."""

    def __init__(self) -> None:
        self.may_end = threading.Event()
        self.has_begun = threading.Event()
        self.begun = 0
        self.at_once = 0
        self.most_at_once = 0
        self._counting = threading.Lock()

    def work(self, progress: Progress) -> str:
        """Wait, deaf to whether it is still wanted."""
        return self._counted(lambda: progress.report(0.5))

    def look(self, progress: Progress) -> str:
        """Wait, and stop when it is no longer wanted."""
        return self._counted(progress.check)

    def _counted(self, while_waiting: Callable[[], None]) -> str:
        with self._counting:
            self.begun += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.has_begun.set()
        try:
            while not self.may_end.wait(0.002):
                while_waiting()
            return "result"
        finally:
            with self._counting:
                self.at_once -= 1


@pytest.fixture
def gate() -> Iterator[Gate]:
    """Make a gate that is open in the end."""
    made = Gate()
    yield made
    made.may_end.set()


def ended(job: Job[Any]) -> Job[Any]:
    assert job.wait(LONG_S)
    return job


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONG_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.002)


# ---- from the start to the result --------------------------------------------------------------


def test_a_job_waits_runs_and_is_done(gate: Gate) -> None:
    jobs = Jobs(at_once=1)
    first = jobs.start("first", gate.work)
    second = jobs.start("second", lambda _progress: 2)
    until(lambda: first.state is JobState.RUNNING and first.progress == 0.5)

    assert (second.state, second.progress, second.result) == (JobState.WAITING, 0.0, None)
    assert not first.has_ended
    assert not first.wait(0)

    gate.may_end.set()
    assert (first.outcome(), second.outcome()) == ("result", 2)
    for job in (first, second):
        assert (job.state, job.progress, job.error) == (JobState.DONE, 1.0, None)
    assert (first.result, second.result) == ("result", 2)


def test_progress_is_told_from_0_to_1_and_never_goes_back() -> None:
    progress = Progress()
    told = []
    for share in (-1.0, 0.25, 0.1, float("nan"), 0.5, 7.0, float("inf"), 0.0):
        progress.report(share)
        told.append(progress.share)

    assert told == [0.0, 0.25, 0.25, 0.25, 0.5, 1.0, 1.0, 1.0]


def test_no_more_run_at_once_than_may_and_each_has_its_turn(gate: Gate) -> None:
    jobs = Jobs()
    all_jobs = [jobs.start(number, gate.work) for number in range(AT_ONCE + MOST_WAITING)]
    until(lambda: gate.at_once == AT_ONCE)
    assert [job.state for job in all_jobs[: AT_ONCE + 1]] == [JobState.RUNNING] * AT_ONCE + [
        JobState.WAITING
    ]

    gate.may_end.set()

    assert [job.outcome() for job in all_jobs] == ["result"] * len(all_jobs)
    assert gate.most_at_once == AT_ONCE


def test_one_more_than_may_wait_is_refused_and_later_taken(gate: Gate) -> None:
    jobs = Jobs(at_once=1, most_waiting=2)
    running, waiting, other = (jobs.start(number, gate.work) for number in range(3))

    with pytest.raises(PlanError) as refused:
        jobs.start("one more", gate.work)
    assert (refused.value.code, refused.value.facts) == ("jobs_full", {"waiting": 2})
    assert jobs.get("one more") is None
    assert jobs.start(2, gate.work) is other

    waiting.cancel()
    taken = jobs.start("one more", gate.work)
    gate.may_end.set()
    assert [job.outcome() for job in (running, other, taken)] == ["result"] * 3


# ---- shared ------------------------------------------------------------------------------------


def test_who_asks_the_same_gets_the_same_job(gate: Gate) -> None:
    jobs = Jobs()

    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda _: jobs.start(("a", 1), gate.work), range(64)))
    gate.may_end.set()

    assert {job.outcome() for job in found} == {"result"}
    assert len({id(job) for job in found}) == 1
    assert gate.begun == 1
    assert jobs.start(("a", 1), gate.work) is found[0]
    assert jobs.start(("a", 2), gate.work) is not found[0]


def test_the_results_that_were_asked_for_last_are_kept() -> None:
    jobs = Jobs()
    for number in range(ENDED_KEPT):
        ended(jobs.start(number, lambda _progress: "first"))
    jobs.get(0)

    for number in range(100, 100 + ENDED_KEPT - 1):
        ended(jobs.start(number, lambda _progress: "later"))

    until(lambda: jobs.get(1) is None)
    assert ended(jobs.start(0, lambda _progress: "again")).result == "first"
    assert ended(jobs.start(1, lambda _progress: "again")).result == "again"


def test_a_job_that_has_not_ended_is_never_forgotten(gate: Gate) -> None:
    jobs = Jobs()
    long = jobs.start("long", gate.work)
    for number in range(2 * ENDED_KEPT):
        ended(jobs.start(number, lambda _progress: None))

    assert jobs.start("long", gate.work) is long
    assert gate.begun == 1


# ---- cancelled ---------------------------------------------------------------------------------


def test_a_job_is_cancelled_at_once_and_its_call_stops_at_its_next_look(gate: Gate) -> None:
    jobs = Jobs()
    job = jobs.start("a", gate.look)
    assert gate.has_begun.wait(LONG_S)

    job.cancel()

    assert job.state is JobState.CANCELLED
    assert job.has_ended
    with pytest.raises(PlanError, match="cancelled"):
        job.outcome()
    until(lambda: gate.at_once == 0)


def test_a_call_that_does_not_look_loses_its_result(gate: Gate) -> None:
    jobs = Jobs()
    job = jobs.start("a", gate.work)
    assert gate.has_begun.wait(LONG_S)

    job.cancel()
    gate.may_end.set()
    until(lambda: gate.at_once == 0)

    assert (job.state, job.result) == (JobState.CANCELLED, None)


def test_a_cancelled_call_keeps_its_place_until_it_has_stopped(gate: Gate) -> None:
    """Otherwise more would run at once than the machine can bear."""
    jobs = Jobs(at_once=1)
    deaf = jobs.start("deaf", gate.work)
    assert gate.has_begun.wait(LONG_S)
    deaf.cancel()

    after = jobs.start("after", lambda _progress: 1)

    assert not after.wait(0.05)
    gate.may_end.set()
    assert after.outcome() == 1


def test_a_waiting_job_that_is_cancelled_never_begins(gate: Gate) -> None:
    jobs = Jobs(at_once=1)
    first = jobs.start("first", gate.work)
    begun: list[str] = []
    second = jobs.start("second", lambda _progress: begun.append("second"))
    third = jobs.start("third", lambda _progress: begun.append("third"))

    second.cancel()
    assert second.state is JobState.CANCELLED
    gate.may_end.set()

    assert (ended(first).state, ended(third).state) == (JobState.DONE, JobState.DONE)
    assert begun == ["third"]


def test_a_job_that_is_cancelled_just_before_it_runs_never_makes_its_call() -> None:
    begun: list[str] = []
    job = Job("a", lambda _progress: begun.append("a"))

    job.cancel()
    job.run()

    assert (job.state, begun) == (JobState.CANCELLED, [])


def test_what_was_cancelled_can_be_asked_again(gate: Gate) -> None:
    jobs = Jobs()
    jobs.start("a", gate.look).cancel()

    again = jobs.start("a", lambda _progress: 2)

    assert again.outcome() == 2


def test_what_is_done_cannot_be_cancelled() -> None:
    job = Jobs().start("a", lambda _progress: 1)
    ended(job).cancel()

    assert (job.state, job.outcome()) == (JobState.DONE, 1)


def test_a_call_that_says_itself_that_it_was_cancelled_is() -> None:
    """The siting asks a callable, and raises the error by itself."""

    def call(progress: Progress) -> None:
        assert not progress.is_cancelled()
        raise PlanError("cancelled")

    assert ended(Jobs().start("a", call)).state is JobState.CANCELLED


# ---- failed ------------------------------------------------------------------------------------


def test_what_a_planner_can_mend_is_kept_to_be_told(caplog: pytest.LogCaptureFixture) -> None:
    def call(progress: Progress) -> None:
        progress.report(0.25)
        raise SitingError("lscp_infeasible", reachable=0.5)

    job = ended(Jobs().start("a", call))

    assert (job.state, job.progress, job.result) == (JobState.FAILED, 0.25, None)
    assert isinstance(job.error, SitingError)
    assert job.error.facts == {"reachable": 0.5}
    with pytest.raises(SitingError, match="lscp_infeasible"):
        job.outcome()
    assert caplog.records == []


def test_what_nobody_foresaw_is_logged_and_raised(caplog: pytest.LogCaptureFixture) -> None:
    job = ended(Jobs().start(("a", 1), lambda _progress: 1 // 0))

    assert job.state is JobState.FAILED
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            job.outcome()
    (record,) = caplog.records
    assert record.exc_info is not None
    assert "('a', 1)" in record.getMessage()


def test_what_failed_is_tried_again_and_takes_no_place() -> None:
    jobs = Jobs(at_once=1)
    for _ in range(3):
        assert ended(jobs.start("a", _fails)).state is JobState.FAILED

    assert jobs.start("a", lambda _progress: 1).outcome() == 1


def _fails(_progress: Progress) -> None:
    raise SitingError("siting_n", n=0, most=9)


def test_errors_of_a_cancelled_call_are_nobody_s(
    gate: Gate, caplog: pytest.LogCaptureFixture
) -> None:
    def call(progress: Progress) -> None:
        gate.work(progress)
        raise KeyError

    jobs = Jobs(at_once=1)
    job = jobs.start("a", call)
    assert gate.has_begun.wait(LONG_S)
    job.cancel()
    gate.may_end.set()

    assert jobs.start("b", lambda _progress: 1).outcome() == 1
    assert job.state is JobState.CANCELLED
    assert caplog.records == []


# ---- many threads ------------------------------------------------------------------------------


def test_whatever_is_started_and_cancelled_at_once_comes_to_an_end() -> None:
    jobs = Jobs(most_waiting=1000)
    found: list[Job[Any]] = []

    def call(progress: Progress) -> str:
        progress.check()
        return "result"

    def session(number: int) -> None:
        job = jobs.start(number % 50, call)
        found.append(job)
        if number % 3 == 0:
            job.cancel()

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(session, range(600)))

    for job in found:
        state = ended(job).state
        assert state in {JobState.DONE, JobState.CANCELLED}
        assert (job.result is not None) == (state is JobState.DONE)
    assert jobs.start("last", lambda _progress: 1).outcome() == 1


def test_the_process_ends_though_a_job_runs() -> None:
    script = (
        "import time; from stationmap.services.plan.jobs import Jobs; "
        "Jobs().start('a', lambda _progress: time.sleep(600)); print('end')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )

    assert (ran.stdout, ran.stderr) == ("end\n", "")
