"""What SQLite and PostgreSQL do alike as a store."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from stationmap.errors import StationNotFoundError, VersionConflictError
from stationmap.store import station_queries as queries
from stationmap.store.connections import newest_revision
from stationmap.store.protocol import StationQuery
from stationmap.store.sql_accounts import SqlAccounts
from stationmap.store.sql_plans import SqlPlans
from stationmap.store.sql_reports import SqlReports
from stationmap.upkeep.change import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stationmap.stations.station import Station
    from stationmap.store.connections import Connections
    from stationmap.upkeep.change import Batch, Change, Revision


class SqlStore:
    """The part of `protocol.Store` that asks tables.

    Attributes
    ----------
    connections
        Through which they are asked.
    """

    def __init__(self, connections: Connections) -> None:
        self.connections = connections
        self.accounts = SqlAccounts(connections)
        self.reports = SqlReports(connections)
        self.plans = SqlPlans(connections)

    @property
    def failures(self) -> int:
        """How many times the database could not be used."""
        return self.connections.failures

    def __repr__(self) -> str:
        """Name the database, without a password."""
        return f"{type(self).__name__}({self.connections.place!r})"

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what happens within it happen wholly or not."""
        with self.connections.writing():
            yield

    def get(self, station_id: str) -> Kept:
        """Return one station."""
        with self.connections.reading() as connection:
            kept = queries.one(connection, station_id)
        if kept is None:
            raise StationNotFoundError(station_id)
        return kept

    def find(self, query: StationQuery) -> list[Kept]:
        """Return the stations that fit, by id."""
        with self.connections.reading() as connection:
            return queries.fitting(connection, query)

    def changed_after(self, revision: int, *, limit: int) -> list[Kept]:
        """Return the stations that changed since, in the order in which they did."""
        with self.connections.reading() as connection:
            return queries.changed_after(connection, revision, limit)

    def save(self, station: Station, change: Change, *, version: int) -> Kept:
        """Keep a station."""
        with self.connections.writing() as connection:
            _expect(queries.versions(connection, [station.id]), station.id, version)
            number = newest_revision(connection) + 1
            kept = Kept(station=station, version=version + 1, revision=number)
            queries.write(connection, [kept], change)
        return kept

    def save_all(self, stations: Iterable[tuple[Station, int]], change: Change) -> int:
        """Keep many stations, all or none."""
        pairs = list(stations)
        with self.connections.writing() as connection:
            versions = queries.versions(connection, [station.id for station, _ in pairs])
            number = newest_revision(connection)
            kept = []
            for place, (station, version) in enumerate(pairs, start=1):
                _expect(versions, station.id, version)
                versions[station.id] = version + 1
                kept.append(Kept(station=station, version=version + 1, revision=number + place))
            queries.write(connection, kept, change)
        return len(kept)

    def remove(
        self, station_id: str, change: Change, *, version: int, successor: str | None = None
    ) -> Kept:
        """Take a station out of the list."""
        with self.connections.writing() as connection:
            if successor is not None:
                self.get(successor)
            current = self.get(station_id)
            _expect({station_id: current.version}, station_id, version)
            kept = Kept(
                station=current.station,
                version=version + 1,
                revision=newest_revision(connection) + 1,
                removed=True,
                successor=successor,
            )
            queries.write(connection, [kept], change)
        return kept

    def remove_all(self, stations: Iterable[tuple[str, int]], change: Change) -> int:
        """Take many stations out of the list, all or none."""
        pairs = list(stations)
        asked = StationQuery(ids=frozenset(one for one, _ in pairs), with_removed=True)
        with self.connections.writing() as connection:
            current = {one.station.id: one for one in queries.fitting(connection, asked)}
            number = newest_revision(connection)
            gone = []
            for place, (station_id, version) in enumerate(pairs, start=1):
                if station_id not in current:
                    raise StationNotFoundError(station_id)
                kept = current[station_id]
                _expect({station_id: kept.version}, station_id, version)
                current[station_id] = replace(
                    kept,
                    version=version + 1,
                    revision=number + place,
                    removed=True,
                    successor=None,
                )
                gone.append(current[station_id])
            queries.write(connection, gone, change)
        return len(gone)

    def history(
        self,
        *,
        station_id: str | None = None,
        batch: str | None = None,
        number: int | None = None,
        limit: int | None = None,
    ) -> list[Revision]:
        """Return revisions, the newest first."""
        with self.connections.reading() as connection:
            return queries.revisions(
                connection, station_id=station_id, batch=batch, number=number, limit=limit
            )

    def batches(self, limit: int = 50) -> list[Batch]:
        """Return the imports, the newest first."""
        with self.connections.reading() as connection:
            return queries.batches(connection, limit)

    def revision(self) -> int:
        """Return the number of the newest revision."""
        return self.connections.revision()

    def close(self) -> None:
        """Let go of the database."""
        self.connections.close()


def _expect(versions: dict[str, int], station_id: str, version: int) -> None:
    """Refuse to save over another version than the one that a change was made from."""
    has = versions.get(station_id)
    if (has or 0) != version:
        raise VersionConflictError(station_id, version, has)
