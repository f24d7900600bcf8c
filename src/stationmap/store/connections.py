"""The connections of one process to a store: one for each transaction, one that watches."""

from __future__ import annotations

import os
from contextlib import contextmanager
from threading import Lock, RLock, local
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from stationmap.errors import StoreError
from stationmap.store.engine import BUSY_TIMEOUT_MS, IMMEDIATE, open_engine, told_of
from stationmap.store.tables import REVISIONS
from stationmap.store.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


class Connections:
    """Lends connections; threads may share it, processes may not.

    Writers of this process take turns here, then processes do.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = open_engine(path)
        self._writers = RLock()
        self._turns = Turns(path.with_name(f"{path.name}-turn"), BUSY_TIMEOUT_MS / 1000)
        self._own = local()
        self._process = os.getpid()
        self._watch = Lock()
        self._watcher: Connection | None = None
        self._seen: tuple[int, int] | None = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Lend the connection of this thread's transaction, beginning one if there is none.

        Raises
        ------
        StoreError
            If the store cannot be written; nothing of the transaction is kept.
        """
        current = self._current()
        if current is not None:
            with self._within():
                yield current
            return
        with (
            told_of(self.path),
            self._writers,
            self._turns.turn(),
            self.engine.connect() as opened,
        ):
            connection = opened.execution_options(**IMMEDIATE)
            with connection.begin():
                self._own.connection, self._own.failed = connection, None
                try:
                    yield connection
                    self._require_whole()
                finally:
                    self._own.connection = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend this thread's transaction if it is in one, else one that only reads.

        Raises
        ------
        StoreError
            If the store cannot be read.
        """
        current = self._current()
        if current is not None:
            with self._within():
                yield current
            return
        with told_of(self.path), self.engine.connect() as connection, connection.begin():
            yield connection

    def _current(self) -> Connection | None:
        """Return the connection of this thread's transaction.

        Raises
        ------
        StoreError
            In a process that was forked from the one that opened the store: SQLite would take the
            other's locks for its own.
        """
        if os.getpid() != self._process:
            raise StoreError(str(self.path), "was opened before a fork; open it in this process")
        current: Connection | None = getattr(self._own, "connection", None)
        return current

    @contextmanager
    def _within(self) -> Iterator[None]:
        """Let no transaction go on after the database failed in it, which may have ended it."""
        self._require_whole()
        try:
            with told_of(self.path):
                yield
        except StoreError as error:
            self._own.failed = error
            raise

    def _require_whole(self) -> None:
        failed: StoreError | None = self._own.failed
        if failed is not None:
            raise StoreError(failed.place, failed.reason) from failed

    def revision(self) -> int:
        """Return the number of the newest revision.

        `data_version` tells in microseconds whether any other connection has committed; only then
        is the table asked.
        """
        current = self._current()
        if current is not None:
            return newest_revision(current)
        with self._watch, told_of(self.path):
            if self._watcher is None:
                self._watcher = self.engine.connect().execution_options(
                    isolation_level="AUTOCOMMIT"
                )
            cursor = self._watcher.connection.cursor()
            (version,) = cursor.execute("PRAGMA data_version").fetchone()
            if self._seen is None or self._seen[0] != version:
                found = cursor.execute("SELECT max(number) FROM revisions").fetchone()
                self._seen = (version, found[0] or 0)
            cursor.close()
            return self._seen[1]

    def close(self) -> None:
        """Let go of the file."""
        with self._watch:
            if self._watcher is not None:
                self._watcher.close()
                self._watcher = None
            self.engine.dispose()
        self._turns.close()


def newest_revision(connection: Connection) -> int:
    """Return the number of the newest revision as this connection sees it."""
    number: int | None = connection.execute(select(func.max(REVISIONS.c.number))).scalar()
    return number or 0
