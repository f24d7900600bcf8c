"""What the tests of stores save, and the stores that one suite holds to the same contract."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from rig.stations import station
from stationmap import Position
from stationmap.store.memory import MemoryStore
from stationmap.store.sqlite import SqliteStore
from stationmap.upkeep.account import Account, Role
from stationmap.upkeep.change import Action, Change
from stationmap.upkeep.report import Report, ReportedFault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


STORES: dict[str, Callable[[Path], Store]] = {"memory": memory_store, "sqlite": sqlite_store}
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
