"""Counts how often something happens, in the memory of this process."""

from __future__ import annotations

import time
from collections import deque
from threading import Lock
from typing import TYPE_CHECKING

from stationmap.store.documents import require_storable
from stationmap.store.rows import micros

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

SWEEP_AFTER = 1_000
"""How many new keys come before those are forgotten of which nothing is in its window."""


class LocalLimits:
    """Satisfies `protocol.LimitStore`. Threads may share it.

    Moments are whole microseconds, as in the tables of the other store.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._hits: dict[str, deque[int]] = {}
        self._forgotten_at: dict[str, int] = {}
        self._sweep_at = SWEEP_AFTER
        self._free_at: dict[str, float] = {}

    def take(self, key: str, *, most: int, window_s: float, at: datetime) -> float:
        """Count one more if there is room."""
        require_storable(key)
        now, window = micros(at), round(window_s * 1e6)
        with self._lock:
            hits = self._hits.setdefault(key, deque())
            while hits and hits[0] <= now - window:
                hits.popleft()
            if len(hits) >= most:
                return (hits[-most] + window - now) / 1e6 if most > 0 else window_s
            hits.append(now)
            self._forgotten_at[key] = now + window
            if len(self._hits) > self._sweep_at:
                self._sweep(now)
        return 0.0

    def turn(self, name: str, *, every_s: float) -> float:
        """Reserve the next free place."""
        require_storable(name)
        with self._lock:
            now = self._clock()
            free_at = max(now, self._free_at.get(name, now))
            self._free_at[name] = free_at + every_s
            return free_at - now

    def _sweep(self, now: int) -> None:
        """Forget what no longer counts: else strangers could fill the memory."""
        for key in [key for key in self._hits if self._forgotten_at.get(key, now) <= now]:
            del self._hits[key]
            self._forgotten_at.pop(key, None)
        self._sweep_at = len(self._hits) + SWEEP_AFTER
