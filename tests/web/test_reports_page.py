"""A report filed on a phone is answered at a desk, and the courier reads the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rig.chromium import DESK, PHONE
from rig.report_pages import (
    ELSEWHERE,
    HERE,
    NAME,
    open_station,
    report_closed,
    reports_of,
    serve_reports,
)
from rig.staff import session_cookie
from stationmap.bootstrap import open_office
from stationmap.errors import OutsideAreaError
from stationmap.services.tokens import session_key
from stationmap.settings import Settings
from stationmap.upkeep.report import ReportState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from rig.served_app import ServedApp
    from web.conftest import OpenPage

HOSTILE = "<img src=x onerror=window.broken=1> {{7*7}} ${1} =1+1"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[ServedApp]:
    with serve_reports(tmp_path) as served:
        yield served


def desk_of(login: str, app: ServedApp, open_page: OpenPage) -> Page:
    page = open_page(DESK)
    page.context.add_cookies([session_cookie(app, login)])
    page.goto(f"{app.url}/reports")
    page.locator(".st-key-reports-list .page-title").wait_for()
    page.locator("[data-listens]").wait_for(state="attached")
    return page


def rows(page: Page) -> Locator:
    return page.locator(".st-key-reports-list .row")


def fill_answer(page: Page, words: str) -> None:
    """Write into the open report that it was not so."""
    panel = page.locator(".st-key-reports-panel")
    panel.get_by_text("不是这样", exact=True).click()
    panel.get_by_text("今天去看过，照常开放，欢迎再来。").click()
    expect(panel.get_by_role("textbox")).to_have_value("今天去看过，照常开放，欢迎再来。")
    panel.get_by_role("textbox").fill(words)


def send_answer(page: Page) -> None:
    page.locator(".st-key-reports-panel").get_by_role("button", name="答复", exact=True).click()


def answer(page: Page, words: str) -> None:
    fill_answer(page, words)
    send_answer(page)


def test_a_report_filed_on_a_phone_is_answered_at_a_desk(
    app: ServedApp, open_page: OpenPage
) -> None:
    report_closed(open_station(open_page(PHONE), app), "门上贴着转租")
    report_closed(open_station(open_page(PHONE), app), HOSTILE)

    desk = desk_of("haidian", app, open_page)
    expect(rows(desk)).to_have_count(1)
    expect(rows(desk)).to_contain_text(f"{NAME}海淀区")
    expect(rows(desk)).to_contain_text("还剩 23 小时")
    expect(rows(desk)).to_contain_text("2 次")
    rows(desk).click()
    panel = desk.locator(".st-key-reports-panel")
    expect(panel).to_contain_text(HOSTILE)
    answer(desk, "今天去看过，没有关。")
    expect(panel.get_by_role("status")).to_contain_text("已答复")
    expect(rows(desk)).to_have_count(0)
    panel.get_by_role("button", name="今天仍属实").click()
    expect(panel.get_by_role("status")).to_contain_text("今天仍属实，记下了")
    assert desk.evaluate("window.broken") is None

    card = open_station(open_page(PHONE), app)
    expect(card).to_contain_text("核对过，不是这样")
    expect(card).to_contain_text("答复：今天去看过，没有关。")
    expect(card).not_to_contain_text("转租")
    expect(card).not_to_contain_text("Haidian")


def test_staff_of_another_district_neither_see_nor_answer_it(
    app: ServedApp, open_page: OpenPage
) -> None:
    report_closed(open_station(open_page(PHONE), app))

    desk = desk_of("chaoyang", app, open_page)
    expect(desk.get_by_text("没有待答复的反映")).to_be_visible()

    (report,) = reports_of(app)
    key = session_key(session_cookie(app, "chaoyang")["value"])
    office = open_office(Settings(store_url=f"sqlite:///{app.store}"))
    with pytest.raises(OutsideAreaError):
        office.reports.answer(key, report.id, ReportState.MENDED, "好了")
    office.store.close()
    assert reports_of(app) == [report]


@pytest.mark.long
def test_the_second_of_two_colleagues_is_told_who_was_first(
    app: ServedApp, open_page: OpenPage
) -> None:
    report_closed(open_station(open_page(PHONE), app))
    first, second = (desk_of("haidian", app, open_page) for _ in range(2))
    for desk, words in ((first, "没有关。"), (second, "是关了。")):
        rows(desk).click()
        fill_answer(desk, words)

    send_answer(first)
    expect(first.get_by_role("status").first).to_contain_text("已答复")
    send_answer(second)

    expect(second.get_by_role("alert")).to_contain_text("Haidian 刚刚已经答复了这一条")
    assert [report.answer for report in reports_of(app)] == ["没有关。"]


def test_an_answer_without_words_or_outcome_is_asked_for(
    app: ServedApp, open_page: OpenPage
) -> None:
    report_closed(open_station(open_page(PHONE), app))
    desk = desk_of("haidian", app, open_page)
    rows(desk).click()
    desk.get_by_role("button", name="答复", exact=True).click()

    expect(desk.get_by_role("alert")).to_contain_text("请写一句答复")
    expect(desk.get_by_role("alert")).to_contain_text("请选：解决了，还是不是这样。")


def test_planners_read_and_cannot_answer(app: ServedApp, open_page: OpenPage) -> None:
    report_closed(open_station(open_page(PHONE), app))
    report_closed(open_station(open_page(PHONE), app, ELSEWHERE))
    desk = desk_of("planner", app, open_page)

    expect(rows(desk)).to_have_count(2)
    rows(desk).first.click()
    expect(desk.get_by_text("看驿站页面")).to_be_visible()
    expect(desk.get_by_role("button", name="答复", exact=True)).to_have_count(0)
    expect(desk.get_by_text("去改驿站")).to_have_count(0)


@pytest.mark.long
def test_the_list_is_narrowed_and_comes_as_a_file(app: ServedApp, open_page: OpenPage) -> None:
    report_closed(open_station(open_page(PHONE), app), "=1+1")
    desk = desk_of("planner", app, open_page)
    search = desk.get_by_placeholder("按驿站、地址或原话找")
    search.fill("没有这句")
    search.press("Enter")
    expect(desk.get_by_text("没有符合条件的")).to_be_visible()
    search.fill("1+1")
    search.press("Enter")
    expect(rows(desk)).to_have_count(1)

    with desk.expect_download() as download:
        desk.get_by_role("link", name="下载 CSV").click()
    file = download.value.path().read_text(encoding="utf-8-sig")
    assert f"{HERE},{NAME},海淀区,关门了、不开了,1,'=1+1," in file

    desk.goto(f"{app.url}/reports?station={ELSEWHERE}")
    expect(desk.get_by_text("只看「朝阳暖心驿站」")).to_be_visible()
    expect(rows(desk)).to_have_count(0)
    desk.get_by_role("button", name="看全部").click()
    expect(rows(desk)).to_have_count(1)


@pytest.mark.long
def test_a_report_can_be_answered_on_a_phone_too(app: ServedApp, open_page: OpenPage) -> None:
    report_closed(open_station(open_page(PHONE), app))
    page = open_page(PHONE)
    page.context.add_cookies([session_cookie(app, "haidian")])
    page.goto(f"{app.url}/reports")
    page.locator("[data-listens]").wait_for(state="attached")
    rows(page).click()
    page.get_by_role("button", name="返回列表").click()
    rows(page).click()
    answer(page, "没有关。")

    expect(page.get_by_role("status").first).to_contain_text("已答复")


def test_a_stranger_is_asked_to_sign_in(app: ServedApp, open_page: OpenPage) -> None:
    page = open_page(DESK)
    page.goto(f"{app.url}/reports")

    expect(page.get_by_role("link", name="登录").first).to_be_visible()
    expect(page.locator(".st-key-reports-list")).to_have_count(0)
