"""The connections to an SQLite file: those of transactions, and one that watches."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock, RLock
from typing import TYPE_CHECKING

from stationmap.store.connections import Connections, newest_revision
from stationmap.store.sqlite_engine import BUSY_TIMEOUT_MS, IMMEDIATE, open_engine, told_of
from stationmap.store.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Connection


class SqliteConnections(Connections):
    """Writers of this process take turns here, then processes do."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), "sqlite")
        self.path = path
        self.engine = open_engine(path)
        self._writers = RLock()
        self._turns = Turns(path.with_name(f"{path.name}-turn"), BUSY_TIMEOUT_MS / 1000)
        self._watch = Lock()
        self._watcher: Connection | None = None
        self._seen: tuple[int, int] | None = None

    def revision(self) -> int:
        """Return the number of the newest revision.

        `data_version` tells in microseconds whether any other connection has committed; only then
        is the table asked.
        """
        current = self._current()
        if current is not None:
            return newest_revision(current)
        with self._watch, self._told():
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

    def _translated(self) -> AbstractContextManager[None]:
        return told_of(self.path)

    @contextmanager
    def _writable(self) -> Iterator[Connection]:
        with self._writers, self._turns.turn(), self.engine.connect() as opened:
            connection = opened.execution_options(**IMMEDIATE)
            with connection.begin():
                yield connection

    @contextmanager
    def _readable(self) -> Iterator[Connection]:
        with self.engine.connect() as connection, connection.begin():
            yield connection
