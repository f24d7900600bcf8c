"""The first filling of a store: every station of a file, as one batch."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from stationmap.files.read import read_stations
from stationmap.upkeep.change import Action, Change

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stationmap.store.protocol import StationStore

SYSTEM = "system"
"""Who changes what no person changed."""


def fill_new_store(
    store: StationStore,
    path: Path,
    datum: str,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> int:
    """Save the stations of a file if nothing was ever saved; return how many.

    Of several processes that start at once, one fills. The reason of the change is the file's
    name.

    Raises
    ------
    StationFileError
        If the file cannot be used; the store stays as it is.
    """
    if store.revision():
        return 0
    stations = read_stations(path, datum)
    change = Change(
        action=Action.FILLED, who=SYSTEM, at=clock(), why=str(path), batch=f"{Action.FILLED}"
    )
    with store.transaction():
        if store.revision():
            return 0
        return store.save_all([(station, 0) for station in stations], change)
