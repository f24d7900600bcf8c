"""How good the records of each district are, or of each street where one district is looked at."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.services.authority import now_utc
from stationmap.stations.codes import Status
from stationmap.upkeep.area import CITY
from stationmap.upkeep.quality import Part, Quality, marks, quality_by_group, quality_of_all
from stationmap.upkeep.report import ReportState
from stationmap.upkeep.standards import checklists
from stationmap.upkeep.work import WorkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from stationmap.services.findings import Findings, InArea
    from stationmap.services.standards import Standards
    from stationmap.store.protocol import Store
    from stationmap.upkeep.account import Account

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
        faults, profiles = _faults(here, overdue), self._standards.profiles()
        counted = [one for one in here.stations.values() if one.status in COUNTED]
        marked = [
            list(
                marks(
                    station,
                    day=here.day,
                    stale_after_days=self._findings.stale_after_days,
                    checklists=checklists(profiles, station),
                    faults=faults[station.id],
                ).values()
            )
            for station in counted
        ]
        groups = self._groups(area, set(here.codes.values()))
        named = [groups[here.codes[station.id]] for station in counted]
        return QualityTable(area, quality_of_all(marked), quality_by_group(marked, named))

    def _groups(self, area: str, codes: Iterable[str]) -> dict[str, str]:
        """Return for each code the area directly within the given one that it belongs to."""
        if area != CITY:
            return {code: code for code in codes}
        district_of = {street.code: street.district for street in self._findings.areas.streets}
        return {code: district_of.get(code, code) for code in codes}


def _faults(here: InArea, overdue: Iterable[str]) -> dict[str, set[Part]]:
    """Return by station's id the parts that what is to be done says are wrong."""
    faults: dict[str, set[Part]] = defaultdict(set)
    for item in here.items:
        if item.kind in FAULTS:
            for station in filter(None, (item.station, item.other)):
                faults[station.id].add(FAULTS[item.kind])
    for station_id in overdue:
        faults[station_id].add(Part.ANSWERED)
    return faults
