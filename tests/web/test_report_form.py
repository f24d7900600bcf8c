"""A courier says on a station's page that it is open, or what is wrong, without an account."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from time import sleep
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rig.chromium import PHONE
from rig.report_pages import HERE, open_station, report_closed, reports_of, serve_reports
from stationmap.stations.calendar import BEIJING
from stationmap.stations.codes import Facility
from stationmap.upkeep.report import ReportedFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from rig.served_app import ServedApp
    from web.conftest import OpenPage

SMALLEST_TARGET_PX = 44
LONG_ENOUGH = timedelta(minutes=2)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[ServedApp]:
    with serve_reports(tmp_path, report_limit=3) as served:
        yield served


def wait_out_midnight() -> None:
    """See to it that what follows happens on one day in Beijing."""
    now = datetime.now(BEIJING)
    left = datetime.combine(now.date() + timedelta(days=1), time(), BEIJING) - now
    if left < LONG_ENOUGH:
        sleep(left.total_seconds())


def test_one_tap_says_that_it_is_open_and_everybody_sees_it(
    app: ServedApp, open_page: OpenPage
) -> None:
    wait_out_midnight()
    card = open_station(open_page(PHONE), app)
    card.get_by_role("button", name="开着").click()

    expect(card.get_by_role("status")).to_contain_text("谢谢")
    expect(card).to_contain_text("近 30 天有 1 人次说开着")
    card.get_by_role("button", name="开着").click()
    expect(card.get_by_role("status")).to_contain_text("今天已经记过了")
    expect(open_station(open_page(PHONE), app)).to_contain_text("近 30 天有 1 人次说开着")


def test_a_broken_facility_is_reported_with_a_few_words(app: ServedApp, phone_page: Page) -> None:
    card = open_station(phone_page, app)
    card.get_by_role("button", name="有问题").click()
    card.get_by_role("button", name="告诉工会").click()
    expect(card.get_by_role("alert")).to_contain_text("哪里不对？")

    card.get_by_text("东西坏了", exact=True).click()
    expect(card.get_by_text("微波炉", exact=True)).to_be_visible()
    expect(card.get_by_text("电视", exact=True)).to_have_count(0)
    card.get_by_role("button", name="告诉工会").click()
    expect(card.get_by_role("alert")).to_contain_text("请点一下是哪一样")

    card.get_by_text("微波炉", exact=True).click()
    card.get_by_role("textbox").fill("转盘不动")
    card.get_by_role("button", name="告诉工会").click()

    expect(card.get_by_role("status")).to_contain_text("12351")
    expect(card).to_contain_text("有人反映「微波炉坏了」")
    (report,) = reports_of(app)
    assert (report.station_id, report.fault) == (HERE, ReportedFault.FACILITY_BROKEN)
    assert (report.facility, report.texts) == (Facility.MICROWAVE, ("转盘不动",))


def test_every_target_is_large_enough_for_a_thumb(app: ServedApp, phone_page: Page) -> None:
    card = open_station(phone_page, app)
    first = [button.bounding_box() for button in card.get_by_role("button").all()]
    card.get_by_role("button", name="有问题").click()
    card.get_by_text("东西用完了", exact=True).click()
    card.get_by_text("微波炉", exact=True).wait_for()
    buttons = [*first, *(one.bounding_box() for one in card.locator("button:visible").all())]

    assert len(buttons) == 2 + 7 + 2 + 2
    for box in buttons:
        assert box is not None
        assert min(box["width"], box["height"]) >= SMALLEST_TARGET_PX
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["viewport"]["width"]


def test_who_reports_too_often_is_asked_to_come_back(app: ServedApp, phone_page: Page) -> None:
    card = open_station(phone_page, app)
    for _ in range(3):
        report_closed(card)
    card.get_by_role("button", name="有问题").click()
    card.get_by_text("其他", exact=True).click()
    card.get_by_role("button", name="告诉工会").click()

    expect(card.get_by_role("alert")).to_contain_text("分钟再来。着急请打 12351")
    assert [report.times for report in reports_of(app)] == [3]


def test_a_station_reported_closed_is_said_so_among_the_answers_but_not_shut(
    app: ServedApp, open_page: OpenPage
) -> None:
    report_closed(open_station(open_page(PHONE), app))

    at = {"latitude": 39.99, "longitude": 116.35}
    page = open_page(PHONE, permissions=["geolocation"], geolocation=at)
    page.goto(app.url)
    page.locator(".locate").click()

    best = page.locator("article.best")
    expect(best.locator(".doubt")).to_contain_text("有人反映「关门了、不开了」，还没核实")
    expect(best.locator(".badge")).to_have_text("24 小时开放")


def test_what_the_form_costs_a_slow_phone(app: ServedApp, open_page: OpenPage) -> None:
    """Each step is a few kilobytes, uncompressed."""
    page = open_page(PHONE)
    received: list[int] = []

    def count(payload: bytes | str) -> None:
        received.append(len(payload))

    page.on("websocket", lambda socket: socket.on("framereceived", count))
    card = open_station(page, app)
    page.wait_for_timeout(500)
    received.clear()
    card.get_by_role("button", name="有问题").click()
    card.get_by_text("关门了、不开了", exact=True).click()
    card.get_by_role("button", name="告诉工会").click()
    card.get_by_text("收到了，谢谢您").wait_for()

    assert 0 < sum(received) < 30_000


def test_the_form_is_whole_in_english(app: ServedApp, phone_page: Page) -> None:
    phone_page.goto(f"{app.url}/?station={HERE}&lang=en")
    card = phone_page.locator(".st-key-report-card")
    card.get_by_role("button", name="Something is wrong").click()
    card.get_by_text("could not get in", exact=True).click()
    card.get_by_role("button", name="Tell the union").click()

    expect(card.get_by_role("status")).to_contain_text("The union answers on this page by")
    expect(card).to_contain_text("Reported: could not get in")
