"""What the card of a station says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from rig.stations import station
from stationmap.labels import Language
from stationmap.stations.calendar import BEIJING
from stationmap.stations.hours import Arrival, ArrivalState
from stationmap.web import view_models

TODAY = date(2026, 11, 20)
EIGHT = datetime(2026, 11, 20, 20, 0, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("arrival", "said"),
    [
        (Arrival(state=ArrivalState.OPEN, until=EIGHT), "开到 20:00"),
        (Arrival(state=ArrivalState.OPEN), "24 小时开放"),
        (Arrival(state=ArrivalState.CLOSES_SOON, until=EIGHT), "快关门了，20:00 关"),
        (Arrival(state=ArrivalState.CLOSED, until=EIGHT), "到时关着，20:00 开"),
        (Arrival(state=ArrivalState.CLOSED), "到时关着"),
        (Arrival(state=ArrivalState.UNKNOWN), "开放时间不明，请先打电话"),
    ],
)
def test_each_state_is_said_with_its_time(arrival: Arrival, said: str) -> None:
    assert view_models.state_label(arrival, TODAY, Language.ZH) == said


@pytest.mark.parametrize("language", list(Language))
def test_unknown_is_never_said_as_open(language: Language) -> None:
    said = view_models.state_label(Arrival(state=ArrivalState.UNKNOWN), TODAY, language)

    assert "开着" not in said
    assert "open" not in said.lower()


def test_facilities_name_what_works_then_what_is_broken_and_nothing_absent() -> None:
    some = station(
        facilities={"tv": "absent", "wifi": "broken", "books": "working", "water": "working"}
    )

    views = view_models.facility_views(some, TODAY, Language.ZH)

    assert [(view.label, view.works) for view in views] == [
        ("饮水机", True),
        ("书报", True),
        ("无线网络（坏了）", False),
    ]


def test_what_is_past_its_last_good_day_is_said_not_to_serve() -> None:
    def views(last: date) -> tuple[view_models.FacilityView, ...]:
        some = station(facilities={"first_aid": "working"}, facility_expiry={"first_aid": last})
        return view_models.facility_views(some, TODAY, Language.ZH)

    assert [(view.label, view.works) for view in views(TODAY)] == [("药箱", True)]
    (expired,) = views(TODAY - timedelta(days=1))
    assert (expired.label, expired.works) == ("药箱（已过期）", False)


def test_who_may_enter_is_said_to_be_unknown_where_it_is() -> None:
    assert view_models.who_may_enter(station(), Language.ZH) == "未注明，可先打电话"
    some = station(audience=["outdoor_workers", "members"])
    assert view_models.who_may_enter(some, Language.ZH) == "户外劳动者、工会会员"


def test_a_record_that_nobody_verified_is_marked() -> None:
    fresh = view_models.freshness(
        station(), is_stale=True, stale_after_days=180, language=Language.ZH
    )

    assert fresh == view_models.Freshness(label="还没有核实过", is_stale=True)


def test_a_stale_record_says_since_when() -> None:
    old = station(verified_on="2026-01-02")

    said = view_models.freshness(old, is_stale=True, stale_after_days=180, language=Language.ZH)

    assert said.label == "超过 180 天没有核实（上次 2026-01-02）"
    assert said.is_stale
