"""The connections of one process to a database: one for each transaction."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from contextlib import contextmanager
from threading import local
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from stationmap.errors import StoreError
from stationmap.store.tables import REVISIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection


class Connections(ABC):
    """Lends connections; threads may share it, processes may not.

    What each database does in its own way stands below it: `_translated`, `_writable`, `_readable`,
    `revision` and `close`.

    Parameters
    ----------
    place
        What errors call the database.
    dialect
        What SQLAlchemy calls its kind.

    Attributes
    ----------
    failures
        How many times the database could not be used, or did not do what was asked.
    """

    def __init__(self, place: str, dialect: str) -> None:
        self.place = place
        self.dialect = dialect
        self.failures = 0
        self._own = local()
        self._process = os.getpid()

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
        with self._told(), self._writable() as connection:
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
        with self._told(), self._readable() as connection:
            yield connection

    @abstractmethod
    def revision(self) -> int:
        """Return the number of the newest revision; it costs microseconds."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    @abstractmethod
    def _translated(self) -> AbstractContextManager[None]:
        """Turn what the database says into a StoreError."""

    @abstractmethod
    def _writable(self) -> AbstractContextManager[Connection]:
        """Lend a connection in a transaction that holds the right to write from its start."""

    @abstractmethod
    def _readable(self) -> AbstractContextManager[Connection]:
        """Lend a connection in a transaction that sees one state of everything."""

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the database says into a StoreError, and count it."""
        try:
            with self._translated():
                yield
        except StoreError:
            self.failures += 1
            raise

    def _current(self) -> Connection | None:
        """Return the connection of this thread's transaction.

        Raises
        ------
        StoreError
            In a process that was forked from the one that opened the store: both would use the
            same connections and locks.
        """
        if os.getpid() != self._process:
            raise StoreError(self.place, "was opened before a fork; open it in this process")
        current: Connection | None = getattr(self._own, "connection", None)
        return current

    @contextmanager
    def _within(self) -> Iterator[None]:
        """Let no transaction go on after the database failed in it, which may have ended it."""
        self._require_whole()
        try:
            with self._translated():
                yield
        except StoreError as error:
            self._own.failed = error
            raise

    def _require_whole(self) -> None:
        failed: StoreError | None = self._own.failed
        if failed is not None:
            raise StoreError(failed.place, failed.reason) from failed


def newest_revision(connection: Connection) -> int:
    """Return the number of the newest revision as this connection sees it."""
    number: int | None = connection.execute(select(func.max(REVISIONS.c.number))).scalar()
    return number or 0
