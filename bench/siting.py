"""Where the next N stations go: ours beside spopt, then sizes that spopt does not take."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from bench.table import BenchRow, print_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

ROUNDS = 3
TIMES_SPOPT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A problem, how it is solved, and what is promised."""

    sites: int
    points: int
    n: int
    method: str
    limit_s: int
    wanted: str

    @property
    def task(self) -> str:
        """What is done."""
        return f"MCLP, {self.n} of {self.sites:,} sites for {self.points:,} points within 1 km"


SMALL = Size(
    sites=1_000,
    points=10_000,
    n=50,
    method="auto",
    limit_s=60,
    wanted=f"spopt at least {TIMES_SPOPT} times as long, the same objective",
)
LARGER = (
    Size(sites=2_000, points=20_000, n=100, method="exact", limit_s=120, wanted="proven best"),
    Size(
        sites=8_300,
        points=200_000,
        n=300,
        method="greedy",
        limit_s=60,
        wanted="greedy with swaps and an upper bound",
    ),
)


def rows() -> list[BenchRow]:
    """Measure each size in a process of its own."""
    runs = [_run("ours", SMALL) for _ in range(ROUNDS)]
    ours, seconds = runs[0], median(run["seconds"] for run in runs)
    measured = [_row(SMALL, {**ours, "seconds": seconds})]
    theirs = _run("spopt", SMALL)
    differs = abs(theirs["objective"] - ours["objective"]) > 1e-6 * ours["objective"]
    measured.append(
        BenchRow(
            task=SMALL.task,
            way="spopt, MCLP.from_cost_matrix with CBC",
            measured=f"{theirs['seconds']:.1f} s, {theirs['peak_mb']:,.0f} MB",
            times_ours=theirs["seconds"] / seconds,
            wrong="another objective" if differs else "the same objective",
        )
    )
    return [*measured, *(_row(size, _run("ours", size)) for size in LARGER)]


def _row(size: Size, run: Mapping[str, float]) -> BenchRow:
    agrees = abs(run["recomputed"] - run["objective"]) <= 1e-6 * run["objective"]
    return BenchRow(
        task=size.task,
        way=f"stationmap, {size.method}, with finding who is in reach",
        measured=f"{run['seconds']:.2f} s, {run['peak_mb']:,.0f} MB, gap {run['gap']:.2%}",
        times_ours=1.0,
        wrong="coverage agrees" if agrees else "coverage differs",
        wanted=size.wanted,
    )


def _run(way: str, size: Size) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.siting_run", way]
    command += [str(part) for part in (size.sites, size.points, size.n, size.method, size.limit_s)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ours
    answer: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return answer


if __name__ == "__main__":
    print_rows(rows())
    print("load before and now:", os.getloadavg())
