"""A disk of a few megabytes, to be filled, so that a full one is seen for real."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = b"\0" * 4096


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mount an empty disk in memory, and take it away in the end.

    Where that is not allowed the test is known to fail, also for a strict run: only root may
    mount, and nothing that could be installed would change it.
    """
    disk = folder / "disk"
    disk.mkdir()
    size = f"size={megabytes}m"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.xfail(f"no disk can be mounted: {mounted.stderr.decode().strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def fill_up(disk: Path) -> Path:
    """Write a file until nothing fits any more, and return it: removing it makes room again."""
    ballast = disk / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file:
            while True:
                file.write(BLOCK)
    except OSError:
        return ballast
