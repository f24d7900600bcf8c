"""Our server over many stations."""

from __future__ import annotations

from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rig.served_app import ServedApp, serve
from stationmap.store.sqlite import SqliteStore
from stationmap.upkeep.change import Action, Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stationmap import Station


@contextmanager
def served_stations(stations: Sequence[Station], folder: Path) -> Iterator[ServedApp]:
    """Fill a new store in a folder, and serve it."""
    path = folder / "stations.sqlite"
    with closing(SqliteStore(path)) as store:
        change = Change(action=Action.FILLED, who="bench", at=datetime.now(UTC))
        store.save_all([(station, 0) for station in stations], change)
    with serve(store=path, api_limit="0") as app:
        yield app
