"""A process that imports a list into a store and waits in the middle, for a test to kill it."""

from __future__ import annotations

import sys
from pathlib import Path

from rig.edit_desk import ADMIN, all_areas
from rig.import_desk import table
from stationmap.geo.datum import Datum
from stationmap.services.authority import Authority
from stationmap.services.import_stations import ImportStations
from stationmap.store.sqlite import SqliteStore

ROWS = 1_200
MIDDLE = 1_000


def the_import(store: SqliteStore) -> ImportStations:
    """Open the import over a store."""
    return ImportStations(store, Authority(store, all_areas()), all_areas())


def the_list() -> bytes:
    """Return a list of stations."""
    head = ["id", "name", "kind", "lon", "lat"]
    rest = ["warm_station", 116.34, 39.976]
    return table(head, *([f"n{number}", f"驿站 {number}", *rest] for number in range(ROWS)))


def main(path: Path) -> None:
    """Import, and say how far it is; go on after the middle when a line comes in."""
    store = SqliteStore(path)
    service = the_import(store)
    plan = service.plan(ADMIN, service.examine(the_list(), "list.csv"), datum=Datum.WGS84)

    def tell(done: int, _total: int) -> None:
        print(done, flush=True)  # noqa: T201  # the test reads it
        if done == MIDDLE:
            sys.stdin.readline()

    service.apply(ADMIN, plan, on_progress=tell)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
