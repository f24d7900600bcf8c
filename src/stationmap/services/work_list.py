"""The work list: what an account has to do in its area, the most urgent first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from stationmap.services.authority import now_utc
from stationmap.stations.calendar import in_beijing
from stationmap.upkeep.work import WorkItem, WorkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from stationmap.services.answer_reports import AnswerReports
    from stationmap.services.findings import Findings
    from stationmap.stations.station import Station
    from stationmap.upkeep.account import Account
    from stationmap.upkeep.report import Report

ITEMS_PER_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of the work is wanted; what is None or empty does not narrow.

    Attributes
    ----------
    area
        The code of an area within the account's own.
    words
        All of these, in the station's name, address or id.
    """

    kind: WorkKind | None = None
    area: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage:
    """A part of the work list.

    Attributes
    ----------
    counts
        Of each kind that there is any work of, how much, whatever kind is shown.
    found
        How many items there are on all pages.
    number, pages
        Pages count from 1; there is always one.
    """

    items: tuple[WorkItem, ...]
    counts: Mapping[WorkKind, int]
    found: int
    number: int
    pages: int


class WorkList:
    """Answers what there is to do; threads may share it."""

    def __init__(
        self,
        findings: Findings,
        reports: AnswerReports,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._findings = findings
        self._reports = reports
        self._clock = clock

    def page(self, account: Account, wanted: Wanted = Wanted(), number: int = 1) -> WorkPage:
        """Return one page of what an account has to do; out of range, the nearest there is."""
        items = self._items(account, wanted)
        counts = Counter(item.kind for item in items)
        if wanted.kind is not None:
            items = [item for item in items if item.kind is wanted.kind]
        pages = max(1, ceil(len(items) / ITEMS_PER_PAGE))
        number = min(max(number, 1), pages)
        first = (number - 1) * ITEMS_PER_PAGE
        return WorkPage(
            items=tuple(items[first : first + ITEMS_PER_PAGE]),
            counts={kind: counts[kind] for kind in WorkKind if counts[kind]},
            found=len(items),
            number=number,
            pages=pages,
        )

    def _items(self, account: Account, wanted: Wanted) -> list[WorkItem]:
        """Return the work of all kinds, sorted."""
        area = wanted.area or account.area
        if not self._findings.areas.within(account.area, area):
            return []
        reports = self._of_reports(area)
        items = [*sorted(reports, key=_order), *self._findings.in_area(area).items]
        words = wanted.words.casefold().split()
        return [item for item in items if _names(item.station, words)] if words else items

    def _of_reports(self, area: str) -> Iterator[WorkItem]:
        now = self._clock()
        for placed in self._reports.waiting():
            if self._findings.areas.within(area, placed.area):
                yield _to_answer(placed.report, placed.station, now)


def _to_answer(report: Report, station: Station, now: datetime) -> WorkItem:
    is_overdue = report.is_overdue(now)
    return WorkItem(
        kind=WorkKind.REPORT_OVERDUE if is_overdue else WorkKind.REPORT_WAITING,
        station=station,
        since=in_beijing(report.due_at).date(),
        facts={"fault": report.fault, "times": report.times, "due": report.due_at},
        report_id=report.id,
    )


def _order(item: WorkItem) -> tuple[int, date, str]:
    return item.order


def _names(station: Station, words: Sequence[str]) -> bool:
    text = " ".join((station.name, station.address or "", station.id)).casefold()
    return all(word in text for word in words)
