"""Writes what was planned, and refuses to if the list is no longer what it was planned for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.errors import ImportOutdatedError
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.import_plan import NEVER_KEPT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stationmap.stations.station import Station
    from stationmap.store.protocol import Store
    from stationmap.upkeep.change import Change, Kept
    from stationmap.upkeep.import_plan import PlannedRow

    Progress = Callable[[int, int], None]

CHUNK = 500
"""Stations that are written between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Writing:
    """The rows that go in, and the invented stations that go out."""

    rows: tuple[PlannedRow, ...]
    samples: tuple[Kept, ...]

    def __len__(self) -> int:
        """Return how many stations are written."""
        return len(self.rows) + len(self.samples)

    def touched(self) -> Iterator[Station]:
        """Go through every station that is written, as it is and as it will be."""
        for row in self.rows:
            yield row.after
            if row.before is not None:
                yield row.before.station
        for one in self.samples:
            yield one.station

    def refuse_if_outdated(self, store: Store) -> None:
        """Compare the versions that were planned for with those of the store.

        Raises
        ------
        ImportOutdatedError
            If any differs.
        """
        planned = {row.after.id: row.version for row in self.rows}
        planned |= {one.station.id: one.version for one in self.samples}
        found = store.find(StationQuery(ids=frozenset(planned), with_removed=True))
        versions = {one.station.id: one.version for one in found}
        outdated = [
            station_id
            for station_id, version in planned.items()
            if versions.get(station_id, NEVER_KEPT) != version
        ]
        if outdated:
            raise ImportOutdatedError(outdated)

    def write(self, store: Store, change: Change, on_progress: Progress) -> None:
        """Write all; call it within a transaction."""
        for start in range(0, len(self.rows), CHUNK):
            part = self.rows[start : start + CHUNK]
            store.save_all([(row.after, row.version) for row in part], change)
            on_progress(start + len(part), len(self))
        for start in range(0, len(self.samples), CHUNK):
            samples = self.samples[start : start + CHUNK]
            store.remove_all([(one.station.id, one.version) for one in samples], change)
            on_progress(len(self.rows) + start + len(samples), len(self))
