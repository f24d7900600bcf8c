"""What staff do with couriers' reports: see those of their area, answer them, be measured by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from stationmap.errors import InvalidReportError, ReportAnsweredError, ReportNotFoundError
from stationmap.services.authority import now_utc
from stationmap.services.looking import resolve
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.completion import Completion, completion_of
from stationmap.upkeep.placed_report import ALL_WAITING, PlacedReport, WantedReports
from stationmap.upkeep.report import Report, ReportState
from stationmap.upkeep.short_text import reasons_against, tidied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from stationmap.services.authority import Authority
    from stationmap.stations.station import Station
    from stationmap.store.protocol import Store
    from stationmap.upkeep.account import Actor
    from stationmap.upkeep.area import Areas

LOOKED_BACK = timedelta(days=90)
"""Answered reports that were filed earlier are no longer listed."""


class AnswerReports:
    """Threads may share it."""

    def __init__(
        self,
        store: Store,
        authority: Authority,
        areas: Areas,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._store = store
        self._authority = authority
        self._areas = areas
        self._clock = clock

    def find(self, actor: Actor, wanted: WantedReports = ALL_WAITING) -> list[PlacedReport]:
        """Return reports of the account's area: of those that wait, the one due first first.

        Of those that were answered, the one answered last first. Planners may read them too.

        Raises
        ------
        NotSignedInError
            If the session is not open, or its account is disabled.
        """
        account = self._authority.account(actor)
        area = account.area if wanted.area is None else wanted.area
        found = [
            placed
            for placed in self._placed(self._reports(is_waiting=wanted.is_waiting))
            if self._areas.within(account.area, placed.area)
            and self._areas.within(area, placed.area)
            and wanted.fits(placed)
        ]
        if wanted.is_waiting:
            return found
        return sorted(found, key=_answered_at, reverse=True)

    def waiting(self) -> list[PlacedReport]:
        """Return every report that waits, wherever its station is; the one due first first."""
        return self._placed(self._reports(is_waiting=True))

    def one(self, actor: Actor, report_id: int) -> PlacedReport:
        """Return one report of the account's area.

        Raises
        ------
        NotSignedInError
            As for `find`.
        ReportNotFoundError
            If there is no such report in the account's area.
        """
        account, report = self._authority.account(actor), self._store.reports.get(report_id)
        for placed in [] if report is None else self._placed([report]):
            if self._areas.within(account.area, placed.area):
                return placed
        raise ReportNotFoundError(report_id)

    def answer(self, actor: Actor, report_id: int, state: ReportState, text: str) -> PlacedReport:
        """Answer a report of the account's area, once.

        Parameters
        ----------
        state
            Whether it was so and is mended, or was not so.
        text
            What couriers read beside it.

        Raises
        ------
        NotSignedInError, NotAllowedError, OutsideAreaError
            As the account is at this moment.
        InvalidReportError
            If there is no text, or one that cannot be kept, or the state is none of an answer.
        ReportNotFoundError
            If there is no such report.
        ReportAnsweredError
            If somebody answered it before.
        """
        text = tidied(text)
        with self._store.transaction():
            report = self._store.reports.get(report_id)
            if report is None:
                self._authority.account(actor)
                raise ReportNotFoundError(report_id)
            (placed,) = self._placed([report])
            account = self._authority.require_editor(actor, placed.station)
            _refuse_unfit(state, text)
            answered = report.answered(state, text, by=account.login, at=self._clock())
            if not self._store.reports.save(answered, was=ReportState.WAITING):
                raise ReportAnsweredError(report_id, placed.answered_by or "")
        return replace(placed, report=answered, answered_by=account.name)

    def completion(self, since: datetime) -> dict[str, Completion]:
        """Return by area what became of the reports that were filed since a moment.

        The areas are the most precise that are known; what a district as a whole has done is the
        sum of those within it.
        """
        by_area: dict[str, list[Report]] = {}
        for placed in self._placed(self._store.reports.find(filed_since=since)):
            by_area.setdefault(placed.area, []).append(placed.report)
        now = self._clock()
        return {area: completion_of(reports, now) for area, reports in by_area.items()}

    def _reports(self, *, is_waiting: bool) -> list[Report]:
        if is_waiting:
            return self._store.reports.find(state=ReportState.WAITING)
        return self._store.reports.find(filed_since=self._clock() - LOOKED_BACK)

    def _placed(self, reports: Sequence[Report]) -> list[PlacedReport]:
        stations = self._stations({report.station_id for report in reports})
        codes = dict(zip(stations, self._areas.codes_of([*stations.values()]), strict=True))
        names = {login: self._name_of(login) for login in {one.answered_by for one in reports}}
        return [
            PlacedReport(
                report=report,
                station=stations[report.station_id],
                area=codes[report.station_id],
                answered_by=names[report.answered_by],
            )
            for report in reports
            if report.station_id in stations
        ]

    def _name_of(self, login: str | None) -> str | None:
        account = None if login is None else self._store.accounts.get(login)
        return login if account is None else account.name

    def _stations(self, ids: Iterable[str]) -> dict[str, Station]:
        """Return the stations of these ids, in the list or not; for a merged one, the other."""
        query = StationQuery(ids=frozenset(ids), with_removed=True)
        return {
            kept.station.id: (
                kept if kept.successor is None else resolve(self._store, kept.station.id)
            ).station
            for kept in self._store.find(query)
        }


def _answered_at(placed: PlacedReport) -> datetime:
    return placed.report.answered_at or placed.report.filed_at


def _refuse_unfit(state: ReportState, text: str) -> None:
    reasons = reasons_against(text)
    if not text:
        reasons.append("no_answer")
    if state is ReportState.WAITING:
        reasons.append("no_outcome")
    if reasons:
        raise InvalidReportError(reasons)
