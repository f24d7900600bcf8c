"""Pairs of stations that always change together, those who write them and those who watch."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any

from rig.stores import change, shop
from stationmap.errors import StationMapError, VersionConflictError
from stationmap.store.opening import open_store
from stationmap.store.protocol import StationQuery

if TYPE_CHECKING:
    from pathlib import Path

    from stationmap import Station
    from stationmap.store.postgres import PostgresStore
    from stationmap.store.protocol import Store
    from stationmap.store.sqlite import SqliteStore

PAIRS = 20
SPREAD_DEG = 0.5
ALL = StationQuery()


def url_in(folder: Path) -> str:
    """Return the address of the store that is tortured: a file's, unless another is named."""
    named = folder / "url"
    return named.read_text() if named.exists() else f"sqlite:///{folder / 'store.sqlite'}"


def store_in(folder: Path) -> PostgresStore | SqliteStore:
    """Open the store that is tortured."""
    return open_store(url_in(folder))


def notes_in(folder: Path, writer: str) -> Path:
    """Return the file in which a writer notes what was taken."""
    return folder / f"{writer}.taken"


def half(pair: int, side: str, count: int, *, east_deg: float = 0.0) -> Station:
    """Return one of a pair, changed so many times; it moves with each change."""
    return shop(f"{pair:02}{side}", 116.0 + east_deg, capacity=count)


def fill(folder: Path) -> None:
    """Make the store, with every pair unchanged."""
    store = store_in(folder)
    halves = [half(pair, side, 0) for pair in range(PAIRS) for side in "LR"]
    store.save_all([(station, 0) for station in halves], change())
    store.close()


def write_until_killed(folder: Path, writer: str) -> None:
    """Change pair after pair, and note each change once the store has taken it."""
    store = store_in(folder)
    chance = random.Random(writer)  # noqa: S311 - it chooses pairs, not keys
    notes = os.open(notes_in(folder, writer), os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    number = 0
    while True:
        number += 1
        _change_pair(store, chance, why=f"{writer} {number}", batch=writer.partition("-")[0])
        os.write(notes, f"{number}\n".encode())


def _change_pair(store: Store, chance: random.Random, *, why: str, batch: str) -> None:
    """Change both of a pair at once, from what was read before, until nobody was faster."""
    while True:
        pair = chance.randrange(PAIRS)
        left = store.get(f"{pair:02}L")
        count, east_deg = left.version, chance.uniform(0, SPREAD_DEG)
        both = [(half(pair, side, count, east_deg=east_deg), left.version) for side in "LR"]
        try:
            if chance.random() < 0.5:
                store.save_all(both, change(why=why, batch=batch))
            else:
                with store.transaction():
                    for station, version in both:
                        store.save(station, change(why=why, batch=batch), version=version)
        except VersionConflictError:
            continue
        return


def read_until_told(folder: Path, stop: Any, told: Any) -> None:
    """Read all pairs until told to stop; tell how often, and what could not be."""
    store = store_in(folder)
    reads, revision = 0, 0
    faults: set[str] = set()
    while not stop.is_set():
        try:
            revision, before = store.revision(), revision
            found = {one.station.id: one for one in store.find(ALL)}
        except StationMapError as error:
            faults.add(f"a reader was refused: {error}")
            continue
        reads += 1
        if revision < before:
            faults.add(f"the revision went back from {before} to {revision}")
        for pair in range(PAIRS):
            left, right = found[f"{pair:02}L"], found[f"{pair:02}R"]
            if (left.version, left.station.capacity) != (right.version, right.station.capacity):
                faults.add(f"a pair was seen apart: {left} {right}")
            if left.station.capacity != left.version - 1:
                faults.add(f"a station was seen half written: {left}")
    store.close()
    told.put((reads, sorted(faults)))
