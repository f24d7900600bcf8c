"""Keeps the number of the newest revision at hand: PostgreSQL tells of each commit.

A trigger notifies when revisions were written, and PostgreSQL delivers that once they are there for
all to see. While the listener is away, because the database is, nothing is at hand, and whoever
asks must ask the database.
"""

from __future__ import annotations

import os
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

import psycopg

from stationmap.store.postgres_engine import answers

if TYPE_CHECKING:
    from stationmap.store.postgres_engine import Address

CHANNEL = "stationmap_revision"
NEWEST = "SELECT coalesce(max(number), 0) FROM revisions"
ASK_ANYWAY_AFTER_S = 10.0
"""So that a connection that broke without a word is found out."""

LEAVE_AFTER_S = 1.0
TRY_AGAIN_AFTER_S = (0.1, 0.2, 0.5, 1.0)
"""How long to wait before the next attempt to reach the database; the last holds on."""


class Listener:
    """One thread with one connection, begun when the number is first asked for.

    The number that it knows of one database never falls.

    Attributes
    ----------
    attempt
        Counts how often it has begun to listen: after each, it may be to another database.
    """

    def __init__(self, address: Address) -> None:
        self.attempt = 0
        self._address = address
        self._lock = Lock()
        self._number = 0
        self._is_listening = False
        self._thread: Thread | None = None
        self._closing = False
        self._wakes, self._woken = os.pipe()

    def number(self) -> int | None:
        """Return the newest number; None while it is not known."""
        if self._is_listening:
            return self._number
        if self._thread is None:
            self._begin()
        return None

    def note(self, number: int, attempt: int | None = None) -> bool:
        """Take note of what this process has committed or read, before it is told.

        Parameters
        ----------
        number
            Of a revision that is there.
        attempt
            Which one it was when that was read; if another has begun since, it is not noted.

        Returns
        -------
        Whether it was noted.
        """
        with self._lock:
            if attempt not in (None, self.attempt):
                return False
            self._number = max(self._number, number)
            return True

    def close(self) -> None:
        """End the thread; a second time does nothing."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
        os.write(self._woken, b".")
        if self._thread is not None:
            self._thread.join(LEAVE_AFTER_S)
            if self._thread.is_alive():  # it waits for a server that does not answer
                return
        os.close(self._woken)
        os.close(self._wakes)

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None and not self._closing:
                self._thread = Thread(target=self._run, name="stationmap-listener", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        attempt = 0
        while not self._closing:
            with suppress(psycopg.Error), self._address.connect() as connection:
                attempt = 0
                self._listen(connection)
            self._is_listening = False
            self._pause(TRY_AGAIN_AFTER_S[min(attempt, len(TRY_AGAIN_AFTER_S) - 1)])
            attempt += 1

    def _listen(self, connection: psycopg.Connection[Any]) -> None:
        connection.autocommit = True
        connection.execute(f"LISTEN {CHANNEL}")
        with self._lock:
            self._number = 0  # it may be another database by now; own commits count from here
            self.attempt += 1
        with DefaultSelector() as selector:
            selector.register(connection.fileno(), EVENT_READ)
            selector.register(self._wakes, EVENT_READ)
            while not self._closing and answers(connection):
                self.note(_asked(connection))
                self._is_listening = True
                # What came together with the answer may be newer than the answer.
                if not list(connection.notifies(timeout=0)):
                    selector.select(ASK_ANYWAY_AFTER_S)

    def _pause(self, seconds: float) -> None:
        with DefaultSelector() as selector:
            selector.register(self._wakes, EVENT_READ)
            selector.select(seconds)


def _asked(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute(NEWEST).fetchone()
    return 0 if row is None else int(row[0])
