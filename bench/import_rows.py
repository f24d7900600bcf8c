"""The import of a workbook of 10,000 rows into the store: read, planned and written."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.stopwatch import timed
from bench.table import BenchRow, print_rows
from make_faulty_rows import ROWS, workbook
from stationmap.files.districts import read_districts
from stationmap.files.read import read_stations
from stationmap.geo.datum import Datum
from stationmap.services.authority import Authority, now_utc
from stationmap.services.import_stations import ImportStations
from stationmap.store.sqlite import SqliteStore
from stationmap.upkeep.account import Operator
from stationmap.upkeep.area import Areas
from stationmap.upkeep.change import Action, Change

DATA = Path(__file__).resolve().parents[1] / "data"
TASK = f"Import of a workbook of {ROWS:,} rows, 300 of them faulty, beside the sample"
WANTED_S = 30


def rows() -> list[BenchRow]:
    """Measure each step once, on a store that holds the sample."""
    content, planted = workbook()
    with TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "stations.sqlite")
        try:
            return _measured(store, content, planted)
        finally:
            store.close()


def _measured(store: SqliteStore, content: bytes, planted: dict[int, str]) -> list[BenchRow]:
    areas = Areas(read_districts(DATA / "districts.geojson"), ())
    imports = ImportStations(store, Authority(store, areas), areas)
    sample = [(one, 0) for one in read_stations(DATA / "stations.geojson")]
    store.save_all(sample, Change(action=Action.FILLED, who="bench", at=now_utc()))
    operator = Operator()

    read_s, file = timed(lambda: imports.examine(content, "list.xlsx"), rounds=1)
    plan_s, plan = timed(lambda: imports.plan(operator, file, datum=Datum.WGS84), rounds=1)
    write_s, done = timed(lambda: imports.apply(operator, plan), rounds=1)
    # An operator may write everywhere: what lies in another district is no fault of hers.
    expected = {number for number, code in planted.items() if code != "outside_area"}
    wrong = len({row.number for row in plan.faulty} ^ expected)
    steps = {
        "reading it and guessing its columns": read_s,
        "the dry run": plan_s,
        f"writing {done.added:,} and taking {done.removed:,} samples out": write_s,
    }
    total_s = sum(steps.values())
    return [
        BenchRow(
            task=TASK,
            way="stationmap, all of it",
            measured=f"{total_s:.1f} s",
            times_ours=1.0,
            wrong=f"{wrong} of {ROWS:,} rows",
            wanted=f"less than {WANTED_S} s",
        ),
        *(
            BenchRow(task=TASK, way=way, measured=f"{spent_s:.1f} s", times_ours=spent_s / total_s)
            for way, spent_s in steps.items()
        ),
    ]


if __name__ == "__main__":
    print_rows(rows())
