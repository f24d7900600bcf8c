"""Long work that says how far it is, ends in time, and can be cancelled."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from stationmap.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Callable


class Watch:
    """Keeps the time of one piece of work.

    Parameters
    ----------
    limit_s
        How long it may take; it may end a little later.
    progress
        Told how much is done, 0 to 1, never less than before.
    cancelled
        Asked now and then whether to stop.
    """

    def __init__(
        self,
        limit_s: float,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._began_s = time.perf_counter()
        self._limit_s = limit_s
        self._progress, self._cancelled = progress, cancelled
        self._told = 0.0

    @property
    def elapsed_s(self) -> float:
        """Seconds since the work began."""
        return time.perf_counter() - self._began_s

    @property
    def left_s(self) -> float:
        """Seconds until the limit, not below 0."""
        return max(0.0, self._limit_s - self.elapsed_s)

    def check(self, done: float = 0.0) -> None:
        """Say how much is done, and stop if nobody waits any more.

        Raises
        ------
        PlanError
            With the code "cancelled".
        """
        if self._cancelled is not None and self._cancelled():
            raise PlanError("cancelled")
        if self._progress is not None and done > self._told:
            self._told = min(done, 1.0)
            self._progress(self._told)
