"""The stations as they are now: the store's newest revision, ready to be asked.

Each question compares the number of the store's newest revision with that of the snapshot at
hand, which costs microseconds. Where the store is ahead, a thread reads what has changed, and
nothing else, and makes the next snapshot; those who ask meanwhile wait for it briefly, and are
then answered from the one before. Once many stations have changed, another thread makes their
index anew.
"""

from __future__ import annotations

import logging
import time
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from threading import Lock, Thread
from typing import TYPE_CHECKING

from stationmap.errors import StationNotFoundError, StoreError
from stationmap.nearest.index import StationIndex
from stationmap.services.find import FindStations
from stationmap.services.snapshot import Snapshot
from stationmap.store.protocol import StationQuery

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.services.snapshot import Surroundings
    from stationmap.stations.station import Station
    from stationmap.store.protocol import StationStore

PATIENCE_S = 1.0
"""How long one waits for what has changed, counted from when it began to be read: a few changes
take a hundredth of it, and only those who ask while thousands are read are answered from before."""

REBUILD_AFTER = 256
"""So many changed stations are looked through beside the index before it is made anew."""

RETRY_AFTER_S = 1.0
"""A store that could not be read is left alone for so long."""

RETRY_PATIENCE_S = 0.2
"""How long one waits for such a store: it may be silent for many seconds."""

_log = logging.getLogger(__name__)


class LiveStations:
    """Follows the store; threads may share it.

    Raises
    ------
    StoreError
        If the store cannot be read at the start. Later it goes on with the stations it has.
    """

    def __init__(self, store: StationStore, around: Surroundings) -> None:
        self._store = store
        self._around = around
        self._warm: Callable[[FindStations], object] = lambda _find: None
        self._swapping = Lock()
        self._starting = Lock()
        self._catching_up: Future[None] = _done()
        self._began_s = 0.0
        self._rebuilding: Future[None] = _done()
        self._retrying: Future[None] = _done()
        self._failed_s: float | None = None
        self._snapshot = self._whole()

    @property
    def latest(self) -> Snapshot:
        """The newest snapshot that was made, without looking whether the store has more."""
        return self._snapshot

    def current(self) -> Snapshot:
        """Return the stations of the store's newest revision.

        While the store cannot be read, or much has changed at once, they are those of the revision
        before.
        """
        for _ in range(2):  # what is being read just now may have been saved a moment earlier
            if not self._is_behind():
                break
            self._catch_up_briefly()
        return self._snapshot

    def station(self, station_id: str) -> Station:
        """Return the station with this id, or that into which it was merged.

        Raises
        ------
        StationNotFoundError
            If there is none, or it is no longer in the list.
        """
        stations, wanted = self.current().by_id, station_id
        passed: set[str] = set()
        while wanted not in stations:
            passed.add(wanted)
            successor = self._store.get(wanted).successor
            if successor is None or successor in passed:
                raise StationNotFoundError(station_id)
            wanted = successor
        return stations[wanted]

    def keep_warm(self, warm: Callable[[FindStations], object]) -> None:
        """Put the usual questions now, and to each new index before it answers others."""
        self._warm = warm
        warm(self.current().find)

    def _is_behind(self) -> bool:
        if self._failed_s is not None and not self._is_back():
            return False
        try:
            return self._store.revision() != self._snapshot.revision
        except StoreError as error:
            self._note_failure(error)
            return False

    def _is_back(self) -> bool:
        """Say whether a store that failed can be read again; one thread looks, for all who ask."""
        with self._starting:
            failed_s = self._failed_s
            if failed_s is None:
                return True
            if self._retrying.done():
                if time.monotonic() - failed_s < RETRY_AFTER_S:
                    return False
                self._retrying = _in_background(self._retry)
            retrying = self._retrying
        wait_for([retrying], timeout=RETRY_PATIENCE_S)
        return self._failed_s is None

    def _retry(self) -> None:
        try:
            self._store.revision()
        except StoreError as error:
            self._note_failure(error)
        else:
            self._failed_s = None
            _log.warning("the store can be read again")

    def _note_failure(self, error: StoreError) -> None:
        if self._failed_s is None:
            _log.warning("the store cannot be read, going on with what is known: %s", error)
        self._failed_s = time.monotonic()

    def _catch_up_briefly(self) -> None:
        with self._starting:
            if self._catching_up.done():
                self._began_s = time.monotonic()
                self._catching_up = _in_background(self._catch_up)
            running, began_s = self._catching_up, self._began_s
        wait_for([running], timeout=max(0.0, began_s + PATIENCE_S - time.monotonic()))

    def _catch_up(self) -> None:
        """Make the next snapshot; start a new index where too much has changed since the last."""
        try:
            with self._swapping:
                self._snapshot = self._next()
        except StoreError as error:
            self._note_failure(error)
            return
        if len(self._snapshot.changed) >= REBUILD_AFTER and self._rebuilding.done():
            self._rebuilding = _in_background(self._rebuild)

    def _next(self) -> Snapshot:
        # What is saved between the two calls is found now and once more by the next snapshot.
        revision = self._store.revision()
        query = StationQuery(after_revision=self._snapshot.revision, with_removed=True)
        return self._snapshot.after(self._store.find(query), revision)

    def _rebuild(self) -> None:
        """Index all stations anew while others are answered, and go on from there."""
        taken = self._snapshot
        base = StationIndex(taken.stations)
        self._warm(FindStations(base, stale_after_days=taken.settings.stale_after_days))
        with self._swapping:
            self._snapshot = self._snapshot.rebased(base, taken.revision)

    def _whole(self) -> Snapshot:
        revision = self._store.revision()
        stations = [kept.station for kept in self._store.find(StationQuery())]
        return Snapshot.of(stations, revision=revision, around=self._around)


def _done() -> Future[None]:
    future: Future[None] = Future()
    future.set_result(None)
    return future


def _in_background(work: Callable[[], None]) -> Future[None]:
    """Start work that the end of the process need not wait for."""
    future: Future[None] = Future()
    name = f"stationmap {work.__name__.strip('_')}"

    def run() -> None:
        try:
            work()
        except Exception:  # noqa: BLE001 - whatever it was, it must be told and not end everything
            _log.exception("%s has failed, going on with what is known", name)
        finally:
            future.set_result(None)

    Thread(target=run, daemon=True, name=name).start()
    return future
