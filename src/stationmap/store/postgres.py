"""The store in a PostgreSQL database with PostGIS, for any number of machines."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from stationmap.store.migrating import is_of_today, migrate
from stationmap.store.postgis import require_postgis
from stationmap.store.postgres_backup import write_backup
from stationmap.store.postgres_connections import PostgresConnections
from stationmap.store.postgres_engine import Address
from stationmap.store.postgres_limits import PostgresLimits
from stationmap.store.postgres_restore import restore_backup
from stationmap.store.sql_store import SqlStore

if TYPE_CHECKING:
    from pathlib import Path

    from stationmap.upkeep.change import Change


class PostgresStore(SqlStore):
    """Satisfies `protocol.Store`. Threads may share it; each process opens its own.

    Parameters
    ----------
    url
        `postgresql://USER:PASSWORD@HOST/DATABASE`, as libpq reads it.

    Raises
    ------
    StoreError
        If the database cannot be used, or is no store; it names the remedy, and no password.
    """

    connections: PostgresConnections

    def __init__(self, url: str) -> None:
        super().__init__(PostgresConnections(Address(url)))
        self.limits = PostgresLimits(self.connections)
        try:
            self._bring_up()
        except BaseException:
            self.close()
            raise

    def shared_key(self, purpose: str) -> bytes | None:
        """Return a key made of the database's password; none without one."""
        secret = self.connections.password()
        return hmac.digest(secret.encode(), purpose.encode(), "sha256") if secret else None

    def backup(self, path: Path) -> None:
        """Write a whole copy as an SQLite file."""
        write_backup(self.connections, path)

    def restore(self, path: Path, change: Change, *, keeping: Path | None = None) -> None:
        """Put a backup in place of everything."""
        restore_backup(self.connections, path, change, keeping=keeping)

    def _bring_up(self) -> None:
        """Make the tables or take the steps that are missing; writers are asked only then."""
        place = self.connections.place
        with self.connections.reading() as connection:
            if is_of_today(connection, place):
                return
        with self.connections.writing() as connection:
            require_postgis(connection, place)
            migrate(connection, place)
