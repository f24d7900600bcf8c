"""A planner walks from twenty new sites in 海淀区 to a scenario that staff take over."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from playwright.sync_api import expect

from rig.chromium import DESK, PHONE
from rig.served_app import serve
from rig.staff import hire, session_cookie
from stationmap.store.opening import open_store
from stationmap.store.protocol import StationQuery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from rig.served_app import ServedApp
    from web.conftest import OpenPage

MAP = 'iframe[src*="st_folium"]'
HOSTILE = '<img src=x onerror="window.ran=1">{{7*7}}'
SITES = ".sites tbody tr"
CHANGES = ".scenario-changes .change-row"


@pytest.fixture(scope="module")
def app() -> Iterator[ServedApp]:
    """Serve the sample to a planner, to staff of two districts, and to an admin."""
    with serve() as served:
        hire(served, "planner", "--role", "planner")
        hire(served, "haidian", "--area", "海淀区")
        hire(served, "chaoyang", "--area", "朝阳区")
        hire(served, "admin", "--role", "admin")
        yield served


def opened(
    open_page: OpenPage,
    app: ServedApp,
    login: str,
    device: dict[str, Any],
    asked: str = "?in=110108",
) -> Page:
    page = open_page(device)
    page.context.add_cookies([session_cookie(app, login)])
    page.goto(f"{app.url}/plan{asked}")
    expect(page.get_by_role("heading", name="规划", exact=True)).to_be_visible()
    expect(page.locator("[data-listens]")).to_be_attached()
    return page


def to_tab(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()
    expect(page.get_by_role("radio", name=name, exact=True)).to_be_checked()


def compute(page: Page, n: int) -> None:
    page.get_by_label("新增几个").fill(str(n))
    page.get_by_label("新增几个").press("Tab")
    page.get_by_role("button", name="开始计算").click()
    expect(page.locator(".siting-came")).to_contain_text("新增", timeout=90_000)


def new_scenario(page: Page, name: str) -> str:
    """Make an empty scenario, and return its id; it is open then."""
    to_tab(page, "方案")
    page.get_by_label("新方案的名称").fill(name)
    page.get_by_role("button", name="新建方案").click()
    expect(page.locator(".compared")).to_be_visible()
    found = re.search(r"scenario=(\w+)", page.url)
    assert found is not None
    return found[1]


def change(page: Page, what: str) -> None:
    page.get_by_role("radio", name=what, exact=True).click()
    expect(page.get_by_role("radio", name=what, exact=True)).to_be_checked()


def find(page: Page, words: str) -> None:
    """Find a station by words, and choose the first."""
    page.get_by_label("哪个驿站：名称、编号或地址").fill(words)
    page.get_by_label("哪个驿站：名称、编号或地址").press("Enter")
    page.get_by_label("驿站", exact=True).click()
    page.get_by_role("option", name=words).first.click()


def planned(app: ServedApp) -> int:
    """Return how many stations of the list are planned by a scenario."""
    store = open_store(f"sqlite:///{app.store}")
    try:
        stations = [kept.station for kept in store.find(StationQuery())]
    finally:
        store.close()
    return sum((one.source or "").startswith("scenario") for one in stations)


def test_twenty_new_sites_go_from_a_planner_to_staff(open_page: OpenPage, app: ServedApp) -> None:
    page = opened(open_page, app, "planner", DESK)
    to_tab(page, "选址")
    compute(page, 20)

    expect(page.locator(SITES)).to_have_count(20)
    expect(page.locator(".proof")).to_have_text(re.compile("已证明是最好的|离最好的最多差"))
    expect(page.locator(".siting-came")).to_contain_text("结果一致")
    expect(page.frame_locator(MAP).locator(".site.new")).to_have_count(20)
    expect(page.locator("img.curve")).to_be_visible()
    with page.expect_download() as offered:
        page.get_by_role("link", name="下载 GeoJSON").click()
    collection = orjson.loads(Path(offered.value.path()).read_bytes())
    assert len(collection["features"]) == 20

    page.get_by_label("方案名称").fill("海淀二十站")
    page.get_by_role("button", name="放进方案").click()
    expect(page.locator(".hint.good")).to_contain_text("已把 20 个点放进“海淀二十站”")

    to_tab(page, "方案")
    page.locator(".scenarios .row", has_text="海淀二十站").click()
    expect(page.locator(".compared .share .change")).to_have_class(re.compile("better"))
    expect(page.locator(CHANGES)).to_have_count(20)
    told = page.locator(".compared .share dd").all_text_contents()
    expect(page).to_have_url(re.compile(r"scenario=\w+"))

    other = opened(open_page, app, "haidian", DESK, page.url.removeprefix(f"{app.url}/plan"))
    expect(other.locator(".compared .share dd")).to_have_text(told)
    expect(other.locator(CHANGES)).to_have_count(20)
    expect(other.get_by_role("button", name="去掉")).to_have_count(0)
    other.get_by_text("我确定").click()
    other.get_by_role("button", name="接手规划驿站").click()
    expect(other.locator(".hint.good")).to_contain_text("已写入 20 个规划驿站")
    assert planned(app) == 20


@pytest.mark.long
def test_staff_of_another_district_are_told_why_nothing_was_written(
    open_page: OpenPage, app: ServedApp
) -> None:
    planner = opened(open_page, app, "planner", DESK)
    scenario = new_scenario(planner, "只在海淀")
    planner.get_by_label("经纬度（WGS-84）").fill("116.30, 39.99")
    planner.get_by_label("经纬度（WGS-84）").press("Tab")
    planner.get_by_role("button", name="加在这里").click()
    expect(planner.locator(CHANGES)).to_have_count(1)
    before = planned(app)

    page = opened(open_page, app, "chaoyang", DESK, f"?scenario={scenario}")
    page.get_by_text("我确定").click()
    page.get_by_role("button", name="接手规划驿站").click()

    expect(page.locator(".hint[role=alert]")).to_contain_text("不在您负责的地区")
    assert planned(app) == before


@pytest.mark.long
def test_a_station_is_added_by_a_tap_and_taken_back_on_a_phone(
    open_page: OpenPage, app: ServedApp
) -> None:
    page = opened(open_page, app, "planner", PHONE)
    new_scenario(page, "点一下")
    frame = page.frame_locator(MAP)
    expect(frame.locator(".leaflet-container")).to_be_visible()
    page.locator(MAP).scroll_into_view_if_needed()
    frame.locator(".leaflet-container").tap(position={"x": 150, "y": 150})
    expect(frame.locator(".pin")).to_be_visible()
    expect(page.get_by_text(re.compile("已点：经度"))).to_be_visible()

    page.get_by_label("名称（可不填）").fill(HOSTILE)
    page.get_by_label("名称（可不填）").press("Tab")
    page.get_by_role("button", name="加在这里").tap()

    expect(page.locator(CHANGES)).to_contain_text(HOSTILE)
    expect(frame.locator(".site.new")).to_have_text("1")
    page.get_by_role("button", name="去掉").tap()
    expect(page.locator(CHANGES)).to_have_count(0)
    assert page.evaluate("window.ran") is None


@pytest.mark.long
def test_stations_close_move_and_change_their_hours(open_page: OpenPage, app: ServedApp) -> None:
    page = opened(open_page, app, "planner", DESK)
    new_scenario(page, "撤搬改")
    change(page, "撤")
    find(page, "SW0001")
    page.get_by_role("button", name="撤掉这个驿站").click()
    expect(page.locator(CHANGES)).to_have_count(1)

    change(page, "搬")
    find(page, "SW0021")
    page.get_by_label("经纬度（WGS-84）").fill("116.30, 39.99")
    page.get_by_label("经纬度（WGS-84）").press("Tab")
    page.get_by_role("button", name="搬到这里").click()
    expect(page.locator(CHANGES)).to_have_count(2)

    change(page, "改时间")
    find(page, "SW0041")
    page.get_by_label("开放时间", exact=True).fill("25 o'clock")
    page.get_by_label("开放时间", exact=True).press("Tab")
    page.get_by_role("button", name="改成这个时间").click()
    expect(page.locator(".hint[role=alert]")).to_contain_text("看不懂")
    page.get_by_label("开放时间", exact=True).fill("24/7")
    page.get_by_label("开放时间", exact=True).press("Tab")
    page.get_by_role("button", name="改成这个时间").click()
    expect(page.locator(CHANGES)).to_have_count(3)
    expect(page.locator(CHANGES).nth(2)).to_contain_text("24/7")

    with page.expect_download() as offered:
        page.get_by_role("link", name="下载差别 CSV").click()
    content = Path(offered.value.path()).read_text(encoding="utf-8-sig")
    assert len(list(csv.reader(io.StringIO(content)))) == 3


def test_what_cannot_be_is_told_in_a_sentence(open_page: OpenPage, app: ServedApp) -> None:
    page = opened(open_page, app, "planner", DESK)
    to_tab(page, "选址")
    page.get_by_role("radio", name="某类单位").click()
    expect(page.locator(".hint[role=alert]")).to_contain_text("请至少选一种")

    new_scenario(page, "空的")
    page.get_by_role("button", name="加在这里").click()
    expect(page.locator(".hint[role=alert]")).to_contain_text("请在地图上点一下")
    page.goto(f"{app.url}/plan?scenario=gone")
    to_tab(page, "方案")
    expect(page.locator(".hint[role=alert]")).to_contain_text("没有这个方案")


def test_long_work_can_be_cancelled_and_the_page_stays_usable(
    open_page: OpenPage, app: ServedApp
) -> None:
    """The whole city on a fine grid takes a while."""
    page = opened(open_page, app, "planner", DESK, "?when=night")
    to_tab(page, "选址")
    page.get_by_label("新增几个").fill("300")
    page.get_by_label("新增几个").press("Tab")
    page.get_by_label("方格间距（米）").fill("400")
    page.get_by_label("方格间距（米）").press("Tab")
    page.get_by_role("button", name="开始计算").click()
    cancel = page.get_by_role("button", name="取消")
    expect(cancel).to_be_visible()

    to_tab(page, "方案")
    expect(page.get_by_label("新方案的名称")).to_be_visible()
    to_tab(page, "选址")
    cancel.click()

    expect(page.locator(".hint[role=alert]")).to_contain_text("已取消", timeout=60_000)
