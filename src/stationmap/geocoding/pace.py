"""Holds questions to a service apart, for the whole installation."""

from __future__ import annotations

import threading
import time
from typing import Protocol


class Turn(Protocol):
    """Reserves places in a queue that all processes of the installation share."""

    def __call__(self, name: str, *, every_s: float) -> float:
        """Reserve the next free place; return in how many seconds it comes.

        Raises
        ------
        StoreError
            If whoever keeps the queue cannot be reached.
        """


class Pace:
    """Lets one question through per interval; who would wait too long is turned away.

    It is the installation that a service counts, so places are reserved where all processes do. A
    place that came too late for who asked is kept for the next, so that each process keeps at most
    one that nobody uses. Threads may share it.
    """

    def __init__(self, turn: Turn, name: str, *, interval_s: float, longest_wait_s: float) -> None:
        self._turn = turn
        self._name = name
        self._interval_s = interval_s
        self._longest_wait_s = longest_wait_s
        self._lock = threading.Lock()
        self._kept_at = 0.0

    def wait(self) -> bool:
        """Wait for one's turn; say no at once if it is further off than the longest wait.

        Raises
        ------
        StoreError
            If whoever keeps the queue cannot be reached.
        """
        with self._lock:
            now = time.monotonic()
            turn_at = self._kept_at
            if turn_at < now:
                turn_at = now + self._turn(self._name, every_s=self._interval_s)
            if turn_at - now > self._longest_wait_s:
                self._kept_at = turn_at
                return False
            self._kept_at = 0.0
        time.sleep(max(0.0, turn_at - time.monotonic()))
        return True
