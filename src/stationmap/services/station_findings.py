"""What is to be done about all stations, worked out again only where something has changed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from stationmap.stations.codes import Status
from stationmap.upkeep.duplicates import REACH_M, duplicates_of, likely_duplicates
from stationmap.upkeep.work import WorkItem, WorkKind
from stationmap.upkeep.work_by_date import work_by_date
from stationmap.upkeep.work_in_record import work_in_records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from stationmap.services.snapshot import Snapshot
    from stationmap.stations.station import Station
    from stationmap.upkeep.area import Areas
    from stationmap.upkeep.duplicates import Pair

MANY = 1000
"""Of so many changed stations or more, all duplicates are looked for at once."""


class StationFindings:
    """Follows the snapshots; not for several threads at once.

    Attributes
    ----------
    codes
        By station's id, the code of the most precise area that it is in.
    """

    def __init__(self, areas: Areas, *, stale_after_days: int) -> None:
        self._areas = areas
        self._stale_after_days = stale_after_days
        self._day: date | None = None
        self._stations: dict[str, Station] = {}
        self._in_records: dict[str, list[WorkItem]] = {}
        self._by_date: dict[str, list[WorkItem]] = {}
        self._twins: dict[str, dict[str, Pair]] = defaultdict(dict)
        self.codes: dict[str, str] = {}

    def follow(self, snapshot: Snapshot, day: date) -> None:
        """Take in what has changed since the last snapshot and the last day."""
        known = self._stations
        changed = [one for one in snapshot.stations if known.get(one.id) is not one]
        for gone in known.keys() - snapshot.by_id.keys():
            self._forget(gone)
        self._stations = dict(snapshot.by_id)
        self._look_at_records(changed, snapshot)
        self._look_at_days(changed if day == self._day else snapshot.stations, day)
        self._day = day

    def items(self, ids: Collection[str]) -> Iterator[WorkItem]:
        """Yield what is to be done about these stations."""
        for table in (self._in_records, self._by_date):
            for station_id, items in table.items():
                if station_id in ids:
                    yield from items
        for station_id in self._twins:
            if station_id in ids:
                yield from self._duplicates(station_id, ids)

    def _forget(self, station_id: str) -> None:
        for table in (self._in_records, self._by_date, self.codes):
            table.pop(station_id, None)
        self._forget_twins(station_id)

    def _forget_twins(self, station_id: str) -> None:
        for other in self._twins.pop(station_id, ()):
            self._twins[other].pop(station_id, None)

    def _look_at_records(self, changed: Sequence[Station], snapshot: Snapshot) -> None:
        codes = self._areas.codes_of(changed)
        self.codes.update(zip((one.id for one in changed), codes, strict=True))
        for station in changed:
            self._in_records.pop(station.id, None)
            self._forget_twins(station.id)
        for item in work_in_records(changed, self._areas.districts):
            self._in_records.setdefault(item.station.id, []).append(item)
        for pair in _pairs(changed, snapshot):
            self._twins[pair.a.id][pair.b.id] = pair
            self._twins[pair.b.id][pair.a.id] = pair

    def _look_at_days(self, stations: Sequence[Station], day: date) -> None:
        for station in stations:
            due = list(work_by_date(station, day, stale_after_days=self._stale_after_days))
            if due:
                self._by_date[station.id] = due
            else:
                self._by_date.pop(station.id, None)

    def _duplicates(self, station_id: str, among: Collection[str]) -> Iterator[WorkItem]:
        """Yield one item for each pair: of two stations that are asked about, at the first."""
        for other_id, pair in self._twins[station_id].items():
            if station_id < other_id or other_id not in among:
                yield WorkItem(
                    kind=WorkKind.DUPLICATE,
                    station=self._stations[station_id],
                    other=self._stations[other_id],
                    facts={"metres": round(pair.distance_m)},
                )


def _pairs(changed: Sequence[Station], snapshot: Snapshot) -> Iterator[Pair]:
    """Yield the likely duplicates among which there is a changed station; closed ones are none."""
    if len(changed) >= MANY:
        yield from likely_duplicates([one for one in snapshot.stations if _may_be_twice(one)])
        return
    for station in filter(_may_be_twice, changed):
        near = snapshot.index.within(station.position, REACH_M, _may_be_twice)
        yield from duplicates_of(station, [one.station for one in near])


def _may_be_twice(station: Station) -> bool:
    return station.status is not Status.CLOSED
