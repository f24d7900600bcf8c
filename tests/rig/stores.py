"""What the tests of stores save, and the stores that one suite holds to the same contract."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from rig.postgres_cluster import the_cluster
from rig.stations import station
from stationmap import Position
from stationmap.store.memory import MemoryStore
from stationmap.store.postgres import PostgresStore
from stationmap.store.sqlite import SqliteStore
from stationmap.store.tables import METADATA
from stationmap.upkeep.account import Account, Role
from stationmap.upkeep.change import Action, Change
from stationmap.upkeep.report import Report, ReportedFault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rig.postgres_cluster import Cluster
    from stationmap import Station
    from stationmap.store.protocol import Store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def memory_store(_folder: Path) -> Store:
    """Open a store that is forgotten."""
    return MemoryStore()


def sqlite_store(folder: Path) -> Store:
    """Open a store in a file of its own."""
    return SqliteStore(folder / "stations.sqlite")


def postgres_store(_folder: Path) -> Store:
    """Open a store in a database of its own."""
    return LentStore(the_cluster())


class LentStore(PostgresStore):
    """A store whose database the next one gets, emptied, when it is closed."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._database = cluster.free.pop() if cluster.free else cluster.new_database()
        self.url = cluster.url(self._database)
        super().__init__(self.url)

    def close(self) -> None:
        """Empty the database, and let go of it."""
        tables = [*(table.name for table in METADATA.sorted_tables), "limit_hits", "limit_turns"]
        with self.connections.writing() as connection:
            for table in tables:
                connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own names
        super().close()
        self._cluster.free.append(self._database)


def opened_again(store: Store) -> PostgresStore | SqliteStore:
    """Open what another store has open, as another process would."""
    if isinstance(store, LentStore):
        return PostgresStore(store.url)
    assert isinstance(store, SqliteStore)
    return SqliteStore(store.connections.path)


STORES: dict[str, Callable[[Path], Store]] = {
    "memory": memory_store,
    "sqlite": sqlite_store,
    "postgres": postgres_store,
}
"""By name, how each is opened in an empty folder."""


def change(action: Action = Action.EDITED, **facts: Any) -> Change:
    """Make the record of a change by somebody at noon."""
    return Change(**{"action": action, "who": "li", "at": NOON, **facts})


def shop(name: str, lon: float = 116.4, lat: float = 39.9, **facts: Any) -> Station:
    """Make a station whose id is its name."""
    return station(**{"id": name, "name": name, "position": Position(lon, lat), **facts})


def account(login: str, **facts: Any) -> Account:
    """Make an account of staff."""
    known: dict[str, Any] = {"name": login.title(), "role": Role.STAFF, "created_at": NOON}
    return Account(login=login, **{**known, **facts})


def report(station_id: str = "a", **facts: Any) -> Report:
    """Make a report that is due in two days."""
    known: dict[str, Any] = {
        "id": 0,
        "fault": ReportedFault.CLOSED,
        "filed_at": NOON,
        "last_at": NOON,
        "due_at": NOON + 48 * HOUR,
    }
    return Report(station_id=station_id, **{**known, **facts})


def open_and_save(path: Path, name: str) -> None:
    """Save one station; for another process to run."""
    store = SqliteStore(path)
    store.save(shop(name), change(), version=0)
    store.close()
