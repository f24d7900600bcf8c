"""The store in one SQLite file, for one machine and any number of its processes."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from stationmap.errors import StationNotFoundError, StoreError, VersionConflictError
from stationmap.store import station_queries as queries
from stationmap.store.backing_up import write_backup
from stationmap.store.connections import Connections, newest_revision
from stationmap.store.local_limits import LocalLimits
from stationmap.store.migrating import migrate
from stationmap.store.restoring import restore_backup
from stationmap.store.sqlite_accounts import SqliteAccounts
from stationmap.store.sqlite_plans import SqlitePlans
from stationmap.store.sqlite_reports import SqliteReports
from stationmap.upkeep.change import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from stationmap.stations.station import Station
    from stationmap.store.protocol import StationQuery
    from stationmap.upkeep.change import Batch, Change, Revision


class SqliteStore:
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

    def __init__(self, path: Path) -> None:
        _make_private(path)
        self._connections = Connections(path)
        self.accounts = SqliteAccounts(self._connections)
        self.reports = SqliteReports(self._connections)
        self.plans = SqlitePlans(self._connections)
        self.limits = LocalLimits()
        try:
            with self._connections.writing() as connection:
                migrate(connection, str(path))
        except BaseException:
            self.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what happens within it happen wholly or not."""
        with self._connections.writing():
            yield

    def get(self, station_id: str) -> Kept:
        """Return one station."""
        with self._connections.reading() as connection:
            kept = queries.one(connection, station_id)
        if kept is None:
            raise StationNotFoundError(station_id)
        return kept

    def find(self, query: StationQuery) -> list[Kept]:
        """Return the stations that fit, by id."""
        with self._connections.reading() as connection:
            return queries.fitting(connection, query)

    def save(self, station: Station, change: Change, *, version: int) -> Kept:
        """Keep a station."""
        with self._connections.writing() as connection:
            _expect(queries.versions(connection, [station.id]), station.id, version)
            number = newest_revision(connection) + 1
            kept = Kept(station=station, version=version + 1, revision=number)
            queries.write(connection, [kept], change)
        return kept

    def save_all(self, stations: Iterable[tuple[Station, int]], change: Change) -> int:
        """Keep many stations, all or none."""
        pairs = list(stations)
        with self._connections.writing() as connection:
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
        with self._connections.writing() as connection:
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

    def history(
        self,
        *,
        station_id: str | None = None,
        batch: str | None = None,
        number: int | None = None,
        limit: int | None = None,
    ) -> list[Revision]:
        """Return revisions, the newest first."""
        with self._connections.reading() as connection:
            return queries.revisions(
                connection, station_id=station_id, batch=batch, number=number, limit=limit
            )

    def batches(self, limit: int = 50) -> list[Batch]:
        """Return the imports, the newest first."""
        with self._connections.reading() as connection:
            return queries.batches(connection, limit)

    def revision(self) -> int:
        """Return the number of the newest revision."""
        return self._connections.revision()

    def shared_key(self, purpose: str) -> None:
        """Return none: a file has no secret of its own."""
        del purpose

    def backup(self, path: Path) -> None:
        """Write a whole copy, without sessions."""
        write_backup(self._connections, path)

    def restore(self, path: Path, change: Change, *, keeping: Path | None = None) -> None:
        """Put a backup in place of everything."""
        restore_backup(self._connections, path, change, keeping=keeping)

    def close(self) -> None:
        """Let go of the file."""
        self._connections.close()


def _make_private(path: Path) -> None:
    """Make an empty file that only its owner may read, as its log then is too."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(str(path), f"it cannot be made: {error.strerror}") from error


def _expect(versions: dict[str, int], station_id: str, version: int) -> None:
    """Refuse to save over another version than the one that a change was made from."""
    has = versions.get(station_id)
    if (has or 0) != version:
        raise VersionConflictError(station_id, version, has)
