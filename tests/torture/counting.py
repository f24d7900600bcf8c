"""Writers that count up stations while the store fails, and what must be there afterwards."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rig.stores import change, shop
from stationmap.errors import StoreError, VersionConflictError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stationmap import Station
    from stationmap.store.protocol import Store

PATIENCE_S = 60
PAUSE_S = 0.005


class Counter(threading.Thread):
    """Counts up the capacity of one station, and looks before it repeats what it is unsure of.

    Attributes
    ----------
    taken, found_taken
        The counts that the store acknowledged; those of which it did not say so, and has them.
    refused
        How often it was refused.
    reasons
        What was said then.
    longest_s
        How long it waited at most for an answer, a refusal too.
    """

    def __init__(self, store: Store, station_id: str) -> None:
        super().__init__(daemon=True)
        self.store, self.station_id = store, station_id
        self._stop_asked = threading.Event()
        self.taken: list[int] = []
        self.found_taken: list[int] = []
        self.refused = 0
        self.reasons: set[str] = set()
        self.longest_s = 0.0

    def run(self) -> None:
        """Write until told to stop."""
        version = self.store.save(self._counted(0), change(), version=0).version
        while not self._stop_asked.is_set():
            begun = time.monotonic()
            try:
                self.store.save(self._counted(version), change(), version=version)
            except VersionConflictError:
                self.found_taken.append(version)
                version += 1
            except StoreError as error:
                self.refused += 1
                self.reasons.add(error.reason)
            else:
                self.taken.append(version)
                version += 1
            self.longest_s = max(self.longest_s, time.monotonic() - begun)
            time.sleep(PAUSE_S)

    def stop(self) -> None:
        """Let the write that is under way come to its end."""
        self._stop_asked.set()
        self.join()

    def _counted(self, count: int) -> Station:
        return shop(self.station_id, capacity=count, notes="忙" * 400)


@contextmanager
def counting(stores: Sequence[Store], prefix: str) -> Iterator[list[Counter]]:
    """Let a writer of its own count in each store, from its first count on until the end."""
    writers = [Counter(store, f"{prefix}-{turn}") for turn, store in enumerate(stores)]
    for writer in writers:
        writer.start()
    until(lambda: all(writer.taken for writer in writers))
    yield writers
    for writer in writers:
        writer.stop()


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so.

    Raises
    ------
    TimeoutError
        If it never is.
    """
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(PAUSE_S)


def go_on(writers: Sequence[Counter]) -> None:
    """Wait until each has written a few times more."""
    before = [len(writer.taken) for writer in writers]
    until(lambda: all(len(one.taken) > n + 3 for one, n in zip(writers, before, strict=True)))


def faults_of(writers: Sequence[Counter], store: Store) -> list[str]:
    """Compare what was acknowledged with what is there: each count once, in order."""
    faults = []
    for writer in writers:
        kept = [
            one.after.capacity
            for one in reversed(store.history(station_id=writer.station_id))
            if one.after is not None
        ][1:]
        told = sorted(writer.taken + writer.found_taken)
        if kept != told:
            faults.append(f"{writer.station_id} has {kept}, and acknowledged were {told}")
    return faults
