"""Four writers and four readers at once: a small run of what `make bench` does at full size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torture.load import fill, run

if TYPE_CHECKING:
    from pathlib import Path


def test_four_writers_and_four_readers_lose_no_update_and_meet_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    fill(path, 2_000)

    managed = run(path, 2_000, writers=4, readers=4, seconds=3)

    assert managed.refused == ()
    assert managed.versions == managed.writes > 0
    assert managed.reads > 0
