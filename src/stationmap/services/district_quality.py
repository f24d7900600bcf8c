"""How good the records of each district are, or of each street where one district is looked at."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from stationmap.services.authority import now_utc
from stationmap.services.per_station import PerStation
from stationmap.stations.codes import Status
from stationmap.upkeep.area import CITY
from stationmap.upkeep.completion import Completion
from stationmap.upkeep.quality import Part, Quality, marks, quality_by_group, quality_of_all
from stationmap.upkeep.work import WorkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date, datetime

    from stationmap.services.answer_reports import AnswerReports
    from stationmap.services.findings import Findings, InArea
    from stationmap.services.standards import Standards
    from stationmap.stations.station import Station
    from stationmap.upkeep.account import Account

    _Scores = tuple[Quality, dict[str, Quality]]

PARTS = tuple(Part)
PERIOD = timedelta(days=90)
"""Reports filed so long ago or later count for how many are answered in time."""

COUNTED = frozenset({Status.OPEN, Status.SUSPENDED})
"""Records of stations that are closed for good or only planned are no part of the score."""

FAULTS = {
    WorkKind.OUTSIDE_CITY: Part.POSITION,
    WorkKind.WRONG_DATUM: Part.POSITION,
    WorkKind.WRONG_DISTRICT: Part.POSITION,
    WorkKind.DUPLICATE: Part.DISTINCT,
}
"""Which part of the score suffers from which work that is to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityTable:
    """The quality of the account's area as a whole, and of each area directly within it.

    Attributes
    ----------
    completion
        By area, what became of the reports filed in the last `PERIOD`; the area as a whole too.
    """

    area: str
    whole: Quality
    by_area: Mapping[str, Quality]
    completion: Mapping[str, Completion]


class DistrictQuality:
    """Scores the records; threads may share it."""

    def __init__(
        self,
        findings: Findings,
        reports: AnswerReports,
        standards: Standards,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._findings = findings
        self._reports = reports
        self._standards = standards
        self._clock = clock
        self._kept: tuple[InArea, frozenset[str], _Scores] | None = None
        self._marked: tuple[date, PerStation[tuple[float, ...]]] | None = None

    def table(self, account: Account) -> QualityTable:
        """Score what the account's area holds: the city's districts, or a district's streets."""
        return self.table_of(account.area)

    def table_of(self, area: str) -> QualityTable:
        """Score what an area holds, as `table` does."""
        here, overdue = self._findings.in_area(area), self._overdue()
        kept = self._kept
        if kept is None or kept[0] is not here or kept[1] != overdue:
            kept = self._kept = here, overdue, self._scored(area, here, overdue)
        whole, by_area = kept[2]
        completion = self._completion(area)
        return QualityTable(area=area, whole=whole, by_area=by_area, completion=completion)

    def _scored(self, area: str, here: InArea, overdue: Iterable[str]) -> _Scores:
        counted = [one for one in here.stations.values() if one.status in COUNTED]
        marked = np.array([*map(self._marks_on(here.day), counted)]).reshape(-1, len(Part))
        row_of = {station.id: row for row, station in enumerate(counted)}
        for station_id, part in _faults(here, overdue):
            if station_id in row_of:
                marked[row_of[station_id], PARTS.index(part)] = 0.0
        groups = self._groups(area, set(here.codes.values()))
        named = [groups[here.codes[station.id]] for station in counted]
        return quality_of_all(marked), quality_by_group(marked, named)

    def _overdue(self) -> frozenset[str]:
        """Return the ids of the stations of which a report is overdue."""
        now, waiting = self._clock(), self._reports.waiting()
        return frozenset(one.station.id for one in waiting if one.report.is_overdue(now))

    def _completion(self, area: str) -> dict[str, Completion]:
        found: dict[str, Completion] = defaultdict(Completion)
        told = self._reports.completion(self._clock() - PERIOD)
        here = {code: one for code, one in told.items() if self._findings.areas.within(area, code)}
        for code, group in self._groups(area, here).items():
            found[group] += here[code]
            if group != area:
                found[area] += here[code]
        return found

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
