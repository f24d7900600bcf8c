"""Processes that write and read one store at once, for a time, and what they managed."""

from __future__ import annotations

import multiprocessing
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import rig.forked_app  # noqa: F401  # it says what that process imports
from rig.stores import change, shop
from stationmap.errors import StationMapError, VersionConflictError
from stationmap.store.protocol import StationQuery
from stationmap.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path

    from stationmap import Station

WEST, SOUTH, SPAN_DEG = 115.5, 39.5, 1.5
"""Where the stations are, about the size of Beijing."""

VIEW_DEG = 0.02
"""The side of the box that a reader asks for."""

PROCESSES = multiprocessing.get_context("forkserver")
"""Forks of the process that serves the app for tests too, which has imported all but this."""


@dataclass(frozen=True, slots=True)
class Load:
    """What each process works on, and for how long."""

    path: Path
    count: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Managed:
    """What all processes managed together.

    Attributes
    ----------
    writes
        Saves that the store has taken.
    conflicts
        Saves that it refused, since another process was faster; they were tried again.
    reads
        Stations by id and boxes, in turns; each after asking for the revision.
    refused
        What else it said, a wait that was too long among it.
    versions
        How many changes the stations have afterwards; each write is one.
    """

    writes: int
    conflicts: int
    reads: int
    refused: tuple[str, ...]
    versions: int
    longest_write_s: float
    seconds: float


def station_of(number: int, times: int) -> Station:
    """Return a station that was changed so many times; each has a place of its own."""
    chance = random.Random(number)  # noqa: S311 - it scatters stations
    lon, lat = WEST + SPAN_DEG * chance.random(), SOUTH + SPAN_DEG * chance.random()
    return shop(f"S{number:06}", lon, lat, capacity=times, address="示例路 1 号", phone="12351")


def fill(path: Path, count: int) -> float:
    """Make a store of so many stations, and return how long it took."""
    stations = [(station_of(number, 0), 0) for number in range(count)]
    store = SqliteStore(path)
    begun = time.perf_counter()
    store.save_all(stations, change())
    taken_s = time.perf_counter() - begun
    store.close()
    return taken_s


def run(path: Path, count: int, *, writers: int, readers: int, seconds: float) -> Managed:
    """Let processes write to and read from a filled store at once."""
    told, start = PROCESSES.SimpleQueue(), PROCESSES.Barrier(writers + readers)
    load = Load(path, count, seconds)
    workers = [
        PROCESSES.Process(target=work, args=(load, number, start, told))
        for work, many in ((write, writers), (read, readers))
        for number in range(many)
    ]
    for worker in workers:
        worker.start()
    found = [told.get() for _ in workers]
    for worker in workers:
        worker.join()
    store = SqliteStore(path)
    versions = sum(one.version - 1 for one in store.find(StationQuery()))
    store.close()
    return Managed(
        writes=sum(one["writes"] for one in found),
        conflicts=sum(one["conflicts"] for one in found),
        reads=sum(one["reads"] for one in found),
        refused=tuple(text for one in found for text in one["refused"]),
        versions=versions,
        longest_write_s=max(one["longest_s"] for one in found),
        seconds=seconds,
    )


def write(load: Load, number: int, start: Any, told: Any) -> None:
    """Change one station after another, half of them among ten that all want."""
    store, chance = SqliteStore(load.path), random.Random(number)  # noqa: S311 - it chooses stations
    counts = _nothing_yet()
    start.wait()
    end = time.monotonic() + load.seconds
    while (begun := time.monotonic()) < end:
        wanted = chance.randrange(10 if chance.random() < 0.5 else load.count)
        try:
            kept = store.get(f"S{wanted:06}")
            station = station_of(wanted, kept.version)
            store.save(station, change(), version=kept.version)
        except VersionConflictError:
            counts["conflicts"] += 1
        except StationMapError as error:
            counts["refused"].append(str(error))
        else:
            counts["writes"] += 1
        counts["longest_s"] = max(counts["longest_s"], time.monotonic() - begun)
    store.close()
    told.put(counts)


def read(load: Load, number: int, start: Any, told: Any) -> None:
    """Ask for stations and boxes in turns."""
    store, chance = SqliteStore(load.path), random.Random(-number)  # noqa: S311 - it chooses stations
    counts = _nothing_yet()
    start.wait()
    end = time.monotonic() + load.seconds
    while time.monotonic() < end:
        try:
            store.revision()
            if chance.random() < 0.5:
                store.get(f"S{chance.randrange(load.count):06}")
            else:
                west = WEST + SPAN_DEG * chance.random()
                south = SOUTH + SPAN_DEG * chance.random()
                bounds = (west, south, west + VIEW_DEG, south + VIEW_DEG)
                store.find(StationQuery(bounds=bounds))
        except StationMapError as error:
            counts["refused"].append(str(error))
        else:
            counts["reads"] += 1
    store.close()
    told.put(counts)


def _nothing_yet() -> dict[str, Any]:
    return {"writes": 0, "conflicts": 0, "reads": 0, "refused": [], "longest_s": 0.0}
