"""Staff see the reports of their area, answer each once, and are measured by it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rig.edit_desk import ADMIN, HAIDIAN, IN_HAIDIAN, NOBODY, NOW, PLANNER, STAFF
from rig.report_desk import ELSEWHERE, HERE, OTHER_COURIER, ReportDesk
from stationmap.errors import (
    InvalidReportError,
    NotAllowedError,
    NotSignedInError,
    OutsideAreaError,
    ReportAnsweredError,
    ReportNotFoundError,
)
from stationmap.upkeep.completion import Completion
from stationmap.upkeep.placed_report import WantedReports
from stationmap.upkeep.report import ReportedFault, ReportState

if TYPE_CHECKING:
    from stationmap.upkeep.account import SessionKey

MENDED, NOT_SO = ReportState.MENDED, ReportState.NOT_SO
HOUR = timedelta(hours=1)


@pytest.fixture
def desk() -> ReportDesk:
    return ReportDesk()


def ids(desk: ReportDesk, actor: SessionKey, **wanted: object) -> list[int]:
    asked = WantedReports(**wanted)  # type: ignore[arg-type]  # each test names fields of it
    return [placed.report.id for placed in desk.reports.find(actor, asked)]


def test_staff_see_only_the_reports_of_their_area_the_one_due_first_first(
    desk: ReportDesk,
) -> None:
    first = desk.file().report.id
    desk.file(ELSEWHERE)
    desk.now = NOW + HOUR
    second = desk.file(fault=ReportedFault.OTHER).report.id

    assert ids(desk, STAFF) == [first, second]
    assert len(ids(desk, PLANNER)) == 3
    assert ids(desk, STAFF, area="110105") == []
    assert ids(desk, STAFF, area="city") == [first, second]
    assert len(ids(desk, PLANNER, area=HAIDIAN)) == 2


def test_nobody_who_is_not_signed_in_sees_or_answers_any(desk: ReportDesk) -> None:
    report = desk.file().report

    for act in (
        lambda: desk.reports.find(NOBODY),
        lambda: desk.reports.one(NOBODY, report.id),
        lambda: desk.reports.answer(NOBODY, report.id, MENDED, "好了"),
    ):
        with pytest.raises(NotSignedInError):
            act()


def test_staff_of_another_district_can_neither_see_nor_answer(desk: ReportDesk) -> None:
    report = desk.file(ELSEWHERE).report

    with pytest.raises(ReportNotFoundError):
        desk.reports.one(STAFF, report.id)
    with pytest.raises(OutsideAreaError):
        desk.reports.answer(STAFF, report.id, MENDED, "好了")
    assert desk.store.reports.get(report.id) == report


def test_planners_read_and_answer_nothing(desk: ReportDesk) -> None:
    report = desk.file().report

    assert desk.reports.one(PLANNER, report.id).report == report
    with pytest.raises(NotAllowedError):
        desk.reports.answer(PLANNER, report.id, MENDED, "好了")


def test_an_answer_says_who_gave_it_and_when(desk: ReportDesk) -> None:
    report = desk.file().report
    desk.now = NOW + HOUR

    placed = desk.reports.answer(STAFF, report.id, NOT_SO, " 照常开放 ")

    kept = desk.store.reports.get(report.id)
    assert kept == placed.report
    assert kept is not None
    assert (kept.state, kept.answer) == (NOT_SO, "照常开放")
    assert (kept.answered_by, kept.answered_at) == ("staff", desk.now)
    assert ids(desk, STAFF) == []
    assert ids(desk, STAFF, is_waiting=False) == [report.id]


def test_the_second_of_two_colleagues_is_told_who_was_first(desk: ReportDesk) -> None:
    report = desk.file().report
    desk.reports.answer(STAFF, report.id, MENDED, "好了")

    with pytest.raises(ReportAnsweredError) as refused:
        desk.reports.answer(ADMIN, report.id, NOT_SO, "没坏")

    assert refused.value.answered_by == "staff"
    kept = desk.store.reports.get(report.id)
    assert kept is not None
    assert kept.answer == "好了"


@pytest.mark.parametrize(
    ("state", "text", "reasons"),
    [
        (MENDED, "  ", ["no_answer"]),
        (MENDED, "x" * 301, ["text_too_long"]),
        (NOT_SO, "a\x00", ["bad_text"]),
        (ReportState.WAITING, "", ["no_answer", "no_outcome"]),
    ],
)
def test_an_answer_that_says_nothing_is_refused(
    desk: ReportDesk, state: ReportState, text: str, reasons: list[str]
) -> None:
    report = desk.file().report

    with pytest.raises(InvalidReportError) as refused:
        desk.reports.answer(STAFF, report.id, state, text)

    assert list(refused.value.reasons) == reasons
    assert desk.store.reports.get(report.id) == report


def test_a_report_that_never_was_cannot_be_answered(desk: ReportDesk) -> None:
    with pytest.raises(ReportNotFoundError):
        desk.reports.answer(STAFF, 99, MENDED, "好了")


def test_reports_are_narrowed_by_fault_station_and_words(desk: ReportDesk) -> None:
    closed = desk.file(text="贴着 转租 Notice").report.id
    other = desk.file(ELSEWHERE, ReportedFault.OTHER).report.id

    assert ids(desk, PLANNER, fault=ReportedFault.OTHER) == [other]
    assert ids(desk, PLANNER, station_id=HERE) == [closed]
    assert ids(desk, PLANNER, words="notice 转租") == [closed]
    assert ids(desk, PLANNER, words="cy1号") == [other]
    assert ids(desk, PLANNER, words="没有这句") == []


def test_the_report_of_a_merged_station_goes_to_the_staff_of_the_other(desk: ReportDesk) -> None:
    report = desk.file(ELSEWHERE).report
    into = desk.store.get(HERE)
    desk.edit.merge(ADMIN, ELSEWHERE, gone_version=1, into=into.station, into_version=into.version)

    placed = desk.reports.one(STAFF, report.id)

    assert placed.station.id == HERE
    assert ids(desk, STAFF, station_id=HERE) == [report.id]


def test_what_was_answered_comes_last_first(desk: ReportDesk) -> None:
    first, second = desk.file().report.id, desk.file(fault=ReportedFault.OTHER).report.id
    for report_id in (second, first):
        desk.now += HOUR
        desk.reports.answer(STAFF, report_id, MENDED, "好了")

    assert ids(desk, STAFF, is_waiting=False) == [first, second]


def test_the_completion_of_an_area_counts_what_was_answered_in_time(desk: ReportDesk) -> None:
    in_time, late, _overdue = (
        desk.file(fault=fault).report.id
        for fault in (ReportedFault.CLOSED, ReportedFault.MOVED, ReportedFault.OTHER)
    )
    desk.file(ELSEWHERE, client=OTHER_COURIER)
    desk.now = NOW + 24 * HOUR
    desk.reports.answer(STAFF, in_time, MENDED, "就在期限那一刻")
    before = desk.reports.completion(NOW)
    desk.now += timedelta(microseconds=1)
    desk.reports.answer(STAFF, late, MENDED, "晚了一点")
    desk.file(fault=ReportedFault.COULD_NOT_ENTER)

    done = desk.reports.completion(NOW)

    assert before[HAIDIAN] == Completion(answered_in_time=1, waiting=2)
    assert done[HAIDIAN] == Completion(answered_in_time=1, answered_late=1, waiting=1, overdue=1)
    assert done["110105"] == Completion(overdue=1)
    assert done[HAIDIAN].share_in_time == pytest.approx(1 / 3)
    assert desk.reports.completion(NOW + HOUR)[HAIDIAN] == Completion(waiting=1)


def test_nothing_due_has_no_share() -> None:
    assert Completion(waiting=3).share_in_time is None
    assert Completion(overdue=1).share_in_time == 0
    assert Completion(overdue=1) + Completion(waiting=2) == Completion(overdue=1, waiting=2)


def test_a_station_that_was_moved_away_meanwhile_is_no_longer_answered_for(
    desk: ReportDesk,
) -> None:
    report = desk.file(ELSEWHERE).report
    kept = desk.store.get(ELSEWHERE)
    desk.edit.move(ADMIN, ELSEWHERE, version=kept.version, position=IN_HAIDIAN)

    assert desk.reports.answer(STAFF, report.id, MENDED, "好了").report.answered_by == "staff"
