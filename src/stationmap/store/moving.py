"""Moves everything from one store to another, and proves that both hold the same."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import orjson
from sqlalchemy import select

from stationmap.errors import StoreError
from stationmap.store.copying import copy_table, rows_of
from stationmap.store.dialects import settle, take_time
from stationmap.store.tables import METADATA

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from stationmap.store.sql_store import SqlStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a table of a store holds.

    Attributes
    ----------
    digest
        The SHA-256 of its rows in the order of their keys; what a database counts for itself is
        not part of it.
    """

    table: str
    rows: int
    digest: str


def move(source: SqlStore, target: SqlStore) -> list[Held]:
    """Copy every table, and return what both stores then hold.

    After the rows were written, both stores are read, and what they hold is compared. Only then is
    it kept.

    Raises
    ------
    StoreError
        If the target holds anything already, or the two differ, since somebody has written to the
        source meanwhile. The target is as empty then as it was.
    """
    tables = METADATA.sorted_tables
    with target.connections.writing() as writing:
        _require_empty(writing, target.connections.place)
        take_time(writing)
        with source.connections.reading() as reading:
            take_time(reading)
            for table in tables:
                copy_table(reading, writing, table, table)
        settle(writing)
        with source.connections.reading() as reading:
            held = [held_in(reading, table) for table in tables]
        if held != [held_in(writing, table) for table in tables]:
            raise StoreError(
                source.connections.place,
                "was written to meanwhile; stop what uses it, and migrate again",
            )
    return held


def held_in(connection: Connection, table: Table) -> Held:
    """Read a table from its first row to its last."""
    rows, digest = 0, sha256()
    for piece in rows_of(connection, table):
        for row in piece:
            rows += 1
            digest.update(orjson.dumps(list(row.values()), default=bytes.hex))
    return Held(table=table.name, rows=rows, digest=digest.hexdigest())


def _require_empty(connection: Connection, place: str) -> None:
    for table in METADATA.sorted_tables:
        if connection.execute(select(table).limit(1)).first() is not None:
            raise StoreError(place, f"holds {table.name} already; name an empty store")
