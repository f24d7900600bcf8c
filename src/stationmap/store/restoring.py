"""Puts a backup in place of everything, while others read and write.

A restore is a change like others: its revisions count on, so that every process notices and
nobody who edits meanwhile overwrites it, and what was before stays in the history.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from stationmap.errors import StoreError
from stationmap.store.backing_up import (
    copy_whole,
    require_sound,
    temporary_file,
    write_backup,
)
from stationmap.store.migrating import migrate, step_of
from stationmap.store.rows import micros
from stationmap.store.sqlite_engine import IMMEDIATE, open_engine, told_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stationmap.store.sqlite_connections import SqliteConnections
    from stationmap.upkeep.change import Change

NEWEST = "SELECT coalesce(max(number), 0) FROM main.revisions"
SHARED = """
    SELECT
        coalesce(min(past.number), (SELECT coalesce(max(number), 0) + 1 FROM backup.revisions)) - 1
    FROM backup.revisions AS past LEFT JOIN main.revisions AS now USING (number)
    WHERE (past.station_id, past.version, past.action, past.who, past.at, past.why, past.document)
    IS NOT (now.station_id, now.version, now.action, now.who, now.at, now.why, now.document)
"""


def restore_backup(
    connections: SqliteConnections, path: Path, change: Change, *, keeping: Path | None
) -> None:
    """Replace stations, accounts, reports, confirmations and plans by a backup's, in one step.

    Sessions and one-time links end; failed logins stay counted.

    Parameters
    ----------
    keeping
        Where a backup of what is replaced is written; nobody writes between the two.

    Raises
    ------
    StoreError
        If the backup cannot be used, or any step fails; nothing was changed then.
    """
    if not path.is_file():
        raise StoreError(str(path), "is no file")
    if path.resolve() == connections.path.resolve():
        raise StoreError(str(path), "is the store itself; name a backup")
    with temporary_file(connections.path.resolve()) as part:
        copy_whole(path, part)
        require_sound(part, str(path))
        _bring_up(part, str(path))
        with _attached(connections, part) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                if keeping is not None:
                    write_backup(connections, keeping)
                _replace(connection, change)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise


def _bring_up(copy: Path, place: str) -> None:
    """Bring a copy of a backup to the tables of today."""
    engine = open_engine(copy)
    try:
        with told_of(place), engine.connect() as opened:
            connection = opened.execution_options(**IMMEDIATE)
            with connection.begin():
                if step_of(connection) is None:
                    raise StoreError(place, "is no backup of a store")
                migrate(connection, place)
    finally:
        engine.dispose()


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


def _replace(connection: Any, change: Change) -> None:
    facts = {
        "newest": connection.execute(NEWEST).fetchone()[0],
        "shared": connection.execute(SHARED).fetchone()[0],
        "who": change.who,
        "at": micros(change.at),
        "why": change.why,
    }
    script = files("stationmap.store").joinpath("restoring.sql").read_text(encoding="utf-8")
    for statement in script.split(";\n"):
        if statement.strip():
            connection.execute(statement, facts)
