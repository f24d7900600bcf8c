"""Reports over HTTP: filed by anybody within limits, read and answered by staff of the area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rig.api_desk import ApiDesk, api_desk
from rig.edit_desk import HAIDIAN
from stationmap.settings import Settings
from stationmap.upkeep.account import Operator, Role
from stationmap.upkeep.report import ReportedFault, ReportState

if TYPE_CHECKING:
    from collections.abc import Iterator

REPORTS = "/api/reports"
CLOSED = {"station_id": "hd-1", "fault": "closed", "text": "门锁着"}


@pytest.fixture
def desk() -> Iterator[ApiDesk]:
    with api_desk() as opened:
        yield opened


def file(desk: ApiDesk, station_id: str = "hd-1", fault: str = "closed") -> None:
    desk.office.reports.file(station_id, ReportedFault(fault), client="192.0.2.1")


def test_a_report_is_taken_and_says_by_when_it_is_answered(desk: ApiDesk) -> None:
    answer = desk.client.post(REPORTS, json=CLOSED)

    (report,) = desk.office.store.reports.find()
    assert answer.status_code == 201
    assert answer.json() == {
        "station_id": "hd-1",
        "fault": "closed",
        "facility": None,
        "is_new": True,
        "times": 1,
        "due_at": report.due_at.isoformat(),
    }
    assert (report.fault, report.texts) == (ReportedFault.CLOSED, ("门锁着",))


def test_the_same_fault_is_counted_with_the_report_that_waits(desk: ApiDesk) -> None:
    desk.client.post(REPORTS, json=CLOSED)

    again = desk.client.post(REPORTS, json=CLOSED)

    assert (again.status_code, again.json()["times"], again.json()["is_new"]) == (200, 2, False)
    assert len(desk.office.store.reports.find()) == 1


def test_a_report_of_a_merged_station_is_of_its_successor(desk: ApiDesk) -> None:
    into = desk.office.edit.get("hd-2").station
    desk.office.edit.merge(Operator(), "hd-1", gone_version=1, into=into, into_version=1)
    assert desk.client.post(REPORTS, json=CLOSED).json()["station_id"] == "hd-2"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"fault": "closed"}, 422),
        ({"station_id": "hd-1"}, 422),
        ({"station_id": "hd-1", "fault": "ugly"}, 422),
        ({"station_id": "hd-1", "fault": "facility_broken"}, 422),
        ({"station_id": "hd-1", "fault": "closed", "facility": "water"}, 422),
        ({"station_id": "hd-1", "fault": "facility_broken", "facility": "pool"}, 422),
        (CLOSED | {"text": "x" * 301}, 422),
        (CLOSED | {"text": "a\x00b"}, 422),
        (CLOSED | {"position": [116.4, 39.9]}, 422),
        (CLOSED | {"phone": "13800000000"}, 422),
        (CLOSED | {"station_id": "nobody"}, 404),
        (CLOSED | {"station_id": "gone"}, 410),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    desk: ApiDesk, sent: dict[str, Any], status: int
) -> None:
    gone = desk.office.edit.get("hd-1").station.model_copy(update={"id": "gone"})
    desk.save(gone)
    desk.office.edit.remove(Operator(), "gone", version=1)

    assert desk.client.post(REPORTS, json=sent).status_code == status
    assert desk.office.store.reports.find() == []


def test_no_other_site_can_let_a_browser_report(desk: ApiDesk) -> None:
    """Without asking first, a page can send text and forms, but no JSON."""
    headers = {"Content-Type": "text/plain", "Origin": "https://example.org"}
    answer = desk.client.post(REPORTS, content='{"station_id": "hd-1"}', headers=headers)
    assert answer.status_code == 415


def test_too_many_reports_of_one_address_have_to_wait() -> None:
    with api_desk(settings=Settings(report_limit=2)) as desk:
        answers = [
            desk.client.post(REPORTS, json=CLOSED | {"fault": fault})
            for fault in ("closed", "moved", "other")
        ]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert 3590 <= int(answers[-1].headers["retry-after"]) <= 3600


def test_staff_read_the_reports_of_their_area_alone(desk: ApiDesk) -> None:
    file(desk, "hd-1")
    file(desk, "cy-1")

    told = desk.client.get(REPORTS, headers=desk.hire("limei", area=HAIDIAN)).json()

    assert (told["numberMatched"], told["numberReturned"]) == (1, 1)
    (report,) = told["reports"]
    assert (report["station_id"], report["station_name"]) == ("hd-1", "海淀一")
    assert (report["state"], report["area"]) == ("waiting", HAIDIAN)


def test_reports_are_narrowed_and_paged(desk: ApiDesk) -> None:
    for fault in ("closed", "moved", "other"):
        file(desk, "hd-1", fault)
    headers = desk.hire("limei")

    def told(query: str) -> list[str]:
        answer = desk.client.get(f"{REPORTS}?{query}", headers=headers).json()
        return [report["fault"] for report in answer["reports"]]

    assert told("fault=moved") == ["moved"]
    assert told("station=hd-2") == told("waiting=false") == told("area=110105") == []
    assert told("limit=2") + told("limit=2&offset=2") == told("")


def test_an_answer_is_kept_once(desk: ApiDesk) -> None:
    file(desk)
    (report,) = desk.office.store.reports.find()
    headers = desk.hire("limei")
    address = f"{REPORTS}/{report.id}"

    first = desk.client.patch(address, json={"state": "mended", "answer": "开了"}, headers=headers)
    second = desk.client.patch(address, json={"state": "not_so", "answer": "?"}, headers=headers)

    assert (first.status_code, first.json()["answered_by"]) == (200, "Limei")
    assert (second.status_code, second.json()["answered_by"]) == (409, "Limei")
    kept = desk.office.store.reports.get(report.id)
    assert kept is not None
    assert (kept.state, kept.answer) == (ReportState.MENDED, "开了")
    assert desk.client.get(address, headers=headers).json() == first.json()


def test_a_report_elsewhere_is_neither_read_nor_answered(desk: ApiDesk) -> None:
    file(desk, "cy-1")
    (report,) = desk.office.store.reports.find()
    headers = desk.hire("limei", area=HAIDIAN)
    address, answer = f"{REPORTS}/{report.id}", {"state": "mended", "answer": "开了"}

    assert desk.client.get(address, headers=headers).status_code == 404
    assert desk.client.patch(address, json=answer, headers=headers).status_code == 403


def test_planners_read_and_do_not_answer(desk: ApiDesk) -> None:
    file(desk)
    headers = desk.hire("planner", Role.PLANNER)
    answer = {"state": "mended", "answer": "开了"}

    assert desk.client.get(REPORTS, headers=headers).json()["numberMatched"] == 1
    assert desk.client.patch(f"{REPORTS}/1", json=answer, headers=headers).status_code == 403


@pytest.mark.parametrize("sent", [{}, {"state": "waiting", "answer": "?"}, {"state": "mended"}])
def test_an_answer_that_cannot_be_is_refused(desk: ApiDesk, sent: dict[str, str]) -> None:
    file(desk)
    headers = desk.hire("limei")
    assert desk.client.patch(f"{REPORTS}/1", json=sent, headers=headers).status_code == 422


@pytest.mark.parametrize("number", ["0", "77", "-1", str(2**70)])
def test_a_report_that_there_is_not_is_not_found(desk: ApiDesk, number: str) -> None:
    headers = desk.hire("limei")
    assert desk.client.get(f"{REPORTS}/{number}", headers=headers).status_code == 404


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("GET", "/1"), ("PATCH", "/1")])
def test_only_a_token_reads_and_answers(desk: ApiDesk, method: str, path: str) -> None:
    answer = desk.client.request(method, REPORTS + path, json={} if method == "PATCH" else None)
    assert answer.status_code == 401


@pytest.mark.parametrize("number", ["-1", "0", "7", str(2**31), "9" * 30])
def test_a_report_that_there_is_not_is_called_by_the_number_that_was_asked_for(
    desk: ApiDesk, number: str
) -> None:
    answer = desk.client.get(f"{REPORTS}/{number}", headers=desk.hire("limei"))
    assert (answer.status_code, answer.json()["detail"]) == (404, f"there is no report {number}")
