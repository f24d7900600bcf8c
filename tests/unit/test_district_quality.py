"""The quality of districts and streets over a store, with what became of their reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from rig.edit_desk import HAIDIAN, IN_CHAOYANG, IN_HAIDIAN, all_areas
from rig.stations import station
from rig.work_desk import WorkDesk
from stationmap.labels import Language
from stationmap.upkeep.area import CITY
from stationmap.upkeep.completion import Completion
from stationmap.upkeep.quality import Part
from stationmap.upkeep.report import ReportState
from stationmap.web.staff.quality_view import Order, csv_file, quality_rows

if TYPE_CHECKING:
    from stationmap.stations.station import Station
    from stationmap.upkeep.report import Report

CHAOYANG = "110105"
XUEYUANLU = "110108010"


@pytest.fixture
def desk() -> WorkDesk:
    return WorkDesk()


def kept(desk: WorkDesk, station_id: str, **facts: Any) -> Station:
    """Keep a station of which nothing is known but where it is and that it was verified."""
    known = {"position": IN_HAIDIAN, "verified_on": desk.today, "name": f"驿站{station_id}"}
    one = station(**{**known, "id": station_id, **facts})
    desk.keep(one)
    return one


def answer(desk: WorkDesk, report: Report, *, hours_late: float) -> None:
    at = report.due_at + timedelta(hours=hours_late)
    answered = replace(report, state=ReportState.MENDED, answered_by="x", answered_at=at)
    assert desk.store.reports.save(answered, was=ReportState.WAITING)


def test_each_district_is_scored_by_its_stations_and_the_city_by_all(desk: WorkDesk) -> None:
    kept(desk, "1")
    kept(desk, "2", position=IN_CHAOYANG, verified_on=None)
    kept(desk, "3", position=IN_CHAOYANG)

    table = desk.quality.table(desk.account())

    verified = {area: one.shares[Part.VERIFIED] for area, one in table.by_area.items()}
    assert verified == {HAIDIAN: 1, CHAOYANG: 0.5}
    assert (table.area, table.whole.stations) == (CITY, 3)
    assert table.whole.shares[Part.VERIFIED] == pytest.approx(2 / 3)


def test_a_district_is_shown_by_its_streets(desk: WorkDesk) -> None:
    kept(desk, "1", street="学院路街道")
    kept(desk, "2")
    kept(desk, "3", position=IN_CHAOYANG)

    table = desk.quality.table(desk.account(HAIDIAN))

    assert {area: one.stations for area, one in table.by_area.items()} == {
        XUEYUANLU: 1,
        HAIDIAN: 1,
    }
    assert table.whole.stations == 2


@pytest.mark.parametrize("status", ["closed", "planned"])
def test_stations_that_are_not_in_use_do_not_count(desk: WorkDesk, status: str) -> None:
    kept(desk, "1", status=status)

    assert desk.quality.table(desk.account()).by_area == {}


@pytest.mark.parametrize(
    ("part", "facts"),
    [
        (Part.POSITION, {"district": "顺义区"}),
        (Part.DISTINCT, {"name": "学院路暖心驿站"}),
    ],
)
def test_what_the_work_list_finds_counts_against_a_part(
    desk: WorkDesk, part: Part, facts: dict[str, str]
) -> None:
    kept(desk, "1", **facts)
    assert desk.quality.table(desk.account()).whole.shares[Part.DISTINCT] == 1

    kept(desk, "2", **facts)

    assert desk.quality.table(desk.account()).whole.shares[part] == 0


def test_an_overdue_report_counts_and_its_answer_is_noticed(desk: WorkDesk) -> None:
    kept(desk, "1")
    report = desk.report("1", due_in_hours=-1)
    assert desk.quality.table(desk.account()).whole.shares[Part.ANSWERED] == 0

    answer(desk, report, hours_late=1)

    assert desk.quality.table(desk.account()).whole.shares[Part.ANSWERED] == 1


def test_a_report_that_is_not_yet_due_counts_against_nobody(desk: WorkDesk) -> None:
    kept(desk, "1")
    desk.report("1", due_in_hours=1)

    table = desk.quality.table(desk.account())

    assert table.whole.shares[Part.ANSWERED] == 1
    assert table.completion == {HAIDIAN: Completion(waiting=1), CITY: Completion(waiting=1)}


def test_what_became_of_reports_is_told_of_each_area_and_of_the_whole(desk: WorkDesk) -> None:
    kept(desk, "1")
    kept(desk, "2", position=IN_CHAOYANG)
    answer(desk, desk.report("1", due_in_hours=0), hours_late=0)
    answer(desk, desk.report("1", due_in_hours=0), hours_late=2)
    desk.report("2", due_in_hours=-1)

    told = desk.quality.table(desk.account()).completion

    assert told[HAIDIAN] == Completion(answered_in_time=1, answered_late=1)
    assert told[CHAOYANG] == Completion(overdue=1)
    assert told[CITY] == Completion(answered_in_time=1, answered_late=1, overdue=1)
    assert set(desk.quality.table(desk.account(CHAOYANG)).completion) == {CHAOYANG}


def test_the_rows_stand_in_the_order_asked_for_below_the_whole(desk: WorkDesk) -> None:
    kept(desk, "1")
    kept(desk, "2", position=IN_CHAOYANG, verified_on=None)
    table = desk.quality.table(desk.account())

    def names(order: Order) -> list[str]:
        rows = quality_rows(table, all_areas(), order, Language.EN)
        return [row.name for row in rows]

    assert names(Order()) == ["All", "Chaoyang", "Haidian"]
    assert names(Order().after_tap_on("score")) == ["All", "Haidian", "Chaoyang"]
    assert names(Order(column="area")) == ["All", "Chaoyang", "Haidian"]


def test_the_file_holds_what_the_table_shows(desk: WorkDesk) -> None:
    kept(desk, "1")
    answer(desk, desk.report("1", due_in_hours=0), hours_late=0)
    rows = quality_rows(desk.quality.table(desk.account()), all_areas(), Order(), Language.EN)

    head, whole, haidian = csv_file(rows, Language.EN).decode("utf-8-sig").splitlines()

    assert head.startswith("Area,Score,Answered in time (90 days),Stations,Checked lately,")
    assert whole.startswith("All,50.0,1.000,1,1.000,0.000,")
    assert haidian.split(",")[0] == "Haidian"
