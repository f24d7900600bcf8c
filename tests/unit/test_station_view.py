"""What the page of one station says, and what it says is not known."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from rig.stations import station
from stationmap.labels import Language
from stationmap.stations.calendar import BEIJING
from stationmap.stations.codes import Facility
from stationmap.stations.hours import ArrivalState
from stationmap.web.station_view import StationView, station_view

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=BEIJING)


def view_of(**facts: Any) -> StationView:
    return station_view(station(**facts), now=NOON, language=Language.ZH)


def test_what_is_not_known_is_said_so() -> None:
    facts = dict(view_of().facts)

    assert facts["地址"] == facts["电话"] == facts["能坐"] == facts["数据来源"] == "未知"


def test_every_facility_is_either_there_or_not_or_not_known() -> None:
    view = view_of(facilities={"water": "working", "tv": "absent", "wifi": "broken"})

    assert view.without == "电视"
    assert len(view.facilities) == 2
    assert len(view.unknown.split("、")) == len(Facility) - 3


def test_seven_days_are_told_with_their_dates() -> None:
    week = view_of(
        opening_hours="Mo-Fr 08:00-20:00; Sa,Su off", self_entry_hours="Sa 10:00-12:00"
    ).week

    assert week[0] == ("周五 11/20", "08:00–20:00")
    assert week[1] == ("周六 11/21", "10:00–12:00 自助进入")
    assert week[2] == ("周日 11/22", "不开")
    assert len(week) == 7


def test_a_holiday_is_named() -> None:
    holiday = datetime(2026, 10, 1, 12, 0, tzinfo=BEIJING)
    some = station(opening_hours="Mo-Su 08:00-20:00; PH off")

    week = station_view(some, now=holiday, language=Language.ZH).week

    assert week[0] == ("周四 10/1 放假", "不开")


def test_a_suspended_station_is_not_said_to_be_open() -> None:
    view = view_of(status="suspended", opening_hours="24/7")

    assert view.state is ArrivalState.CLOSED
    assert view.state_label == "暂停使用"


@pytest.mark.parametrize(
    "days", [{"suspended_until": date(2026, 11, 19)}, {"suspended_from": date(2026, 11, 21)}]
)
def test_a_suspension_that_is_over_or_to_come_is_not_said_to_hold_now(
    days: dict[str, date],
) -> None:
    view = view_of(status="suspended", opening_hours="08:00-20:00", **days)

    assert view.state is ArrivalState.OPEN
    assert view.state_label == "开到 20:00"


@pytest.mark.parametrize(("status", "said"), [("closed", "已撤销"), ("planned", "规划中")])
def test_what_is_in_use_at_no_hour_says_why(status: str, said: str) -> None:
    view = view_of(status=status, opening_hours="24/7")

    assert view.state is ArrivalState.CLOSED
    assert view.state_label == said


def test_a_shut_station_says_how_it_is_now_not_on_arrival() -> None:
    """Nobody has said here where she comes from."""
    view = view_of(opening_hours="Mo-Su 02:00-02:30")

    assert view.state_label == "现在关着，明天 02:00 开"


def test_unknown_hours_ask_her_to_call() -> None:
    view = view_of()

    assert view.state_label == "开放时间不明，请先打电话"
    assert {hours for _, hours in view.week} == {"时间不明，请先打电话"}
