"""Reports with their stations, and which of them somebody wants to see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.upkeep.report import ReportState

if TYPE_CHECKING:
    from stationmap.stations.station import Station
    from stationmap.upkeep.report import Report, ReportedFault


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedReport:
    """A report with its station as it is now, or what that was merged into.

    Attributes
    ----------
    area
        The code of the most precise area that the station is in.
    answered_by
        The name of whoever answered; None while it waits.
    """

    report: Report
    station: Station
    area: str
    answered_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedReports:
    """Which reports are wanted; what is None or empty does not narrow.

    Attributes
    ----------
    area
        The code of an area; what lies outside the account's own is never among the answers.
    words
        All of these, in the station's name or address, in a text or in the answer.
    """

    is_waiting: bool = True
    fault: ReportedFault | None = None
    area: str | None = None
    station_id: str | None = None
    words: str = ""

    def fits(self, placed: PlacedReport) -> bool:
        """Say whether a report is wanted, the area aside."""
        report, station = placed.report, placed.station
        texts = (station.name, station.address or "", report.answer or "", *report.texts)
        told = "\n".join(texts).casefold()
        return (
            (report.state is ReportState.WAITING) == self.is_waiting
            and self.fault in {None, report.fault}
            and self.station_id in {None, station.id, report.station_id}
            and all(word in told for word in self.words.casefold().split())
        )


ALL_WAITING = WantedReports()
