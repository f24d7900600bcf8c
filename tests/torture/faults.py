"""Takes the database, and room on the disk, away from writers, and looks what is left.

    python tests/torture/faults.py --rounds 20

A database is stopped and started again, in every second round without warning, as a crash does;
then the disk of a store is filled up and emptied, SQLite's and PostgreSQL's. Whatever was
acknowledged must be there, once; writers must be told why they were refused, and go on by
themselves.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

TESTS = str(Path(__file__).resolve().parents[1])
sys.path.insert(0, TESTS)

from rig.postgres_cluster import DURABLE, Cluster, binaries, new_cluster  # noqa: E402 - found by the line above
from rig.small_disk import fill_up, small_disk  # noqa: E402 - the same
from stationmap.store.opening import open_store  # noqa: E402 - the same
from torture.counting import counting, faults_of, go_on, until  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torture.counting import Counter

WRITERS = 4
LONGEST_S = 0.5
SQLITE_MB, POSTGRES_MB = 16, 320


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all, print what was found, and return whether there was a fault."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args(arguments)
    chance = random.Random(asked.seed)  # noqa: S311 - it chooses moments, not keys
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        Path(other).chmod(0o755)  # the server runs as a user of its own
        faults += database_stops(asked.rounds, chance)
        faults += sqlite_without_room(Path(one), asked.rounds)
        faults += postgres_without_room(Path(other))
    for line in (*faults, f"{len(faults)} faults"):
        print(line)  # noqa: T201 - this is a program
    return min(len(faults), 1)


def database_stops(rounds: int, chance: random.Random) -> list[str]:
    """Stop a database and start it again under writers of two processes' stores."""
    cluster = new_cluster(DURABLE)
    url = cluster.url(cluster.new_database())
    with closing(open_store(url)) as one, closing(open_store(url)) as other:
        back_s = []
        with counting([one, other] * (WRITERS // 2), "stopped") as writers:
            for turn in range(rounds):
                time.sleep(chance.uniform(0, LONGEST_S))
                cluster.stop(mode="immediate" if turn % 2 else "fast")
                time.sleep(chance.uniform(0, LONGEST_S))
                cluster.start()
                started = time.monotonic()
                go_on(writers)
                back_s.append(time.monotonic() - started)
        _tell(f"database stopped {rounds} times", writers)
        print(f"    all wrote again after {max(back_s):.2f} s at most")  # noqa: T201 - the same
        return faults_of(writers, one)


def sqlite_without_room(folder: Path, rounds: int) -> list[str]:
    """Fill the disk of a file of SQLite and empty it again, under its writers."""
    with small_disk(folder, SQLITE_MB) as disk:
        url = f"sqlite:///{disk / 'store.sqlite'}"
        with closing(open_store(url)) as store:
            with counting([store] * 2, "full") as writers:
                for _ in range(rounds):
                    _starve(writers, disk)
            _tell(f"SQLite's disk full {rounds} times", writers)
            return faults_of(writers, store)


def postgres_without_room(folder: Path) -> list[str]:
    """Fill the disk of a PostgreSQL; if it stops of that, start it as its supervisor would."""
    programs = binaries()
    assert programs is not None
    with small_disk(folder, POSTGRES_MB) as disk:
        cluster = Cluster(disk, programs, f"{DURABLE}\nmin_wal_size = 32MB\nmax_wal_size = 48MB")
        cluster.make()
        cluster.start()
        try:
            cluster.prepare()
            url = cluster.url(cluster.new_database())
            with closing(open_store(url)) as store:
                with counting([store] * 2, "full") as writers:
                    refused = [writer.refused for writer in writers]
                    ballast = fill_up(disk)
                    until(lambda: all(w.refused > n for w, n in zip(writers, refused, strict=True)))
                    ballast.unlink()
                    _start_if_it_stopped(cluster)
                    go_on(writers)
                _tell("PostgreSQL's disk full", writers)
                return faults_of(writers, store)
        finally:
            cluster.stop(mode="immediate")


def _starve(writers: list[Counter], disk: Path) -> None:
    refused = [writer.refused for writer in writers]
    ballast = fill_up(disk)
    until(lambda: all(one.refused > n for one, n in zip(writers, refused, strict=True)))
    ballast.unlink()
    go_on(writers)


def _start_if_it_stopped(cluster: Cluster) -> None:
    try:
        cluster.admin().close()
    except OSError:
        cluster.start()
    except Exception:  # noqa: BLE001 - whatever the driver says of a server that is down
        try:
            cluster.start()
        except subprocess.CalledProcessError:
            print("    it was starting by itself")  # noqa: T201 - this is a program


def _tell(what: str, writers: Sequence[Counter]) -> None:
    taken = sum(len(writer.taken) for writer in writers)
    found = sum(len(writer.found_taken) for writer in writers)
    refused = sum(writer.refused for writer in writers)
    longest_s = max(writer.longest_s for writer in writers)
    print(  # noqa: T201 - this is a program
        f"{what}: {taken:,} writes acknowledged, {found} taken without it, {refused:,} refused, "
        f"the longest answer after {longest_s:.1f} s"
    )
    for reason in sorted(set().union(*(writer.reasons for writer in writers))):
        print(f"    said: {reason}")  # noqa: T201 - the same


if __name__ == "__main__":
    sys.exit(main())
