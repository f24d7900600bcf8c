"""Every 100 m cell of the mainland within a kilometre of 200,000 stations: here, and on Dask."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.stopwatch import peak_mb
from bench.table import BenchRow, print_rows
from stationmap.coverage.grid.country import count_cells
from stationmap.geo.mainland import in_mainland, mainland_outline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STATIONS = 200_000
RADIUS_M = 1_000.0
TASK = f"The 100 m cells of the mainland within {RADIUS_M:,.0f} m of {STATIONS:,} stations"

TOWNS = 3_000
LARGEST_TOWN_DEG = 0.2
"""How far the stations of the largest town spread; of others by the root of their size."""

HU_LINE = ((98.5, 25.0), (127.5, 50.2))
"""From Tengchong to Heihe: nineteen of twenty people live south-east of it (Hu Huanyong 1935)."""
WEST_SHARE = 0.06

ROUNDS = 3
SEED = 2026


def rows() -> list[BenchRow]:
    """Measure in a process of its own, then on one and on two workers."""
    alone = _alone()
    seconds, counts = zip(*(_on_workers(workers) for workers in (1, 2)), strict=True)
    same = all(count == tuple(alone["within"]) for count in counts)
    one_s, two_s = seconds
    load = f"load average {os.getloadavg()[0]:.1f}"
    return [
        BenchRow(
            task=TASK,
            way="stationmap, one process",
            measured=f"{alone['seconds']:.1f} s, at most {alone['peak_mb']:,.0f} MB, {load}",
            times_ours=1.0,
            wrong=f"{alone['within'][-1]:,} of {alone['cells']:,} cells covered; "
            f"{alone['measured']:,} were touched",
            wanted="less than 60 s and 1,000 MB",
        ),
        BenchRow(
            task=TASK,
            way="Dask, one worker of one thread",
            measured=f"{one_s:.1f} s",
            times_ours=one_s / alone["seconds"],
        ),
        BenchRow(
            task=TASK,
            way="Dask, two workers of one thread",
            measured=f"{two_s:.1f} s: {one_s / two_s:.2f} times as fast as one",
            times_ours=two_s / alone["seconds"],
            wrong="the same counts" if same else "OTHER COUNTS",
            wanted="at least 1.7 times as fast as one, the same counts",
        ),
    ]


def stations() -> Floats:
    """Draw towns where people live and stations about them: longitudes and latitudes."""
    draws = np.random.default_rng(SEED)
    towns = _in_mainland(draws, TOWNS)
    sizes = 1.0 / np.arange(1, TOWNS + 1) ** 0.8
    spreads = LARGEST_TOWN_DEG * np.sqrt(sizes)
    town = draws.choice(TOWNS, STATIONS * 2, p=sizes / sizes.sum())
    around = towns[:, town] + draws.normal(0, 1, (2, len(town))) * spreads[town]
    kept: Floats = around[:, in_mainland(*around)][:, :STATIONS].round(6)
    return kept


def _in_mainland(draws: np.random.Generator, count: int) -> Floats:
    west, south, east, north = mainland_outline().bounds
    lons, lats = draws.uniform((west, south), (east, north), (count * 40, 2)).T
    (west, south), (east, north) = HU_LINE
    is_east = (east - west) * (lats - south) < (north - south) * (lons - west)
    kept = (is_east | (draws.random(len(lons)) < WEST_SHARE)) & in_mainland(lons, lats)
    return np.array([lons[kept], lats[kept]])[:, :count]


def _alone() -> dict[str, Any]:
    """Run `_measure_alone` in a new process, whose peak of memory is its own."""
    here = [sys.executable, str(Path(__file__).resolve()), "alone"]
    told = subprocess.run(here, check=True, capture_output=True, text=True)  # noqa: S603 - ourselves
    return dict(json.loads(told.stdout))


def _measure_alone() -> dict[str, Any]:
    drawn = stations()
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        found = count_cells(mainland_outline(), *drawn, radius_m=RADIUS_M)
        seconds.append(time.perf_counter() - started)
    return {
        "seconds": median(seconds),
        "peak_mb": peak_mb(),
        "within": found.within,
        "cells": found.cells,
        "measured": found.measured,
    }


def _on_workers(workers: int) -> tuple[float, tuple[int, ...]]:
    """Start a scheduler and workers, each a process of one thread; warm them, and time them."""
    from distributed import LocalCluster  # noqa: PLC0415 - the child needs it not

    from stationmap.coverage.grid.cluster import on_cluster  # noqa: PLC0415 - see above

    drawn, seconds = stations(), []
    with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,  # what workers say of a scheduler that ends before them
    ) as cluster:
        run = on_cluster(cluster.scheduler_address)
        count_cells(mainland_outline(), *drawn[:, ::100], radius_m=RADIUS_M, run=run)
        for _ in range(ROUNDS):
            started = time.perf_counter()
            found = count_cells(mainland_outline(), *drawn, radius_m=RADIUS_M, run=run)
            seconds.append(time.perf_counter() - started)
    return median(seconds), found.within


if __name__ == "__main__":
    if "alone" in sys.argv:
        print(json.dumps(_measure_alone()))
    else:
        print_rows(rows())
