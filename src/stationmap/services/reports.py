"""What couriers report and confirm, without an account; nobody's name or place is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from stationmap.errors import InvalidReportError, StationRemovedError
from stationmap.services.answer_reports import AnswerReports
from stationmap.services.authority import now_utc
from stationmap.services.looking import resolve
from stationmap.services.report_limits import ReportLimits
from stationmap.stations.calendar import in_beijing
from stationmap.upkeep.freshness import CONFIRMED_WITHIN_DAYS
from stationmap.upkeep.report import IN_VAIN, OF_A_FACILITY, Report, ReportState
from stationmap.upkeep.short_text import reasons_against, tidied

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from stationmap.services.authority import Authority
    from stationmap.settings import Settings
    from stationmap.stations.codes import Facility
    from stationmap.stations.station import Station
    from stationmap.store.protocol import Store
    from stationmap.upkeep.area import Areas
    from stationmap.upkeep.report import Confirmations, ReportedFault

ANSWERS_SHOWN_FOR = timedelta(days=30)
"""So long after it, an answer stands on the station's page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of what a courier reported.

    Attributes
    ----------
    is_new
        Whether nobody had reported it yet.
    """

    report: Report
    is_new: bool

    @property
    def due_at(self) -> datetime:
        """When it is to be answered at the latest."""
        return self.report.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """What couriers said of a station lately.

    Attributes
    ----------
    reports
        Those that wait, the one due first first; then those answered lately, the last first.
    """

    reports: tuple[Report, ...] = ()
    confirmations: Confirmations | None = None


class Reports(AnswerReports):
    """Takes what couriers say and shows it; what staff do with it is `AnswerReports`."""

    def __init__(
        self,
        store: Store,
        authority: Authority,
        areas: Areas,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        super().__init__(store, authority, areas, clock=clock)
        self._due_after = timedelta(hours=settings.report_due_hours)
        self._limits = ReportLimits(store, reports_an_hour=settings.report_limit, clock=clock)

    def file(
        self,
        station_id: str,
        fault: ReportedFault,
        *,
        facility: Facility | None = None,
        text: str = "",
        client: str,
    ) -> Receipt:
        """Take a report; one of a fault that waits already is counted with it.

        Parameters
        ----------
        station_id
            Of a station in the list, or of one that was merged into it.
        facility
            For a fault of a facility, which; for others None.
        client
            The address it comes from; it is used for the limits and forgotten.

        Raises
        ------
        InvalidReportError
            If the facility is missing or out of place, or the text cannot be kept; it names all.
        StationNotFoundError
            If there is no such station in the list.
        TooManyRequestsError
            If there were too many from this address, or of this station.
        """
        text = tidied(text)
        _refuse_unfit(fault, facility, text)
        station = self._in_list(station_id)
        self._limits.admit_report(client, station.id)
        with self._store.transaction():
            return self._counted(station.id, fault, facility, text)

    def confirm(self, station_id: str, *, client: str) -> bool:
        """Count "it is open" for today; say whether it counts.

        From one address, only the first of a day for each station does.

        Raises
        ------
        StationNotFoundError
            If there is no such station in the list.
        TooManyRequestsError
            If there were too many from this address.
        """
        station, today = self._in_list(station_id), in_beijing(self._clock()).date()
        if not self._limits.admit_confirmation(client, station.id, today):
            return False
        self._store.reports.confirm(station.id, day=today)
        return True

    def voices(self, station_id: str) -> Voices:
        """Return what couriers said of a station lately."""
        now = self._clock()
        reports = self._store.reports.find(station_ids=[station_id])
        waiting = [one for one in reports if one.state is ReportState.WAITING]
        answered = [
            (one.answered_at, one)
            for one in reports
            if one.answered_at is not None and one.answered_at >= now - ANSWERS_SHOWN_FOR
        ]
        answered.sort(key=lambda pair: pair[0], reverse=True)
        since = in_beijing(now).date() - timedelta(days=CONFIRMED_WITHIN_DAYS)
        confirmed = self._store.reports.confirmations(since=since, station_ids=[station_id])
        return Voices(
            reports=(*waiting, *(one for _, one in answered)),
            confirmations=confirmed.get(station_id),
        )

    def doubts(self, station_ids: Collection[str] | None = None) -> dict[str, ReportedFault]:
        """Return, of these stations or of all, why a courier might go there in vain.

        It is what was reported and waits for an answer; nobody has looked yet.
        """
        if station_ids is not None and not station_ids:
            return {}
        ids = None if station_ids is None else [*station_ids]
        waiting = self._store.reports.find(station_ids=ids, state=ReportState.WAITING)
        vain = [one for one in waiting if one.fault in IN_VAIN]
        # Of several, the one that most couriers reported is the last, and stays.
        return {one.station_id: one.fault for one in sorted(vain, key=lambda one: one.times)}

    def _in_list(self, station_id: str) -> Station:
        kept = resolve(self._store, station_id)
        if kept.removed:
            raise StationRemovedError(station_id, kept.successor)
        return kept.station

    def _counted(
        self, station_id: str, fault: ReportedFault, facility: Facility | None, text: str
    ) -> Receipt:
        now, reports = self._clock(), self._store.reports
        for waiting in reports.find(station_ids=[station_id], state=ReportState.WAITING):
            again = waiting.again(text, now)
            if waiting.is_of(fault, facility) and reports.save(again, was=ReportState.WAITING):
                return Receipt(report=again, is_new=False)
        new = Report(
            id=0,
            station_id=station_id,
            fault=fault,
            facility=facility,
            texts=(text,) if text else (),
            filed_at=now,
            last_at=now,
            due_at=now + self._due_after,
        )
        return Receipt(report=reports.add(new), is_new=True)


def _refuse_unfit(fault: ReportedFault, facility: Facility | None, text: str) -> None:
    reasons = reasons_against(text)
    if (fault in OF_A_FACILITY) != (facility is not None):
        reasons.append("which_facility")
    if reasons:
        raise InvalidReportError(reasons)
