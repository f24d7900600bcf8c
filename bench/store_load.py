"""Four processes write to a store of 200,000 stations and four read it, for twenty seconds."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.table import BenchRow
from torture.load import fill, run

STATIONS = 200_000
WRITERS, READERS = 4, 4
SECONDS = 20.0
TASK = f"One store of {STATIONS:,} stations, {WRITERS} processes that write and {READERS} that read"


def rows() -> list[BenchRow]:
    """Fill a store, let the processes at it, and count what was lost or refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        filled_s = fill(path, STATIONS)
        size_mb = path.stat().st_size / 1e6
        managed = run(path, STATIONS, writers=WRITERS, readers=READERS, seconds=SECONDS)
    lost = managed.writes - managed.versions
    return [
        BenchRow(
            task=TASK,
            way="first filling, in one transaction",
            measured=f"{filled_s:.1f} s, {size_mb:.0f} MB",
        ),
        BenchRow(
            task=TASK,
            way="saves, half of them of the same ten stations",
            measured=f"{managed.writes / managed.seconds:,.0f} a second, "
            f"the longest took {managed.longest_write_s:.2f} s",
            wrong=f"{lost} of {managed.writes:,} lost; {len(managed.refused)} refused as locked; "
            f"{managed.conflicts:,} conflicts told",
            wanted="no lost update, no locked error",
        ),
        BenchRow(
            task=TASK,
            way="reads, by id and of a box, in turns",
            measured=f"{managed.reads / managed.seconds:,.0f} a second",
        ),
    ]


if __name__ == "__main__":
    from bench.table import print_rows

    print_rows(rows())
