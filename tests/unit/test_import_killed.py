"""An import that is killed in the middle leaves nothing: the real store, a real process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from rig.edit_desk import ADMIN
from rig.import_to_be_killed import MIDDLE, ROWS, the_import, the_list
from stationmap.geo.datum import Datum
from stationmap.store.protocol import StationQuery
from stationmap.store.sqlite import SqliteStore

TESTS = Path(__file__).resolve().parents[1]


def test_killed_in_the_middle_it_leaves_nothing_and_can_be_done_again(tmp_path: Path) -> None:
    path = tmp_path / "stations.sqlite"
    process = subprocess.Popen(
        [sys.executable, "-m", "rig.import_to_be_killed", str(path)],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(2)]
        process.kill()

    assert (told[-1], process.returncode) == (MIDDLE, -signal.SIGKILL)
    store = SqliteStore(path)
    try:
        assert (store.find(StationQuery()), store.revision(), store.batches()) == ([], 0, [])
        service = the_import(store)
        plan = service.plan(ADMIN, service.examine(the_list(), "list.csv"), datum=Datum.WGS84)
        assert service.apply(ADMIN, plan).added == ROWS
        assert len(store.find(StationQuery())) == ROWS
    finally:
        store.close()
