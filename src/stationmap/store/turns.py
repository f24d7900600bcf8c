"""Lets the processes that write to a store take turns.

SQLite lets whoever asks at the right moment write next, so that of several processes that write
without a pause one may wait for many seconds. Here the next in line holds the first of two locks
while it waits for the second, and whoever has just written must queue for the first. The locks
are in a file of their own, and end with their process however that ends. Nothing but fairness
depends on them: what is written is guarded by SQLite.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # Windows: SQLite's own order must do
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEXT, WRITING = 0, 1
"""Places of the two locks in the file."""

LOOK_AGAIN_AFTER_S = 0.001


class Turns:
    """The queue of one process before a store; its threads queue elsewhere, one comes here."""

    def __init__(self, path: Path, patience_s: float) -> None:
        self._path = path
        self._patience_s = patience_s
        self._handle: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this process's turn, but no longer than its patience: then go on without."""
        handle = self._open()
        if handle is None:
            yield
            return
        deadline = time.monotonic() + self._patience_s
        try:
            if _locked(handle, NEXT, deadline):
                _locked(handle, WRITING, deadline)
                _unlock(handle, NEXT)
            yield
        finally:
            _unlock(handle, WRITING)

    def close(self) -> None:
        """Let go of the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _open(self) -> int | None:
        if self._handle is None and fcntl is not None:
            try:
                self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except OSError:
                return None
        return self._handle


def _locked(handle: int, place: int, deadline: float) -> bool:
    while True:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except (BlockingIOError, PermissionError):
            if time.monotonic() > deadline:
                return False
            time.sleep(LOOK_AGAIN_AFTER_S)
        else:
            return True


def _unlock(handle: int, place: int) -> None:
    fcntl.lockf(handle, fcntl.LOCK_UN, 1, place)
