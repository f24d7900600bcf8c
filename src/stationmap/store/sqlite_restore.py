"""Puts a backup in place of everything in an SQLite file, while others read and write.

A restore is a change like others: its revisions count on, so that every process notices and
nobody who edits meanwhile overwrites it, and what was before stays in the history.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from stationmap.errors import StoreError
from stationmap.store.backing_up import write_backup
from stationmap.store.replacing import copy_of_today, replace_everything
from stationmap.store.sqlite_engine import told_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stationmap.store.sqlite_connections import SqliteConnections
    from stationmap.upkeep.change import Change


def restore_backup(
    connections: SqliteConnections, path: Path, change: Change, *, keeping: Path | None
) -> None:
    """Replace stations, accounts, reports, confirmations and plans by a backup's, in one step.

    Sessions, tokens and one-time links end; failed logins stay counted.

    Parameters
    ----------
    keeping
        Where a backup of what is replaced is written; nobody writes between the two.

    Raises
    ------
    StoreError
        If the backup cannot be used, or any step fails; nothing was changed then.
    """
    if path.resolve() == connections.path.resolve():
        raise StoreError(str(path), "is the store itself; name a backup")
    with (
        copy_of_today(path, connections.path.resolve()) as copy,
        _attached(connections, copy) as connection,
    ):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if keeping is not None:
                write_backup(connections, keeping)
            replace_everything(connection.execute, change, now="main.", past="backup.")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def _attached(connections: SqliteConnections, copy: Path) -> Iterator[Any]:
    """Lend a connection that sees the copy as `backup`; it ends with this."""
    with told_of(connections.path):
        pooled = connections.engine.raw_connection()
        with closing(pooled):
            connection: Any = pooled.driver_connection
            connection.execute("ATTACH ? AS backup", (str(copy),))
            try:
                yield connection
            finally:
                connection.execute("DETACH backup")
