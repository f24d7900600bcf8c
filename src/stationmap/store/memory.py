"""A store that is forgotten with its process: for tests, and to try the program on."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from stationmap.errors import StationNotFoundError, StoreError, VersionConflictError
from stationmap.store.documents import document_of, require_storable, station_of
from stationmap.store.local_limits import LocalLimits
from stationmap.store.memory_accounts import MemoryAccounts
from stationmap.store.memory_plans import MemoryPlans
from stationmap.store.memory_reports import MemoryReports
from stationmap.store.memory_state import Content, Memory
from stationmap.upkeep.change import Action, Batch, Kept, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from stationmap.stations.station import Station
    from stationmap.store.protocol import StationQuery
    from stationmap.upkeep.change import Change


class MemoryStore:
    """Satisfies `protocol.Store`, but for backups. Threads may share it."""

    def __init__(self) -> None:
        self._memory = Memory()
        self.accounts = MemoryAccounts(self._memory)
        self.reports = MemoryReports(self._memory)
        self.plans = MemoryPlans(self._memory)
        self.limits = LocalLimits()
        self.failures = 0

    def transaction(self) -> AbstractContextManager[None]:
        """Make what happens within it happen wholly or not."""
        return self._memory.transaction()

    def get(self, station_id: str) -> Kept:
        """Return one station."""
        with self._memory.lock:
            try:
                return self._memory.content.stations[station_id]
            except KeyError:
                raise StationNotFoundError(station_id) from None

    def find(self, query: StationQuery) -> list[Kept]:
        """Return the stations that fit, by id."""
        with self._memory.lock:
            stations = self._memory.content.stations
            return [stations[key] for key in sorted(stations) if _fits(stations[key], query)]

    def changed_after(self, revision: int, *, limit: int) -> list[Kept]:
        """Return the stations that changed since, in the order in which they did."""
        with self._memory.lock:
            stations = self._memory.content.stations.values()
            changed = [kept for kept in stations if kept.revision > revision]
        return sorted(changed, key=lambda kept: kept.revision)[:limit]

    def save(self, station: Station, change: Change, *, version: int) -> Kept:
        """Keep a station, as a file would give it back."""
        require_storable(change.who, change.why, change.batch)
        station = station_of(document_of(station)) if station.extra else station
        with self.transaction():
            current = self._expect(station.id, version)
            kept = Kept(station=station, version=version + 1, revision=self.revision() + 1)
            return self._keep(kept, change, current)

    def save_all(self, stations: Iterable[tuple[Station, int]], change: Change) -> int:
        """Keep many stations, all or none."""
        with self._whole():
            saved = [self.save(station, change, version=version) for station, version in stations]
        return len(saved)

    def remove(
        self, station_id: str, change: Change, *, version: int, successor: str | None = None
    ) -> Kept:
        """Take a station out of the list."""
        require_storable(change.who, change.why, change.batch)
        with self.transaction():
            if successor is not None:
                self.get(successor)
            self.get(station_id)
            current = self._expect(station_id, version)
            kept = Kept(
                station=self.get(station_id).station,
                version=version + 1,
                revision=self.revision() + 1,
                removed=True,
                successor=successor,
            )
            return self._keep(kept, change, current)

    def remove_all(self, stations: Iterable[tuple[str, int]], change: Change) -> int:
        """Take many stations out of the list, all or none."""
        with self._whole():
            gone = [self.remove(one, change, version=version) for one, version in stations]
        return len(gone)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Keep all that is done within, or nothing, also in a transaction that goes on."""
        with self.transaction():
            before = self._memory.content.copied()
            try:
                yield
            except BaseException:
                self._memory.content = before
                raise

    def history(
        self,
        *,
        station_id: str | None = None,
        batch: str | None = None,
        number: int | None = None,
        limit: int | None = None,
    ) -> list[Revision]:
        """Return revisions, the newest first."""
        with self._memory.lock:
            found = [
                revision
                for revision in reversed(self._memory.content.revisions)
                if station_id in (None, revision.station_id)
                and batch in (None, revision.change.batch)
                and number in (None, revision.number)
            ]
        return found[:limit]

    def batches(self, limit: int = 50) -> list[Batch]:
        """Return the imports, the newest first."""
        with self._memory.lock:
            revisions = list(self._memory.content.revisions)
        changes = [revision.change for revision in revisions]
        gone = {change.batch for change in changes if change.action is Action.ROLLED_BACK}
        found: dict[str, Batch] = {}
        for change in changes:
            if change.batch is not None and change.action is Action.IMPORTED:
                first = found.get(change.batch) or _batch(change, rolled_back=change.batch in gone)
                found[change.batch] = replace(first, changes=first.changes + 1)
        return list(reversed(found.values()))[:limit]

    def revision(self) -> int:
        """Return the number of the newest revision."""
        return len(self._memory.content.revisions)

    def shared_key(self, purpose: str) -> None:
        """Return none: no other process shares it."""
        del purpose

    def backup(self, path: Path) -> None:
        """Refuse: there is no file to copy."""
        raise StoreError(str(path), "a store in memory has no backup")

    def restore(self, path: Path, change: Change, *, keeping: Path | None = None) -> None:
        """Refuse: there is no file to put back."""
        del change, keeping
        raise StoreError(str(path), "a store in memory has no backup")

    def close(self) -> None:
        """Forget everything."""
        self._memory.content = Content()

    def _expect(self, station_id: str, version: int) -> Kept | None:
        """Return what is kept, if it is of this version."""
        current = self._memory.content.stations.get(station_id)
        has = None if current is None else current.version
        if (has or 0) != version:
            raise VersionConflictError(station_id, version, has)
        return current

    def _keep(self, kept: Kept, change: Change, current: Kept | None) -> Kept:
        self._memory.content.stations[kept.station.id] = kept
        self._memory.content.revisions.append(
            Revision(
                number=kept.revision,
                station_id=kept.station.id,
                version=kept.version,
                change=change,
                before=None if current is None or current.removed else current.station,
                after=None if kept.removed else kept.station,
                successor=kept.successor,
            )
        )
        return kept


def _batch(change: Change, *, rolled_back: bool) -> Batch:
    return Batch(
        id=change.batch or "",
        who=change.who,
        at=change.at,
        why=change.why,
        changes=0,
        rolled_back=rolled_back,
    )


def _fits(kept: Kept, query: StationQuery) -> bool:
    station = kept.station
    return (
        (query.with_removed or not kept.removed)
        and (query.ids is None or station.id in query.ids)
        and (not query.kinds or station.kind in query.kinds)
        and (not query.statuses or station.status in query.statuses)
        and (query.after_revision is None or kept.revision > query.after_revision)
        and (query.bounds is None or _lies_in(station, query.bounds))
    )


def _lies_in(station: Station, bounds: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bounds
    position = station.position
    return west <= position.lon <= east and south <= position.lat <= north
