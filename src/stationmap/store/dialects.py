"""What SQLite and PostgreSQL are asked in different words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import ARRAY, Text, and_, any_, bindparam, column, false, func, insert, select, text

from stationmap.store.documents import is_storable
from stationmap.store.tables import REVISIONS, STATION_BOXES, STATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Table

POSTGRESQL = "postgresql"

STREAMED_FROM = 20
"""How many rows are worth a stream of their own."""

Bounds = tuple[float, float, float, float]


def is_among(words: ColumnElement[str], ids: Sequence[str], dialect: str) -> ColumnElement[bool]:
    """Compare with any number of ids in one parameter; what cannot be stored is not there."""
    listed = [one for one in ids if is_storable(one)]
    if dialect == POSTGRESQL:
        return words == any_(bindparam(None, listed, type_=ARRAY(Text)))
    json = orjson.dumps(listed).decode()
    return words.in_(select(func.json_each(json).table_valued("value").c.value))


def is_within(bounds: Bounds, dialect: str) -> ColumnElement[bool]:
    """Let the index of space name candidates, and the exact columns decide."""
    west, south, east, north = bounds
    if any(math.isnan(edge) for edge in bounds):
        return false()  # PostgreSQL holds NaN to be greater than any number
    exact = and_(STATIONS.c.lon.between(west, east), STATIONS.c.lat.between(south, north))
    if dialect == POSTGRESQL:
        # Asks the GiST index of `located`.
        box = func.ST_GeogFromText(box_around(bounds))
        return and_(exact, column("located", _selectable=STATIONS).op("&&")(box))
    boxes = STATION_BOXES.c
    candidates = select(boxes.place).where(
        boxes.east >= west, boxes.west <= east, boxes.north >= south, boxes.south <= north
    )
    return and_(exact, STATIONS.c.place.in_(candidates))


def insert_many(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns; PostgreSQL takes many in one stream."""
    if connection.dialect.name != POSTGRESQL or len(rows) < STREAMED_FROM:
        connection.execute(insert(table), rows)
        return
    columns = ", ".join(f'"{name}"' for name in rows[0])
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as stream:
        for row in rows:
            stream.write_row(row.values())


def take_time(connection: Connection) -> None:
    """Let this transaction do nothing for as long as other work for it takes."""
    if connection.dialect.name == POSTGRESQL:
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))


def settle(connection: Connection) -> None:
    """Let the planner know what many rows are like that were just written."""
    if connection.dialect.name == POSTGRESQL:
        for table in (STATIONS, REVISIONS):
            connection.execute(text(f"ANALYZE {table.name}"))


def box_around(bounds: Bounds) -> str:
    """Return points whose box holds all places within the bounds, as PostGIS writes them.

    The index knows boxes in earth-centred x, y, z, rounded outwards, and `&&` compares those. The
    edges of a polygon would be great circles, which leave out places on a parallel; the box around
    the points at which x, y or z can be greatest or least within the bounds leaves out none.
    """
    points = ",".join(f"{lon!r} {lat!r}" for lon, lat in _extremes(bounds))
    return f"SRID=4326;MULTIPOINT({points})" if points else "SRID=4326;MULTIPOINT EMPTY"


def _extremes(bounds: Bounds) -> Iterator[tuple[float, float]]:
    """Yield the corners, and where meridians that are multiples of 90° or the equator cross."""
    west, south = max(bounds[0], -180.0), max(bounds[1], -90.0)
    east, north = min(bounds[2], 180.0), min(bounds[3], 90.0)
    if west > east or south > north:
        return
    meridians = [west, east, *(lon for lon in (-90.0, 0.0, 90.0) if west < lon < east)]
    parallels = [south, north, *([0.0] if south < 0.0 < north else [])]
    for lon in meridians:
        for lat in parallels:
            yield float(lon), float(lat)
