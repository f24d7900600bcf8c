"""Long work in the background: a few calls at once, shared by all sessions of the process."""

from __future__ import annotations

from collections import OrderedDict, deque
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, TypeVar, cast

from stationmap.errors import PlanError
from stationmap.services.plan.job import Job, JobState, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    T = TypeVar("T")

__all__ = ["AT_ONCE", "ENDED_KEPT", "MOST_WAITING", "Job", "JobState", "Jobs", "Progress"]

AT_ONCE = 2
"""Calls that run at the same time: those who look at pages want some of the machine too."""

MOST_WAITING = 16
"""Calls that wait; whoever asks for one more is told to come back."""

ENDED_KEPT = 32
"""Jobs that have ended and whose outcome is still there: those that were asked for last."""

_TO_BE_REPEATED = frozenset({JobState.FAILED, JobState.CANCELLED})


class Jobs:
    """The jobs of a process; threads may share it. Its own threads end with the process."""

    def __init__(self, *, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING) -> None:
        self._at_once = at_once
        self._most_waiting = most_waiting
        self._lock = Lock()
        self._jobs: OrderedDict[Hashable, Job[Any]] = OrderedDict()
        self._queue: deque[Job[Any]] = deque()
        self._busy = 0

    def start(self, key: Hashable, call: Callable[[Progress], T]) -> Job[T]:
        """Return the job of a key: the one that there is, or a new one if that failed.

        Parameters
        ----------
        key
            All that is asked, the revision of the stations too: whoever asks the same shares it.
        call
            It tells how far it is, and looks often whether it is still wanted.

        Raises
        ------
        PlanError
            If too many are waiting.
        """
        with self._lock:
            known = self._find(key)
            if known is not None and known.state not in _TO_BE_REPEATED:
                return cast("Job[T]", known)
            self._queue = deque(job for job in self._queue if not job.has_ended)
            if self._busy >= self._at_once and len(self._queue) >= self._most_waiting:
                raise PlanError("jobs_full", waiting=len(self._queue))
            job = Job(key, call)
            self._jobs[key] = job
            self._jobs.move_to_end(key)
            self._queue.append(job)
            self._go_on()
        return job

    def get(self, key: Hashable) -> Job[Any] | None:
        """Return the job of a key, if there is one."""
        with self._lock:
            return self._find(key)

    def cancel_all(self) -> None:
        """End all that waits or runs: the process is about to stop."""
        with self._lock:
            jobs = list(self._jobs.values())
        for job in jobs:
            job.cancel()

    def _find(self, key: Hashable) -> Job[Any] | None:
        if key in self._jobs:
            self._jobs.move_to_end(key)
        return self._jobs.get(key)

    def _go_on(self) -> None:
        """Start what can be started, and forget what ended long ago."""
        while self._queue and self._busy < self._at_once:
            job = self._queue.popleft()
            if not job.has_ended:
                self._busy += 1
                Thread(target=self._work, args=(job,), daemon=True, name="stationmap job").start()
        ended = [key for key, job in self._jobs.items() if job.has_ended]
        for key in ended[:-ENDED_KEPT]:
            del self._jobs[key]

    def _work(self, job: Job[Any]) -> None:
        try:
            job.run()
        finally:
            with self._lock:
                self._busy -= 1
                self._go_on()
