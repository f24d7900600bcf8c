"""Holds questions to a service apart, for the whole process."""

from __future__ import annotations

import threading
import time


class Pace:
    """Lets one question through per interval; who would wait too long is turned away.

    One instance serves every session of the process, for it is the installation that a service
    counts. It is safe to share among threads.
    """

    def __init__(self, *, interval_s: float, longest_wait_s: float) -> None:
        self.interval_s = interval_s
        self._longest_wait_s = longest_wait_s
        self._lock = threading.Lock()
        self._next_at = 0.0

    def wait(self) -> bool:
        """Wait for one's turn; say no at once if it is further off than the longest wait."""
        with self._lock:
            now = time.monotonic()
            turn_at = max(now, self._next_at)
            if turn_at - now > self._longest_wait_s:
                return False
            self._next_at = turn_at + self.interval_s
        time.sleep(turn_at - now)
        return True
