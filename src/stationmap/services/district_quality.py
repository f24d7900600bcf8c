"""How good the records of each district are, or of each street where one district is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from stationmap.services.authority import now_utc
from stationmap.services.per_station import PerStation
from stationmap.stations.codes import Status
from stationmap.upkeep.area import CITY
from stationmap.upkeep.quality import Part, Quality, marks, quality_by_group, quality_of_all
from stationmap.upkeep.report import ReportState
from stationmap.upkeep.work import WorkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date, datetime

    from stationmap.services.findings import Findings, InArea
    from stationmap.services.standards import Standards
    from stationmap.stations.station import Station
    from stationmap.store.protocol import Store
    from stationmap.upkeep.account import Account

PARTS = tuple(Part)
COUNTED = frozenset({Status.OPEN, Status.SUSPENDED})
"""Records of stations that are closed for good or only planned are no part of the score."""

FAULTS = {
    WorkKind.OUTSIDE_CITY: Part.POSITION,
    WorkKind.WRONG_DATUM: Part.POSITION,
    WorkKind.WRONG_DISTRICT: Part.POSITION,
    WorkKind.DUPLICATE: Part.DISTINCT,
}
"""Which part of the score suffers from which work that is to be done."""


@dataclass(frozen=True, slots=True)
class QualityTable:
    """The quality of the account's area as a whole, and of each area directly within it."""

    area: str
    whole: Quality
    by_area: Mapping[str, Quality]


class DistrictQuality:
    """Scores the records; threads may share it."""

    def __init__(
        self,
        findings: Findings,
        store: Store,
        standards: Standards,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._findings = findings
        self._store = store
        self._standards = standards
        self._clock = clock
        self._kept: tuple[InArea, frozenset[str], QualityTable] | None = None
        self._marked: tuple[date, PerStation[tuple[float, ...]]] | None = None

    def table(self, account: Account) -> QualityTable:
        """Score what the account's area holds: the city's districts, or a district's streets."""
        here, overdue = self._findings.in_area(account.area), self._overdue()
        kept = self._kept
        if kept is None or kept[0] is not here or kept[1] != overdue:
            kept = here, overdue, self._scored(account.area, here, overdue)
            self._kept = kept
        return kept[2]

    def _overdue(self) -> frozenset[str]:
        now = self._clock()
        waiting = self._store.reports.find(state=ReportState.WAITING)
        return frozenset(report.station_id for report in waiting if report.due_at < now)

    def _scored(self, area: str, here: InArea, overdue: Iterable[str]) -> QualityTable:
        counted = [one for one in here.stations.values() if one.status in COUNTED]
        marked = np.array([*map(self._marks_on(here.day), counted)]).reshape(-1, len(Part))
        row_of = {station.id: row for row, station in enumerate(counted)}
        for station_id, part in _faults(here, overdue):
            if station_id in row_of:
                marked[row_of[station_id], PARTS.index(part)] = 0.0
        groups = self._groups(area, set(here.codes.values()))
        named = [groups[here.codes[station.id]] for station in counted]
        return QualityTable(area, quality_of_all(marked), quality_by_group(marked, named))

    def _marks_on(self, day: date) -> PerStation[tuple[float, ...]]:
        """Return what tells a station's marks on a day."""
        if self._marked is None or self._marked[0] != day:
            tell = partial(self._marks, day=day, stale_after_days=self._findings.stale_after_days)
            self._marked = day, PerStation(tell)
        return self._marked[1]

    def _marks(self, station: Station, *, day: date, stale_after_days: int) -> tuple[float, ...]:
        held = self._standards.checklists(station)
        return marks(station, day=day, stale_after_days=stale_after_days, checklists=held)

    def _groups(self, area: str, codes: Iterable[str]) -> dict[str, str]:
        """Return for each code the area directly within the given one that it belongs to."""
        if area != CITY:
            return {code: code for code in codes}
        district_of = {street.code: street.district for street in self._findings.areas.streets}
        return {code: district_of.get(code, code) for code in codes}


def _faults(here: InArea, overdue: Iterable[str]) -> Iterator[tuple[str, Part]]:
    """Yield the ids of stations of which a part is wrong, as what is to be done tells."""
    for item in here.items:
        if item.kind in FAULTS:
            for station in filter(None, (item.station, item.other)):
                yield station.id, FAULTS[item.kind]
    for station_id in overdue:
        yield station_id, Part.ANSWERED
