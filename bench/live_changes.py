"""How soon an edit in another process shows in the answers of this one."""

from __future__ import annotations

import multiprocessing
import random
import tempfile
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.table import BenchRow, print_rows
from stationmap import Position, read_stations
from stationmap.bootstrap import Office
from stationmap.settings import Settings
from stationmap.store.opening import open_store
from stationmap.upkeep.change import Action, Change

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from stationmap import Station

SIZES = (10_834, 200_000)
EDITS = 30
PAUSE_S = 0.05
SPREAD_DEG = 0.05
SEED = 2026


def edit_on_demand(url: str, orders: Connection) -> None:
    """Rename the station that is ordered, and tell when that was saved; None ends it."""
    with closing(open_store(url)) as store:
        while (order := orders.recv()) is not None:
            station_id, name = order
            kept = store.get(station_id)
            station = kept.station.model_copy(update={"name": name})
            store.save(station, _change(Action.EDITED), version=kept.version)
            orders.send(time.monotonic())


def waits_s(count: int) -> tuple[list[float], list[float]]:
    """Return for each edit how long the nearest, and then the search by name, did not show it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(store_url=f"sqlite:///{Path(folder) / 'store.sqlite'}")
        with closing(open_store(settings.store_url)) as store:
            store.save_all([(one, 0) for one in _stations(count)], _change(Action.FILLED))
            office = Office(settings=settings, store=store)
            with _editor(settings.store_url) as orders:
                return _measure(office, orders)


def _measure(office: Office, orders: Connection) -> tuple[list[float], list[float]]:
    nearest, by_name = [], []
    live, draws = office.live, random.Random(SEED)
    _ = live.current().search
    for turn in range(EDITS):
        chosen = draws.choice(live.current().stations)
        orders.send((chosen.id, name := f"改名{turn}"))
        saved_at = orders.recv()
        while live.current().index.nearest(chosen.position, 1)[0].station.name != name:
            time.sleep(0.001)
        nearest.append(time.monotonic() - saved_at)
        while not any(place.name == name for place in live.current().search.find(name)):
            time.sleep(0.001)
        by_name.append(time.monotonic() - saved_at)
        time.sleep(PAUSE_S)
    return nearest, by_name


@contextmanager
def _editor(url: str) -> Iterator[Connection]:
    """Start the process that edits."""
    context = multiprocessing.get_context("spawn")
    orders, theirs = context.Pipe()
    process = context.Process(target=edit_on_demand, args=(url, theirs))
    process.start()
    try:
        yield orders
    finally:
        orders.send(None)
        process.join()


def _stations(count: int) -> list[Station]:
    """Return the sample, and as many copies nearby as are wanted, each at a place of its own."""
    draws = random.Random(SEED)
    sample = read_stations(Settings().stations)

    def moved(place: Position) -> Position:
        lon, lat = (
            degrees + draws.uniform(-SPREAD_DEG, SPREAD_DEG) for degrees in (place.lon, place.lat)
        )
        return Position(round(lon, 6), round(lat, 6))

    return [
        one.model_copy(update={"id": f"{one.id}-{number}", "position": moved(one.position)})
        for number in range(count)
        for one in (sample[number % len(sample)],)
    ]


def _change(action: Action) -> Change:
    return Change(action=action, who="bench", at=datetime.now(UTC))


def rows() -> list[BenchRow]:
    """Measure both sizes."""
    found = []
    for count in SIZES:
        for way, waited in zip(("the nearest", "by name"), waits_s(count), strict=True):
            middle, most = median(waited) * 1000, max(waited) * 1000
            found.append(
                BenchRow(
                    task=f"An edit in another process is found, {count:,} stations",
                    way=way,
                    measured=f"after {middle:.0f} ms, at most {most:.0f} ms of {EDITS}",
                    wanted="within 1 s",
                )
            )
    return found


if __name__ == "__main__":
    print_rows(rows())
