"""What couriers report and confirm: taken without an account, counted, limited."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rig.edit_desk import ADMIN, IN_HAIDIAN_TOO, NOW
from rig.report_desk import COURIER, ELSEWHERE, HERE, OTHER_COURIER, ReportDesk
from stationmap.errors import InvalidReportError, StationNotFoundError, TooManyRequestsError
from stationmap.services.report_limits import PER_STATION
from stationmap.settings import Settings
from stationmap.stations.codes import Facility
from stationmap.upkeep.report import TEXTS_KEPT, ReportedFault, ReportState


@pytest.fixture
def desk() -> ReportDesk:
    return ReportDesk()


def test_a_report_is_due_so_many_hours_after_it_was_filed() -> None:
    desk = ReportDesk(settings=Settings(report_due_hours=48))

    receipt = desk.file(text="  门上贴着\t转租 \n\n ")

    assert receipt.is_new
    assert receipt.due_at == NOW + timedelta(hours=48)
    assert desk.store.reports.find() == [receipt.report]
    assert receipt.report.texts == ("门上贴着 转租",)


def test_several_reports_of_the_same_fault_are_one_with_the_first_deadline(
    desk: ReportDesk,
) -> None:
    first = desk.file(text="关了")
    desk.now = NOW + timedelta(hours=5)
    second = desk.file(client=OTHER_COURIER)
    third = desk.file(text="真的关了", client=OTHER_COURIER)

    assert (second.is_new, third.is_new) == (False, False)
    (report,) = desk.store.reports.find()
    assert (report.id, report.times, report.due_at) == (first.report.id, 3, first.due_at)
    assert report.last_at == desk.now
    assert report.texts == ("关了", "真的关了")


def test_another_fault_facility_or_station_is_another_report(desk: ReportDesk) -> None:
    desk.file()
    desk.file(fault=ReportedFault.MOVED)
    desk.file(fault=ReportedFault.FACILITY_BROKEN, facility=Facility.WATER)
    desk.file(fault=ReportedFault.FACILITY_BROKEN, facility=Facility.AIRCON)
    desk.file(fault=ReportedFault.USED_UP, facility=Facility.WATER)
    desk.file(ELSEWHERE)

    assert [report.times for report in desk.store.reports.find()] == [1] * 6


def test_what_was_answered_is_reported_anew(desk: ReportDesk) -> None:
    first = desk.file()
    desk.reports.answer(ADMIN, first.report.id, ReportState.NOT_SO, "照常开放")

    again = desk.file()

    assert again.is_new
    assert again.report.id != first.report.id


def test_only_so_many_texts_are_kept_but_all_are_counted() -> None:
    desk = ReportDesk(settings=Settings(report_limit=1000))
    for number in range(TEXTS_KEPT + 3):
        desk.file(text=f"第 {number} 句")

    (report,) = desk.store.reports.find()
    assert (len(report.texts), report.times) == (TEXTS_KEPT, TEXTS_KEPT + 3)


@pytest.mark.parametrize(
    ("fault", "facility", "text", "reasons"),
    [
        (ReportedFault.OTHER, None, "x" * 301, ["text_too_long"]),
        (ReportedFault.OTHER, None, "a\x00b", ["bad_text"]),
        (ReportedFault.OTHER, None, "a\ud800b", ["bad_text"]),
        (ReportedFault.OTHER, None, "a\x1b[31mb", ["bad_text"]),
        (ReportedFault.OTHER, None, "a\u202eb", ["bad_text"]),
        (ReportedFault.USED_UP, None, "", ["which_facility"]),
        (ReportedFault.CLOSED, Facility.WATER, "", ["which_facility"]),
        (
            ReportedFault.FACILITY_BROKEN,
            None,
            "\x00" * 301,
            ["text_too_long", "bad_text", "which_facility"],
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_with_every_reason(
    desk: ReportDesk,
    fault: ReportedFault,
    facility: Facility | None,
    text: str,
    reasons: list[str],
) -> None:
    with pytest.raises(InvalidReportError) as refused:
        desk.file(fault=fault, facility=facility, text=text)

    assert list(refused.value.reasons) == reasons
    assert desk.store.reports.find() == []


def test_three_hundred_characters_fit(desk: ReportDesk) -> None:
    assert desk.file(text="字" * 300).report.texts == ("字" * 300,)


def test_of_a_station_that_never_was_nothing_is_taken(desk: ReportDesk) -> None:
    with pytest.raises(StationNotFoundError):
        desk.file("none")
    with pytest.raises(StationNotFoundError):
        desk.reports.confirm("none", client=COURIER)

    assert desk.store.reports.find() == []


def test_of_a_merged_station_the_other_is_reported(desk: ReportDesk) -> None:
    other = desk.store.get(HERE).station.model_copy(
        update={"id": "HD2", "position": IN_HAIDIAN_TOO}
    )
    added = desk.edit.add(ADMIN, other)
    desk.edit.merge(ADMIN, HERE, gone_version=1, into=added.station, into_version=added.version)

    assert desk.file(HERE).report.station_id == "HD2"
    assert desk.reports.confirm(HERE, client=COURIER)
    assert desk.reports.voices("HD2").confirmations is not None


def test_from_one_address_only_so_many_reports_are_taken_an_hour() -> None:
    desk = ReportDesk(settings=Settings(report_limit=3))
    for _ in range(3):
        desk.file()

    with pytest.raises(TooManyRequestsError) as refused:
        desk.file()

    assert 0 < refused.value.retry_after_s <= 3600
    assert desk.file(client=OTHER_COURIER).report.times == 4


def test_an_ipv6_network_counts_as_one_address() -> None:
    desk = ReportDesk(settings=Settings(report_limit=1))
    desk.file(client="2001:db8:1:2::3")

    with pytest.raises(TooManyRequestsError):
        desk.file(client="2001:db8:1:2:ffff::4")


def test_of_one_station_only_so_many_reports_are_taken_an_hour(desk: ReportDesk) -> None:
    for number in range(PER_STATION.most):
        desk.file(client=f"198.51.100.{number}")

    with pytest.raises(TooManyRequestsError):
        desk.file(client="203.0.113.1")
    assert desk.file(ELSEWHERE, client="203.0.113.1").is_new


def test_no_address_is_in_the_service_or_the_store(desk: ReportDesk) -> None:
    desk.file(text="关了")
    desk.reports.confirm(HERE, client=COURIER)

    remembered = repr(vars(desk.store.limits))  # what it remembers is what the test is about
    assert "confirmation" in remembered
    assert COURIER not in remembered
    assert COURIER not in repr(desk.store.reports.find())
    assert COURIER not in repr(desk.store.reports.confirmations(since=NOW.date()))


def test_one_address_confirms_a_station_once_a_day(desk: ReportDesk) -> None:
    assert desk.reports.confirm(HERE, client=COURIER)
    assert not desk.reports.confirm(HERE, client=COURIER)
    assert desk.reports.confirm(ELSEWHERE, client=COURIER)
    assert desk.reports.confirm(HERE, client=OTHER_COURIER)
    desk.now = NOW + timedelta(days=1)
    assert desk.reports.confirm(HERE, client=COURIER)

    confirmed = desk.reports.voices(HERE).confirmations
    assert confirmed is not None
    assert confirmed.count == 3


def test_a_confirmation_is_of_the_day_in_beijing(desk: ReportDesk) -> None:
    desk.reports.confirm(HERE, client=COURIER)

    confirmed = desk.reports.voices(HERE).confirmations
    assert confirmed is not None
    assert confirmed.last_on == NOW.date() + timedelta(days=1)


def test_an_answer_is_shown_for_thirty_days(desk: ReportDesk) -> None:
    answered = desk.file().report
    desk.reports.answer(ADMIN, answered.id, ReportState.MENDED, "好了")
    waiting = desk.file(fault=ReportedFault.OTHER).report

    def shown() -> list[int]:
        return [report.id for report in desk.reports.voices(HERE).reports]

    assert shown() == [waiting.id, answered.id]
    desk.now = NOW + timedelta(days=30)
    assert shown() == [waiting.id, answered.id]
    desk.now += timedelta(microseconds=1)
    assert shown() == [waiting.id]


def test_a_doubt_is_what_waits_and_makes_the_way_vain(desk: ReportDesk) -> None:
    moved = desk.file(fault=ReportedFault.MOVED).report
    desk.file(fault=ReportedFault.COULD_NOT_ENTER)
    desk.file(ELSEWHERE, ReportedFault.FACILITY_BROKEN, facility=Facility.WATER)

    assert desk.reports.doubts([HERE, ELSEWHERE]) == {HERE: ReportedFault.MOVED}
    assert desk.reports.doubts([]) == {}
    for client in (COURIER, OTHER_COURIER):
        desk.file(fault=ReportedFault.CLOSED, client=client)
    assert desk.reports.doubts([HERE]) == {HERE: ReportedFault.CLOSED}

    closed = desk.reports.voices(HERE).reports[-1]
    for report in (moved, closed):
        desk.reports.answer(ADMIN, report.id, ReportState.NOT_SO, "在呢")
    assert desk.reports.doubts([HERE]) == {}


def test_a_report_changes_nothing_of_the_station(desk: ReportDesk) -> None:
    before = desk.store.get(HERE)
    desk.file(fault=ReportedFault.NEVER_EXISTED)

    assert desk.store.get(HERE) == before
