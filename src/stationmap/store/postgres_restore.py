"""Puts a backup in place of everything in a PostgreSQL store, while others read and write."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, MetaData, Table, text

from stationmap.store.copying import columns_to_copy, copy_table
from stationmap.store.dialects import take_time
from stationmap.store.postgres_backup import write_backup
from stationmap.store.replacing import copy_of_today, replace_everything
from stationmap.store.sqlite_engine import open_engine, told_of
from stationmap.store.tables import (
    ACCOUNTS,
    CONFIRMATIONS,
    PLAN_UPLOADS,
    REPORTS,
    REVISIONS,
    SCENARIOS,
    STATIONS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from stationmap.store.postgres_connections import PostgresConnections
    from stationmap.upkeep.change import Change

RESTORED = (STATIONS, REVISIONS, ACCOUNTS, REPORTS, CONFIRMATIONS, SCENARIOS, PLAN_UPLOADS)
PAST = "backup_"


def restore_backup(
    connections: PostgresConnections, path: Path, change: Change, *, keeping: Path | None
) -> None:
    """Replace everything by a backup's in one step, as `sqlite_restore` does.

    Raises
    ------
    StoreError
        If the backup cannot be used, or any step fails; nothing was changed then.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        copy_of_today(path, Path(folder) / path.name) as copy,
        connections.writing() as connection,
    ):
        take_time(connection)
        if keeping is not None:
            write_backup(connections, keeping)
        _lay_out(connection, copy, str(path))

        def ask(statement: str, facts: Mapping[str, Any]) -> Any:
            return connection.execute(text(statement), facts)

        replace_everything(ask, change, now="", past=PAST)
        for table in RESTORED:
            connection.execute(text(f"DROP TABLE {PAST}{table.name}"))


def _lay_out(connection: Connection, copy: Path, place: str) -> None:
    """Copy the backup's tables into temporary ones."""
    engine = open_engine(copy)
    try:
        with told_of(place), engine.connect() as source, source.begin():
            for table in RESTORED:
                past = _past(table)
                past.create(connection)
                copy_table(source, connection, table, past)
                connection.execute(text(f"ANALYZE {past.name}"))
    finally:
        engine.dispose()


def _past(table: Table) -> Table:
    """Return a temporary table for what is copied of this one."""
    columns = [
        Column(one.name, one.type, primary_key=one.primary_key) for one in columns_to_copy(table)
    ]
    return Table(f"{PAST}{table.name}", MetaData(), *columns, prefixes=["TEMPORARY"])
