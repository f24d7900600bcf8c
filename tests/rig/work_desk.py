"""The desk of whoever works through the list: all services of work over one store in memory."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rig.edit_desk import EditDesk, all_areas
from stationmap.files.standards import read_standards
from stationmap.services.answer_reports import AnswerReports
from stationmap.services.district_quality import DistrictQuality
from stationmap.services.findings import Findings
from stationmap.services.live import LiveStations
from stationmap.services.snapshot import Surroundings
from stationmap.services.standards import Standards
from stationmap.services.work_list import WorkList
from stationmap.settings import Settings
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.account import Account, Role
from stationmap.upkeep.area import CITY
from stationmap.upkeep.change import Action, Change
from stationmap.upkeep.report import Report, ReportedFault

if TYPE_CHECKING:
    from datetime import date

    from stationmap.services.search import SearchPlaces
    from stationmap.stations.districts import Districts
    from stationmap.stations.station import Station


class WorkDesk(EditDesk):
    """An edit desk with the services of work; every account may be asked for by its area."""

    def __post_init__(self) -> None:
        """Follow the store from its first revision on."""
        super().__post_init__()
        around = Surroundings(
            Settings(), read_districts=lambda: all_areas().districts, make_search=_no_search
        )
        live = LiveStations(self.store, around)
        self.findings = Findings(live, self.areas, Settings(), clock=self._clock)
        reports = AnswerReports(self.store, self.authority, self.areas, clock=self._clock)
        self.work = WorkList(self.findings, reports, clock=self._clock)
        profiles = read_standards(Settings().standards)
        self.standards = Standards(self.findings, profiles, clock=self._clock)
        self.quality = DistrictQuality(self.findings, reports, self.standards, clock=self._clock)

    @property
    def today(self) -> date:
        """The day in Beijing."""
        return (self.now + timedelta(hours=8)).date()

    def account(self, area: str = CITY, role: Role = Role.STAFF) -> Account:
        """Return an account that works in an area."""
        return Account(login="one", name="One", role=role, area=area, created_at=self.now)

    def keep(self, *stations: Station) -> None:
        """Put stations into the store as they are, sound or not, or change them so."""
        for station in stations:
            known = {kept.station.id: kept.version for kept in self.store.find(StationQuery())}
            change = Change(action=Action.IMPORTED, who="rig", at=self.now)
            self.store.save(station, change, version=known.get(station.id, 0))

    def report(self, station_id: str, *, due_in_hours: float, times: int = 1) -> Report:
        """File a report that waits."""
        return self.store.reports.add(
            Report(
                id=0,
                station_id=station_id,
                fault=ReportedFault.CLOSED,
                times=times,
                filed_at=self.now - timedelta(days=1),
                last_at=self.now,
                due_at=self.now + timedelta(hours=due_in_hours),
            )
        )


def _no_search(_districts: Districts) -> SearchPlaces:
    raise NotImplementedError("the work list searches nothing")
