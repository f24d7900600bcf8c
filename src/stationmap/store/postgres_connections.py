"""The connections to a PostgreSQL database: those of transactions, and one that listens."""

from __future__ import annotations

from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from stationmap.errors import StoreError
from stationmap.store.connections import Connections, newest_revision
from stationmap.store.dialects import POSTGRESQL
from stationmap.store.postgres_engine import open_engine, told_of
from stationmap.store.postgres_listener import Listener

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from stationmap.store.postgres_engine import Address

WRITERS = 0x5354_4154_494F_4E
"""The advisory lock of whoever writes: "STATION" in ASCII."""

UNSURE = "the connection broke while it was saved; look whether it is there before you try again"


class PostgresConnections(Connections):
    """Writers of this process take turns here, then processes do at an advisory lock.

    So revisions have no gaps, and are committed in their order: whoever has seen a number has
    seen all before it.
    """

    def __init__(self, address: Address) -> None:
        super().__init__(address.place, POSTGRESQL)
        self.engine = open_engine(address)
        self._reader = self.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._writers = RLock()
        self._listener = Listener(address)

    def revision(self) -> int:
        """Return the number of the newest revision, as a listener was told; else ask."""
        current = self._current()
        if current is not None:
            return newest_revision(current)
        while True:
            heard = self._listener.number()
            if heard is not None:
                return heard
            attempt = self._listener.attempt
            with self.reading() as connection:
                newest = newest_revision(connection)
            if self._listener.note(newest, attempt):
                return newest

    def listens(self) -> bool:
        """Say whether revisions are told at the moment, so that nobody need ask."""
        return self._listener.number() is not None

    def password(self) -> str:
        """Return the password that was used, also if it is not in the address; "" if none was."""
        with self.reading() as connection:
            driver: Any = connection.connection.driver_connection
            used: str = driver.info.password
        return used

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Lend a connection that sees what is committed, also within a transaction of this thread.

        Raises
        ------
        StoreError
            If the store cannot be read.
        """
        with self._told(), self._readable() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the database."""
        self._listener.close()
        self.engine.dispose()

    def _translated(self) -> AbstractContextManager[None]:
        return told_of(self.place)

    @contextmanager
    def _writable(self) -> Iterator[Connection]:
        with self._writers, self.engine.connect() as connection:
            transaction = connection.begin()
            try:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITERS})
                yield connection
                newest = newest_revision(connection)
            except BaseException:
                transaction.rollback()
                raise
            try:
                transaction.commit()
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise StoreError(self.place, UNSURE) from error
                raise
        self._listener.note(newest)

    @contextmanager
    def _readable(self) -> Iterator[Connection]:
        with self._reader.connect() as connection, connection.begin():
            yield connection
