"""A full disk, twice; `make torture` fills more of them, and stops databases."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest

from rig.small_disk import fill_up, small_disk
from stationmap.errors import StoreError
from stationmap.store.opening import open_store
from torture.counting import counting, faults_of, go_on, until

if TYPE_CHECKING:
    from pathlib import Path

    from torture.counting import Counter

FULL = "the disk is full; free some space and try again"


def has_been_refused(writer: Counter, times: int) -> bool:
    return writer.refused >= times


def test_a_store_that_is_opened_on_a_full_disk_says_that_it_is_full(tmp_path: Path) -> None:
    with small_disk(tmp_path, 8) as disk:
        url = f"sqlite:///{disk / 'store.sqlite'}"
        open_store(url).close()
        ballast = fill_up(disk)
        with pytest.raises(StoreError, match=FULL):
            open_store(url)

        ballast.unlink()
        open_store(url).close()


def test_a_full_disk_is_told_and_loses_nothing_that_was_taken(tmp_path: Path) -> None:
    """Stations can be read all the while, and writing goes on once there is room."""
    with small_disk(tmp_path, 8) as disk:
        url = f"sqlite:///{disk / 'store.sqlite'}"
        with closing(open_store(url)) as store:
            with counting([store], "full") as writers:
                for _ in range(2):
                    wanted = writers[0].refused + 3
                    ballast = fill_up(disk)
                    until(partial(has_been_refused, writers[0], wanted))
                    read = store.get("full-0").station.capacity
                    ballast.unlink()
                    go_on(writers)

                    assert read is not None
            assert writers[0].reasons == {FULL}
            assert faults_of(writers, store) == []
