"""The store in one SQLite file, for one machine and any number of its processes."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from stationmap.errors import StoreError
from stationmap.store.backing_up import write_backup
from stationmap.store.local_limits import LocalLimits
from stationmap.store.migrating import migrate
from stationmap.store.sql_store import SqlStore
from stationmap.store.sqlite_connections import SqliteConnections
from stationmap.store.sqlite_restore import restore_backup

if TYPE_CHECKING:
    from pathlib import Path

    from stationmap.upkeep.change import Change


class SqliteStore(SqlStore):
    """Satisfies `protocol.Store`. Threads may share it; each process opens its own.

    Parameters
    ----------
    path
        The file; it and its folder are made if they are not there.

    Raises
    ------
    StoreError
        If the file cannot be opened, or is no store; it names the remedy.
    """

    connections: SqliteConnections

    def __init__(self, path: Path) -> None:
        _make_private(path)
        super().__init__(SqliteConnections(path))
        self.limits = LocalLimits()
        try:
            with self.connections.writing() as connection:
                migrate(connection, str(path))
        except BaseException:
            self.close()
            raise

    def shared_key(self, purpose: str) -> None:
        """Return none: a file has no secret of its own."""
        del purpose

    def backup(self, path: Path) -> None:
        """Write a whole copy, without sessions."""
        write_backup(self.connections, path)

    def restore(self, path: Path, change: Change, *, keeping: Path | None = None) -> None:
        """Put a backup in place of everything."""
        restore_backup(self.connections, path, change, keeping=keeping)


def _make_private(path: Path) -> None:
    """Make an empty file that only its owner may read, as its log then is too."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(str(path), f"it cannot be made: {error.strerror}") from error
