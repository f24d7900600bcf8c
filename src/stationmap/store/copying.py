"""Copies rows from the tables of one database to those of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from stationmap.store.dialects import insert_many
from stationmap.store.tables import PLAN_UPLOADS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from sqlalchemy import Column, Connection, Table

AT_ONCE = 1_000
"""How many rows are in memory at once; of uploads one, since each may have many megabytes."""

OWN_NUMBERS = frozenset({"stations.place", "login_failures.number"})
"""What each database counts for itself, and nobody else knows a row by."""


def columns_to_copy(table: Table) -> list[Column[Any]]:
    """Return the columns that say what is kept."""
    return [one for one in table.c if f"{table.name}.{one.name}" not in OWN_NUMBERS]


def rows_of(connection: Connection, table: Table) -> Iterator[Sequence[dict[str, Any]]]:
    """Yield the rows of a table in pieces, in an order that every database has alike."""
    columns = columns_to_copy(table)
    keys = [one for one in columns if one.primary_key] or columns
    asked = select(*columns).order_by(*keys)
    at_once = 1 if table.name == PLAN_UPLOADS.name else AT_ONCE
    found = connection.execution_options(stream_results=True).execute(asked)
    for rows in found.mappings().partitions(at_once):
        yield [dict(row) for row in rows]


def copy_table(source: Connection, target: Connection, table: Table, into: Table) -> int:
    """Insert all rows of one table into another that has its columns; return how many."""
    count = 0
    for rows in rows_of(source, table):
        insert_many(target, into, rows)
        count += len(rows)
    return count
