"""One piece of long work: how far it is, what came of it, and that it can be cancelled."""

from __future__ import annotations

import logging
from enum import StrEnum
from threading import Event, Lock
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from stationmap.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")

CANCELLED = "cancelled"

_log = logging.getLogger(__name__)


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Progress:
    """What a call tells of itself, and where it asks whether to go on."""

    def __init__(self) -> None:
        self._share = 0.0
        self._cancelled = Event()

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1; it never goes back."""
        return self._share

    def report(self, share: float) -> None:
        """Tell how much is done; less than was told before, or no number, is passed over."""
        if share > self._share:
            self._share = min(float(share), 1.0)

    def cancel(self) -> None:
        """Tell the call that nobody wants the result."""
        self._cancelled.set()

    def is_cancelled(self) -> bool:
        """Say whether nobody wants the result any more."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Go on only if the result is still wanted.

        Raises
        ------
        PlanError
            With the code `cancelled`, if it is not.
        """
        if self.is_cancelled():
            raise PlanError(CANCELLED)


class Job(Generic[T]):
    """A call in the background; threads may share it.

    Attributes
    ----------
    key
        What was asked.
    result
        What came of it; None before it is done.
    error
        Why nothing came of it; a PlanError says it to people, its code is `cancelled` if somebody
        cancelled it.
    """

    def __init__(self, key: Hashable, call: Callable[[Progress], T]) -> None:
        self.key = key
        self.result: T | None = None
        self.error: Exception | None = None
        self._call = call
        self._progress = Progress()
        self._state = JobState.WAITING
        self._changing = Lock()
        self._ended = Event()

    @property
    def state(self) -> JobState:
        """How far it is."""
        return self._state

    @property
    def progress(self) -> float:
        """How much is done, from 0 to 1."""
        return 1.0 if self._state is JobState.DONE else self._progress.share

    @property
    def has_ended(self) -> bool:
        """Whether its state will change no more."""
        return self._ended.is_set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until it has ended, but no longer than this; say whether it has."""
        return self._ended.wait(timeout_s)

    def outcome(self) -> T:
        """Wait for the result.

        Raises
        ------
        Exception
            What the call raised; PlanError with the code `cancelled` if somebody cancelled it.
        """
        self.wait()
        if self.error is not None:
            raise self.error.with_traceback(None)
        return cast("T", self.result)

    def cancel(self) -> None:
        """End it at once, for all who asked; the call itself stops when it next looks.

        What has ended stays as it is.
        """
        self._progress.cancel()
        self._end(JobState.CANCELLED, error=PlanError(CANCELLED))

    def run(self) -> None:
        """Make the call, unless somebody has cancelled it."""
        with self._changing:
            if self.has_ended:
                return
            self._state = JobState.RUNNING
        try:
            result = self._call(self._progress)
        except PlanError as error:
            is_cancelled = error.code == CANCELLED
            self._end(JobState.CANCELLED if is_cancelled else JobState.FAILED, error=error)
        except Exception as error:  # noqa: BLE001 - whoever asks for the outcome gets it
            if not self.has_ended:
                _log.exception("background work failed: %s", self.key)
            self._end(JobState.FAILED, error=error)
        else:
            self._end(JobState.DONE, result=result)

    def _end(
        self, state: JobState, *, result: T | None = None, error: Exception | None = None
    ) -> None:
        with self._changing:
            if not self.has_ended:
                self.result, self.error, self._state = result, error, state
                self._ended.set()
