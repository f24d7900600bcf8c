"""Kills writers in the middle of their writes, again and again, and looks what is left.

    python tests/torture/kill9.py --rounds 200
    python tests/torture/kill9.py --rounds 200 --store postgres

In each round four processes write to one store and two read it; at a random moment, their start
included, the writers are killed by SIGKILL. A writer notes each write in a file of its own after
the store has taken it. Then every noted write must be there, and of each writer at most one more.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

TESTS = str(Path(__file__).resolve().parents[1])
sys.path.insert(0, TESTS)

from rig.postgres_cluster import DURABLE, new_cluster  # noqa: E402 - found by the line above
from torture.left_behind import faults_of  # noqa: E402 - the same
from torture.pairs import fill, notes_in, read_until_told, write_until_killed  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Sequence

WRITERS, READERS = 4, 2
LONGEST_S = 0.5
EARLY = 0.2
"""In so many of the rounds the writers are killed after up to so long from their start, often while
they open the store; in the others, from when all have written."""
PATIENCE_S = 60
PROCESSES = multiprocessing.get_context("forkserver")
IMPORTED = [
    "torture.pairs",
    # What a store imports when it is opened.
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.dialects.postgresql",
    "stationmap.store.postgres",
    "stationmap.store.sqlite",
]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the rounds, print what was found, and return how many faults there were."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite")
    asked = parser.parse_args(arguments)
    os.environ["PYTHONPATH"] = TESTS  # for the process that all others are forked from
    PROCESSES.set_forkserver_preload(IMPORTED)
    chance = random.Random(asked.seed)  # noqa: S311 - it chooses moments, not keys
    print(f"seed {asked.seed}")  # noqa: T201 - this is a program
    faults: list[str] = []
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        if asked.store == "postgres":
            cluster = new_cluster(DURABLE)
            (Path(folder) / "url").write_text(cluster.url(cluster.new_database()))
        fill(Path(folder))
        for number in range(asked.rounds):
            faults += run_round(Path(folder), number, chance, counts)
    for line in (*faults, summary(asked.rounds, counts, len(faults))):
        print(line)  # noqa: T201 - the same
    return min(len(faults), 1)


def run_round(folder: Path, number: int, chance: random.Random, counts: Counter[str]) -> list[str]:
    """Start readers and writers, kill the writers, and return what is wrong."""
    names = [f"{number}-{each}" for each in range(WRITERS)]
    writers = [PROCESSES.Process(target=write_until_killed, args=(folder, name)) for name in names]
    stop = PROCESSES.Event()
    told = PROCESSES.SimpleQueue()
    readers = [
        PROCESSES.Process(target=read_until_told, args=(folder, stop, told)) for _ in range(READERS)
    ]
    for process in (*readers, *writers):
        process.start()
    if chance.random() > EARLY:
        wait_until_all_have_noted([notes_in(folder, name) for name in names])
    time.sleep(chance.uniform(0, LONGEST_S))
    for writer in writers:
        writer.kill()
    for writer in writers:
        writer.join(PATIENCE_S)
    stop.set()
    faults = []
    for _ in readers:
        reads, seen = told.get()
        counts["reads"] += reads
        faults += seen
    for reader in readers:
        reader.join(PATIENCE_S)
    return [f"round {number}: {fault}" for fault in faults + faults_of(folder, number, counts)]


def wait_until_all_have_noted(notes: Sequence[Path]) -> None:
    """Wait for the first write of each writer."""
    deadline = time.monotonic() + PATIENCE_S
    while not all(path.exists() and path.stat().st_size for path in notes):
        if time.monotonic() > deadline:
            raise TimeoutError(f"no writes after {PATIENCE_S} s")
        time.sleep(0.005)


def summary(rounds: int, counts: Counter[str], faults: int) -> str:
    """Say what was done and found in one line."""
    return (
        f"{rounds} rounds, {rounds * WRITERS} writers killed: "
        f"{counts['acknowledged']:,} acknowledged writes, {counts['lost']:,} lost, "
        f"{counts['beyond']:,} more that were not yet acknowledged; "
        f"{counts['reads']:,} reads; {faults} faults"
    )


if __name__ == "__main__":
    sys.exit(main())
