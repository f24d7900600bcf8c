"""Some rounds of the torture; `make torture` runs two hundred."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from rig.postgres_cluster import required_programs

KILL9 = Path(__file__).with_name("kill9.py")


@pytest.mark.parametrize(("store", "rounds"), [("sqlite", "8"), ("postgres", "4")])
def test_no_acknowledged_write_is_lost_when_writers_are_killed(store: str, rounds: str) -> None:
    if store == "postgres":
        required_programs()
    command = [sys.executable, str(KILL9), "--rounds", rounds, "--seed", "9", "--store", store]

    run = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)

    assert run.returncode == 0, run.stdout + run.stderr
    found = re.search(
        r"([\d,]+) acknowledged writes, 0 lost, .*; ([\d,]+) reads; 0 faults", run.stdout
    )
    assert found is not None, run.stdout
    assert found[1] != "0"
    assert found[2] != "0"
