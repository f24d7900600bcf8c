"""What is asked of the tables of stations and revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, func, select, update

from stationmap.store.dialects import insert_many, is_within
from stationmap.store.documents import is_storable, require_storable
from stationmap.store.rows import kept_of, moment, revision_of, revision_row, station_row
from stationmap.store.tables import REVISIONS, STATIONS
from stationmap.upkeep.change import Action, Batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from stationmap.store.protocol import StationQuery
    from stationmap.upkeep.change import Change, Kept, Revision

AT_ONCE = 5_000
"""How many ids one query names; SQLite allows 32,766 parameters, PostgreSQL 65,535."""

LAST = 2**63 - 1
"""The greatest number that a column holds."""

_BEFORE = REVISIONS.alias("before")


def one(connection: Connection, station_id: str) -> Kept | None:
    """Return one station."""
    if not is_storable(station_id):
        return None
    row = connection.execute(select(STATIONS).where(STATIONS.c.id == station_id)).mappings().first()
    return None if row is None else kept_of(row)


def fitting(connection: Connection, query: StationQuery) -> list[Kept]:
    """Return the stations that fit, by id."""
    if query.ids is None:
        return _found(connection, _narrowed(connection, query))
    found = []
    for ids in _pieces(sorted(filter(is_storable, query.ids))):
        found += _found(connection, _narrowed(connection, query).where(STATIONS.c.id.in_(ids)))
    return found


def changed_after(connection: Connection, revision: int, limit: int) -> list[Kept]:
    """Return the stations that changed since, in the order in which they did."""
    asked = select(STATIONS).where(STATIONS.c.revision > revision)
    return _found(connection, asked.order_by(STATIONS.c.revision).limit(limit))


def versions(connection: Connection, station_ids: Sequence[str]) -> dict[str, int]:
    """Return the version of each of these stations that there is."""
    found: dict[str, int] = {}
    for ids in _pieces(station_ids):
        rows = connection.execute(
            select(STATIONS.c.id, STATIONS.c.version).where(STATIONS.c.id.in_(ids))
        )
        found |= {row.id: row.version for row in rows}
    return found


def write(connection: Connection, kept: Sequence[Kept], change: Change) -> None:
    """Write stations and their revisions; the first version of each is new."""
    require_storable(change.who, change.why, change.batch)
    new = [station_row(one) for one in kept if one.version == 1]
    changed = [station_row(one) | {"changed_id": one.station.id} for one in kept if one.version > 1]
    if new:
        insert_many(connection, STATIONS, new)
    if changed:
        columns: dict[str, Any] = {
            name: bindparam(name) for name in changed[0] if name not in {"id", "changed_id"}
        }
        is_changed = STATIONS.c.id == bindparam("changed_id")
        connection.execute(
            update(STATIONS).where(is_changed).values(columns),
            [{name: value for name, value in row.items() if name != "id"} for row in changed],
        )
    if kept:
        insert_many(connection, REVISIONS, [revision_row(one, change) for one in kept])


def revisions(
    connection: Connection,
    *,
    station_id: str | None,
    batch: str | None,
    number: int | None,
    limit: int | None,
) -> list[Revision]:
    """Return revisions, the newest first, each with what was before it."""
    if not is_storable(station_id, batch, number):
        return []
    is_before = (_BEFORE.c.station_id == REVISIONS.c.station_id) & (
        _BEFORE.c.version == REVISIONS.c.version - 1
    )
    asked = (
        select(REVISIONS, _BEFORE.c.document.label("before"))
        .select_from(REVISIONS.outerjoin(_BEFORE, is_before))
        .order_by(REVISIONS.c.number.desc())
        .limit(limit)
    )
    for column, value in (
        (REVISIONS.c.station_id, station_id),
        (REVISIONS.c.batch, batch),
        (REVISIONS.c.number, number),
    ):
        if value is not None:
            asked = asked.where(column == value)
    return [revision_of(row) for row in connection.execute(asked).mappings()]


def batches(connection: Connection, limit: int) -> list[Batch]:
    """Return the imports, the newest first."""
    rolled_back = select(REVISIONS.c.batch).where(REVISIONS.c.action == Action.ROLLED_BACK.value)
    first = (
        select(func.min(REVISIONS.c.number).label("number"), func.count().label("changes"))
        .where(REVISIONS.c.batch.is_not(None), REVISIONS.c.action == Action.IMPORTED.value)
        .group_by(REVISIONS.c.batch)
        .subquery()
    )
    asked = (
        select(
            REVISIONS.c.batch,
            REVISIONS.c.who,
            REVISIONS.c.at,
            REVISIONS.c.why,
            first.c.changes,
            REVISIONS.c.batch.in_(rolled_back.where(REVISIONS.c.batch.is_not(None))).label("gone"),
        )
        .join(first, first.c.number == REVISIONS.c.number)
        .order_by(REVISIONS.c.number.desc())
        .limit(limit)
    )
    return [
        Batch(
            id=row.batch,
            who=row.who,
            at=moment(row.at),
            why=row.why,
            changes=row.changes,
            rolled_back=bool(row.gone),
        )
        for row in connection.execute(asked)
    ]


def _narrowed(connection: Connection, query: StationQuery) -> Select[Any]:
    asked = select(STATIONS).order_by(STATIONS.c.id)
    if not query.with_removed:
        asked = asked.where(STATIONS.c.removed.is_(False))
    if query.kinds:
        asked = asked.where(STATIONS.c.kind.in_([kind.value for kind in query.kinds]))
    if query.statuses:
        asked = asked.where(STATIONS.c.status.in_([status.value for status in query.statuses]))
    if query.after_revision is not None:
        after = max(-1, min(query.after_revision, LAST))
        asked = asked.where(STATIONS.c.revision > after)
    if query.bounds is not None:
        asked = asked.where(is_within(query.bounds, connection.dialect.name))
    return asked


def _found(connection: Connection, asked: Select[Any]) -> list[Kept]:
    return [kept_of(row) for row in connection.execute(asked).mappings()]


def _pieces(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
