"""The first filling of a store: every station of a file, as one batch."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from stationmap.files.read import read_stations
from stationmap.upkeep.account import SYSTEM
from stationmap.upkeep.change import Action, Change

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stationmap.store.protocol import StationStore


def fill_new_store(
    store: StationStore,
    path: Path,
    datum: str,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> int:
    """Save the stations of a file if nothing was ever saved; return how many.

    Of several processes that start at once, one fills.

    Raises
    ------
    StationFileError
        If the file cannot be used; the store stays as it is.
    """
    if store.revision():
        return 0
    stations = read_stations(path, datum)
    change = Change(
        action=Action.FILLED, who=SYSTEM, at=clock(), why=path.name, batch=_batch_of(path)
    )
    with store.transaction():
        if store.revision():
            return 0
        return store.save_all([(station, 0) for station in stations], change)


def was_filled_from(store: StationStore, path: Path) -> bool:
    """Say whether what the store was first filled with is what this file holds now."""
    try:
        batch = _batch_of(path)
    except OSError:
        return False
    return any(revision.change.batch == batch for revision in store.history(number=1))


def _batch_of(path: Path) -> str:
    """Name the filling by what the file holds, wherever it lies."""
    return f"{Action.FILLED}-{sha256(path.read_bytes()).hexdigest()[:16]}"
