"""Opens an SQLite file as the store needs it."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine, event
from sqlalchemy.exc import DatabaseError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from stationmap.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from sqlalchemy import Connection, Engine

WAL_IS_SOUND_FROM = (3, 51, 3)
"""SQLite 3.7.0 to 3.51.2 could lose committed pages when a WAL file was reset."""

BUSY_TIMEOUT_MS = 30_000
"""How long a writer waits for another; a write takes milliseconds."""

LOOK_AGAIN_AFTER_S = 0.01

POOL_SIZE = 8
MAX_OVERFLOW = 56
"""Connections beyond the pool are opened when many ask at once, and closed when they are done."""

BEGIN = "begin"
IMMEDIATE = {BEGIN: "BEGIN IMMEDIATE"}
"""The execution option of a transaction that will write: it waits at its start, not in the middle,
where it could only fail."""

FULL = "disk is full"
IO_ERROR = "disk I/O error"
_REMEDIES = {
    FULL: "the disk is full; free some space and try again",
    IO_ERROR: "the disk failed to read or write; check it, and restore a backup",
    "readonly database": "it cannot be written; check the permissions of file and folder",
    "unable to open": "it cannot be opened; check that its folder exists and can be written",
    "not a database": "it is no SQLite database; name another file or restore a backup",
    "malformed": "it is damaged; restore a backup",
    "locked": "another program holds it; end that program or wait",
}


def sqlite_module() -> ModuleType:
    """Return the newer of the SQLite libraries that are installed.

    Only one of them may ever touch the file: each drops the other's locks on it.
    """
    try:
        import pysqlite3.dbapi2 as newer  # noqa: PLC0415 - it has no wheel for every machine
    except ImportError:
        return sqlite3
    module: ModuleType = newer
    return module


def open_engine(path: Path) -> Engine:
    """Return an engine whose connections begin transactions only as they are told.

    With a library that has the WAL-reset bug, the journal is a rollback journal: slower, and sound.
    """
    module = sqlite_module()
    journal = "WAL" if module.sqlite_version_info >= WAL_IS_SOUND_FROM else "DELETE"
    engine = create_engine(
        # In the text of a URL, what stands in a path as ?, # or % would be read as something else.
        URL.create("sqlite", database=str(path.absolute())),
        module=module,
        poolclass=QueuePool,
        pool_size=POOL_SIZE,
        max_overflow=MAX_OVERFLOW,
        hide_parameters=True,  # an error may be logged, and hashes of passwords are among them
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        _set_journal(connection, journal)
        for pragma in ("synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))

    return engine


def _set_journal(connection: Any, journal: str) -> None:
    """Say how the file is journaled, as soon as nobody else is at it.

    A new file changes its journal under a lock for which SQLite does not wait, whatever its
    timeout: of several that open it at once, one succeeds and the others are told it is locked.
    """
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute(f"PRAGMA journal_mode = {journal}")
        except sqlite_module().OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(LOOK_AGAIN_AFTER_S)
        else:
            return


@contextmanager
def told_of(path: Path | str) -> Iterator[None]:
    """Turn what the database says into a StoreError that names the file and the remedy.

    Raises
    ------
    StoreError
        If the database fails; whatever was being written is not.
    """
    try:
        yield
    except (DatabaseError, DBAPIError) as error:
        raise StoreError(str(path), _remedy(str(error.orig), path)) from error
    except PoolTimeoutError as error:
        raise StoreError(str(path), "too many ask at once; try again") from error
    except sqlite_module().Error as error:
        raise StoreError(str(path), _remedy(str(error), path)) from error


def _remedy(said: str, path: Path | str) -> str:
    if IO_ERROR in said and not _has_room(path):
        said = FULL  # as SQLite calls it when it finds no room for the file beside its own
    return next((remedy for sign, remedy in _REMEDIES.items() if sign in said), said)


def _has_room(path: Path | str) -> bool:
    try:
        return disk_usage(Path(path).parent).free > 0
    except OSError:
        return True
