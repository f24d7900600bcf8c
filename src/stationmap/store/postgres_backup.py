"""Writes a whole copy of a PostgreSQL store to one SQLite file, while others read and write.

It is a backup like one of an SQLite store: either can be restored from it, and it can be opened as
a store itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.errors import StoreError
from stationmap.store.backing_up import end_log, put_in_place, require_sound, temporary_file
from stationmap.store.copying import copy_table
from stationmap.store.migrating import migrate
from stationmap.store.sqlite_engine import IMMEDIATE, open_engine, told_of
from stationmap.store.tables import API_TOKENS, LINKS, METADATA, SESSIONS

if TYPE_CHECKING:
    from pathlib import Path

    from stationmap.store.postgres_connections import PostgresConnections

NEVER_RESTORED = frozenset({SESSIONS.name, API_TOKENS.name, LINKS.name})
"""What opens doors, and no restore would bring back."""


def write_backup(connections: PostgresConnections, path: Path) -> None:
    """Put a copy of one committed state at a path; what was there stays if that fails.

    Raises
    ------
    StoreError
        If the store cannot be read, or the copy not written.
    """
    target = path.resolve()
    if target.is_dir():
        raise StoreError(str(path), "cannot be written: it is a folder")
    with temporary_file(target) as part:
        _fill(connections, part, str(path))
        end_log(part, str(path))
        require_sound(part, str(path))
        put_in_place(part, target, path)


def _fill(connections: PostgresConnections, part: Path, place: str) -> None:
    engine = open_engine(part)
    try:
        with connections.snapshot() as source, told_of(place), engine.connect() as opened:
            target = opened.execution_options(**IMMEDIATE)
            with target.begin():
                migrate(target, place)
                for table in METADATA.sorted_tables:
                    if table.name not in NEVER_RESTORED:
                        copy_table(source, target, table, table)
    finally:
        engine.dispose()
