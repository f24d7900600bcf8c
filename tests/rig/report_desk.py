"""Two stations in two districts, couriers who report on them, and staff who may answer for one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rig.edit_desk import IN_CHAOYANG, IN_HAIDIAN, NOW, EditDesk
from rig.stations import station
from stationmap.services.reports import Receipt, Reports
from stationmap.settings import Settings
from stationmap.upkeep.change import Action, Change
from stationmap.upkeep.report import ReportedFault

if TYPE_CHECKING:
    from stationmap.stations.codes import Facility

COURIER, OTHER_COURIER = "192.0.2.7", "192.0.2.8"
HERE, ELSEWHERE = "HD1", "CY1"
"""A station in the area of `edit_desk.STAFF`, and one that is not."""


@dataclass
class ReportDesk(EditDesk):
    """An edit desk with two stations and the reports service; its clock stands still."""

    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        """Put the stations into the list."""
        super().__post_init__()
        for station_id, position in ((HERE, IN_HAIDIAN), (ELSEWHERE, IN_CHAOYANG)):
            change = Change(action=Action.ADDED, who="admin", at=NOW)
            some = station(id=station_id, name=f"{station_id}号驿站", position=position)
            self.store.save(some, change, version=0)
        self.reports = Reports(
            self.store, self.authority, self.areas, self.settings, clock=self._clock
        )

    def file(
        self,
        station_id: str = HERE,
        fault: ReportedFault = ReportedFault.CLOSED,
        text: str = "",
        *,
        facility: Facility | None = None,
        client: str = COURIER,
    ) -> Receipt:
        """Let a courier report."""
        return self.reports.file(station_id, fault, facility=facility, text=text, client=client)
