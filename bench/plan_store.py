"""What planners keep: how long demand takes to keep and to read, and scenarios to save."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.stopwatch import timed
from bench.table import BenchRow, print_rows
from stationmap import Position, Station
from stationmap.bootstrap import Office
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.scenario import applied, with_added
from stationmap.services.plan.bodies import surface_body, surface_of
from stationmap.settings import Settings
from stationmap.store.opening import open_store
from stationmap.store.plan_protocol import Upload, UploadKind
from stationmap.upkeep.account import Operator
from stationmap.upkeep.new_ids import TO_BE_GIVEN

if TYPE_CHECKING:
    from collections.abc import Iterator

POINTS = 1_000_000
ADDED = (20, 2_000)
TODAY = 8_300
ROUNDS = 3
SEED = 2026


def rows() -> list[BenchRow]:
    """Measure both."""
    return [*_demand_rows(), *_scenario_rows()]


def _demand_rows() -> Iterator[BenchRow]:
    """Compare what is kept with the same compressed, and with text."""
    demand = _demand(POINTS)
    task = f"Demand of {POINTS:,} points to bytes and back"
    ours_s, size = timed(lambda: _there_and_back(demand), rounds=ROUNDS)
    yield BenchRow(task=task, way="as it is kept", measured=_told(ours_s, size))
    for way, call in (("compressed NPZ", _compressed), ("CSV", _as_text)):
        seconds, size = timed(lambda call=call: call(demand), rounds=1)  # type: ignore[misc]
        times = seconds / ours_s
        yield BenchRow(task=task, way=way, measured=_told(seconds, size), times_ours=times)


def _there_and_back(demand: DemandSurface) -> int:
    body = surface_body(demand)
    at = datetime.now(UTC)
    head = Upload(id="u", kind=UploadKind.DEMAND, name=demand.name, owner="", created_at=at)
    surface_of(body, head)
    return len(body)


def _compressed(demand: DemandSurface) -> int:
    out = BytesIO()
    np.savez_compressed(out, lons=demand.lons, lats=demand.lats, weights=demand.weights)
    with np.load(BytesIO(out.getvalue()), allow_pickle=False) as columns:
        DemandSurface(name="", **{name: columns[name] for name in ("lons", "lats", "weights")})
    return len(out.getvalue())


def _as_text(demand: DemandSurface) -> int:
    out = StringIO()
    np.savetxt(out, np.column_stack([demand.lons, demand.lats, demand.weights]), "%.17g", ",")
    lons, lats, weights = np.loadtxt(StringIO(out.getvalue()), delimiter=",", unpack=True)
    DemandSurface(name="", lons=lons, lats=lats, weights=weights)
    return len(out.getvalue())


def _scenario_rows() -> Iterator[BenchRow]:
    """Save, read and apply scenarios of two sizes, and take the larger one over."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(store_url=f"sqlite:///{Path(folder) / 'store.sqlite'}")
        with closing(open_store(settings.store_url)) as store:
            office = Office(settings=settings, store=store)
            for count in ADDED:
                yield from _one_size(office, count)


def _one_size(office: Office, count: int) -> Iterator[BenchRow]:
    scenarios, actor = office.scenarios, Operator("bench")
    task = f"A scenario that adds {count:,} stations"
    made = with_added(scenarios.create(actor, f"{count}"), *_stations(count, TO_BE_GIVEN))
    saved_s, saved = timed(lambda: scenarios.save(actor, made), rounds=1)
    again = replace(saved, note="again")
    again_s, saved = timed(lambda: scenarios.save(actor, again), rounds=1)
    today = [one.model_copy(update={"id": f"{n}"}) for n, one in enumerate(_stations(TODAY))]
    applied_s, _ = timed(lambda: applied(saved, today), rounds=ROUNDS)
    all_s, _ = timed(scenarios.all, rounds=ROUNDS)
    taken_s, _ = timed(lambda: scenarios.take_over(actor, saved.id), rounds=1)
    for way, seconds in (
        ("saved", saved_s),
        ("saved again", again_s),
        (f"applied to {TODAY:,} stations", applied_s),
        ("all scenarios listed", all_s),
        ("taken over", taken_s),
    ):
        yield BenchRow(task=task, way=way, measured=f"{seconds * 1000:.1f} ms")


def _stations(count: int, station_id: str = "0") -> list[Station]:
    draws = np.random.default_rng(SEED)
    places = zip(draws.uniform(116, 117, count), draws.uniform(39.6, 40.4, count), strict=True)
    known = {"id": station_id, "name": "规划驿站", "kind": "warm_station"}
    return [Station(**known, position=Position(*map(float, place))) for place in places]


def _demand(count: int) -> DemandSurface:
    draws = np.random.default_rng(SEED)
    lons, lats = draws.uniform(115.4, 117.5, count), draws.uniform(39.4, 41.1, count)
    return DemandSurface(name="demand", lons=lons, lats=lats, weights=draws.random(count))


def _told(seconds: float, size: int) -> str:
    return f"{seconds:.2f} s, {size / 2**20:.1f} MiB"


if __name__ == "__main__":
    print_rows(rows())
