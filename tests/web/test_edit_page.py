"""Stations added and changed by staff in real browsers, as they would do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rig.chromium import DESK, PHONE
from rig.edit_pages import (
    ADD,
    IN_CHAOYANG,
    IN_HAIDIAN,
    SAVE,
    choose,
    confirm_and_add,
    describe,
    facility,
    newest,
    now,
    paste,
    settle,
)
from rig.served_app import serve
from rig.staff import hire, session_cookie
from stationmap.bootstrap import open_office
from stationmap.geo.datum import Datum, position_from
from stationmap.geo.geodesic import GEOD
from stationmap.settings import Settings
from stationmap.store.opening import open_store
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.account import Operator
from stationmap.upkeep.change import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from rig.served_app import ServedApp
    from stationmap.stations.station import Station

HOSTILE = "{{7*7}}<img src=x onerror=alert(1)>`${1}` 驿站"


@pytest.fixture(scope="module")
def app() -> Iterator[ServedApp]:
    """Serve a new store with two staff of 海淀区, one of 朝阳区, and a planner."""
    with serve() as served:
        for login, area in (("limei", "海淀区"), ("wang", "海淀区"), ("chen", "朝阳区")):
            hire(served, login, "--area", area)
        hire(served, "moved", "--area", "海淀区")
        hire(served, "planner", "--role", "planner")
        yield served


@pytest.fixture
def desk(open_page: Callable[..., Page], app: ServedApp) -> Page:
    """Open a desk at which 李梅 of 海淀区 is signed in."""
    page = open_page(DESK)
    page.context.add_cookies([session_cookie(app, "limei")])
    return page


def test_a_station_is_added_by_its_address(desk: Page, app: ServedApp) -> None:
    desk.goto(f"{app.url}/edit")
    desk.get_by_text("搜地址").click()
    desk.get_by_placeholder("地名").fill("中关村")
    desk.locator(".rows button", has_text="中关村").first.click()
    expect(desk.locator(".card.place")).to_contain_text("海淀区")
    settle(desk)
    choose(desk, "街道、乡镇", "中关村街道")
    describe(desk, HOSTILE)
    facility(desk, "water", "能用")

    confirm_and_add(desk)

    expect(desk.locator("h1.page-title")).to_contain_text(HOSTILE)
    added = newest(app)
    assert added.change.action is Action.ADDED
    assert added.change.who == "limei"
    assert added.after is not None
    assert (added.after.name, added.after.district) == (HOSTILE, "海淀区")
    assert added.after.street == "中关村街道"
    assert added.after.facilities == {"water": "working"}


def test_a_station_is_added_by_a_tap_on_a_phone(
    open_page: Callable[..., Page], app: ServedApp
) -> None:
    phone = open_page(PHONE)
    phone.context.add_cookies([session_cookie(app, "limei")])
    phone.goto(f"{app.url}/edit")
    label = phone.frame_locator("iframe").locator(".district-name span", has_text="海淀区")
    label.wait_for()
    box = label.bounding_box()
    assert box is not None
    phone.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(phone.locator(".card.place")).to_contain_text("海淀区")
    expect(phone.locator(".card.place")).to_contain_text("地图上点的位置")
    settle(phone)
    phone.get_by_label("名称").fill("点出来的驿站")
    phone.get_by_role("combobox", name="类型").tap()
    phone.get_by_role("option", name="暖心驿站").tap()

    confirm_and_add(phone)

    added = newest(app).after
    assert added is not None
    assert added.name == "点出来的驿站"
    assert added.district == "海淀区"


def test_pasted_coordinates_need_their_source_and_are_read_in_it(
    desk: Page, app: ServedApp
) -> None:
    desk.goto(f"{app.url}/edit")
    desk.get_by_text("粘坐标").click()
    desk.get_by_label("粘贴坐标").fill("39.9900, 116.3200")
    desk.get_by_role("button", name="放上图钉").click()
    expect(desk.locator(".hint.problem")).to_contain_text("请先选坐标从哪里来")
    assert desk.locator(".card.place").count() == 0

    desk.get_by_text("高德、腾讯地图").click()
    desk.get_by_role("button", name="放上图钉").click()
    meant = position_from(116.32, 39.99, Datum.GCJ02)
    expect(desk.locator(".card.place")).to_contain_text(f"{meant.lon:.6f}")
    settle(desk)
    describe(desk, "粘贴的驿站")
    confirm_and_add(desk)

    added = newest(app).after
    assert added is not None
    assert (added.source_datum, added.source_position) == (Datum.GCJ02, (116.32, 39.99))
    *_, gap_m = GEOD.inv(added.position.lon, added.position.lat, meant.lon, meant.lat)
    assert gap_m < 0.01


def test_what_is_near_is_shown_before_a_new_one_can_be_made(desk: Page, app: ServedApp) -> None:
    near = some_station(app, "110108")
    desk.goto(f"{app.url}/edit")
    describe(desk, near.name)
    paste(desk, f"{near.position.lon:.6f}, {near.position.lat:.6f}")

    listed = desk.locator(".near-rows li", has_text=near.name)
    expect(listed.first).to_contain_text("0 米")
    expect(desk.get_by_role("button", name=ADD)).to_be_disabled()

    desk.get_by_text("这些都不是它").click()
    expect(desk.get_by_role("button", name=ADD)).to_be_enabled()


def test_a_place_in_another_district_is_refused_at_once(desk: Page, app: ServedApp) -> None:
    before = newest(app).number
    desk.goto(f"{app.url}/edit")
    describe(desk, "越界的驿站")
    paste(desk, IN_CHAOYANG)

    expect(desk.locator(".hint.problem")).to_contain_text("不在您负责的范围")
    expect(desk.get_by_role("button", name=ADD)).to_be_disabled()

    paste(desk, IN_HAIDIAN)
    expect(desk.locator(".hint.problem")).to_have_count(0)
    assert newest(app).number == before


def test_a_station_of_another_district_can_be_read_only(desk: Page, app: ServedApp) -> None:
    desk.goto(f"{app.url}/edit?station={some_station(app, '110105').id}")

    expect(desk.get_by_role("alert")).to_contain_text("只能看，不能改")
    expect(desk.get_by_role("button", name=SAVE)).to_have_count(0)


@pytest.mark.long
def test_the_service_refuses_whose_area_changed_while_she_typed(
    open_page: Callable[..., Page], app: ServedApp
) -> None:
    station = some_station(app, "110108", 1)
    page = open_page(DESK)
    page.context.add_cookies([session_cookie(app, "moved")])
    page.goto(f"{app.url}/edit?station={station.id}")
    page.get_by_label("承办单位").fill("不该保存")
    office = open_office(Settings(store_url=f"sqlite:///{app.store}"))
    office.accounts.change(Operator(), "moved", area="110105")
    office.store.close()

    page.get_by_role("button", name=SAVE).click()

    expect(page.locator(".st-key-edit-news")).to_contain_text("没有保存")
    assert now(app, station.id) == station


def test_two_who_edit_at_once_see_the_conflict_and_merge(
    open_page: Callable[..., Page], app: ServedApp
) -> None:
    station = some_station(app, "110108", 2)
    first, second = open_page(DESK), open_page(PHONE)
    for page, login in ((first, "wang"), (second, "limei")):
        page.context.add_cookies([session_cookie(app, login)])
        page.goto(f"{app.url}/edit?station={station.id}")
    first.get_by_label("承办单位").fill("对方单位")
    first.get_by_label("地址").fill("对方写的地址")
    second.get_by_label("承办单位").fill("我的单位")
    second.get_by_label("电话").fill("010-12351")
    first.get_by_role("button", name=SAVE).click()
    expect(first.get_by_text("已保存")).to_be_visible()

    second.get_by_role("button", name=SAVE).click()
    conflict = second.locator(".st-key-edit-conflict")
    expect(conflict).to_contain_text("Wang 先保存了")
    expect(conflict.locator(".kept").nth(0)).to_contain_text("对方写的地址")
    expect(conflict.locator(".kept").nth(1)).to_contain_text("010-12351")
    expect(conflict.locator(".sides")).to_contain_text("对方单位")
    assert now(app, station.id).host == "对方单位"
    conflict.get_by_role("button", name="保存合并结果").click()
    expect(second.locator(".st-key-edit-news")).to_contain_text("请先选承办单位")
    assert now(app, station.id).phone == station.phone
    conflict.get_by_text("用我的").click()
    conflict.get_by_role("button", name="保存合并结果").click()
    expect(second.get_by_text("已保存")).to_be_visible()

    merged = now(app, station.id)
    assert (merged.host, merged.address, merged.phone) == ("我的单位", "对方写的地址", "010-12351")
    expect(second.get_by_label("地址")).to_have_value("对方写的地址")


@pytest.mark.long
def test_who_takes_the_other_side_throughout_is_told_that_hers_is_not_used(
    open_page: Callable[..., Page], app: ServedApp
) -> None:
    station = some_station(app, "110108", 8)
    first, second = open_page(DESK), open_page(PHONE)
    for page, login, host in ((first, "wang", "对方单位"), (second, "limei", "我的单位")):
        page.context.add_cookies([session_cookie(app, login)])
        page.goto(f"{app.url}/edit?station={station.id}")
        page.get_by_label("承办单位").fill(host)
    first.get_by_role("button", name=SAVE).click()
    expect(first.get_by_text("已保存")).to_be_visible()
    second.get_by_role("button", name=SAVE).click()
    conflict = second.locator(".st-key-edit-conflict")
    expect(conflict.locator("[aria-checked=true]")).to_have_count(0)

    conflict.get_by_text("用对方的").click()
    conflict.get_by_role("button", name="保存合并结果").click()

    expect(second.locator(".st-key-edit-done")).to_contain_text("您的没有采用")
    assert now(app, station.id).host == "对方单位"


def test_verifying_is_one_tap_and_can_be_undone_at_once(desk: Page, app: ServedApp) -> None:
    station = some_station(app, "110108", 3)
    desk.goto(f"{app.url}/edit?station={station.id}")
    desk.get_by_label("备注").fill("还没保存的字")

    desk.get_by_role("button", name="今天仍属实").click()
    expect(desk.get_by_text("已核实")).to_be_visible()
    assert newest(app).change.action is Action.VERIFIED
    assert now(app, station.id).verified_on != station.verified_on

    desk.locator(".st-key-edit-undo button").click()
    expect(desk.get_by_text("已撤回")).to_be_visible()
    assert now(app, station.id) == station
    expect(desk.get_by_label("备注")).to_have_value("还没保存的字")


@pytest.mark.long
def test_hours_by_simple_choices_show_the_week_that_they_mean(desk: Page, app: ServedApp) -> None:
    station = some_station(app, "110108", 4)
    desk.goto(f"{app.url}/edit?station={station.id}")
    hours = desk.locator(".st-key-edit-hours-opening_hours")
    hours.get_by_text("手写").click()
    hours.get_by_role("textbox").fill("Mo-Fr 08:30-11:30,13:30-17:30")
    hours.get_by_role("textbox").press("Enter")
    expect(desk.locator(".week tbody tr")).to_have_count(7)
    expect(desk.locator(".week")).to_contain_text("08:30–11:30、13:30–17:30")
    hours.get_by_text("24 小时").click()
    expect(desk.locator(".week")).to_contain_text("00:00–24:00")
    hours.get_by_text("手写").click()
    hours.get_by_role("textbox").fill("from nine")
    hours.get_by_role("textbox").press("Enter")
    expect(desk.locator(".hint.problem")).to_contain_text("看不懂")

    desk.get_by_role("button", name=SAVE).click()
    expect(desk.locator(".st-key-edit-news")).to_contain_text("看不懂")
    assert now(app, station.id) == station
    hours.get_by_text("24 小时").click()
    desk.get_by_role("button", name=SAVE).click()
    expect(desk.get_by_text("已保存")).to_be_visible()
    assert now(app, station.id).opening_hours == "24/7"


def test_a_station_is_suspended_reopened_and_moved(desk: Page, app: ServedApp) -> None:
    station = some_station(app, "110108", 5)
    desk.goto(f"{app.url}/edit?station={station.id}")
    desk.get_by_text("暂停使用…").click()
    desk.get_by_role("button", name="暂停使用", exact=True).click()
    expect(desk.get_by_text("已暂停使用")).to_be_visible()
    assert now(app, station.id).suspended_until is not None
    desk.get_by_role("button", name="恢复使用").click()
    expect(desk.get_by_text("已恢复使用")).to_be_visible()
    assert now(app, station.id) == station

    desk.get_by_text("挪位置").click()
    paste(desk, IN_HAIDIAN)
    desk.get_by_role("button", name="挪到图钉这里").click()
    expect(desk.get_by_text("位置已改")).to_be_visible()
    moved = now(app, station.id)
    assert (moved.position.lon, moved.position.lat) == (116.3139, 39.9887)


@pytest.mark.long
def test_two_records_become_one_and_the_old_id_leads_to_the_other(
    desk: Page, app: ServedApp
) -> None:
    gone, stays = some_station(app, "110108", 6), some_station(app, "110108", 7)
    desk.goto(f"{app.url}/edit?station={gone.id}")
    desk.get_by_text("和另一个合并").click()
    other = desk.get_by_role("combobox", name="和哪一个")
    other.fill(stays.id)
    other.press("Enter")
    desk.get_by_text("留下哪一个").wait_for()
    expect(desk.get_by_role("alert")).to_contain_text("多半不是同一个驿站")
    desk.locator(".st-key-edit-merge_stays").get_by_text(stays.id).click()
    expect(desk.get_by_text(f"（{stays.id}），它会变成这样")).to_be_visible()
    desk.get_by_role("button", name="合并", exact=True).click()
    expect(desk.get_by_text("已合并")).to_be_visible()

    desk.goto(f"{app.url}/edit?station={gone.id}")
    expect(desk.locator(".hint", has_text="已经并入")).to_contain_text(stays.id)
    assert gone.id in now(app, stays.id).related_ids


def test_a_planner_cannot_edit(open_page: Callable[..., Page], app: ServedApp) -> None:
    page = open_page(DESK)
    page.context.add_cookies([session_cookie(app, "planner")])
    page.goto(f"{app.url}/edit")

    expect(page.locator("section.card h1")).to_be_visible()
    expect(page.get_by_role("button", name=ADD)).to_have_count(0)


def some_station(app: ServedApp, adcode: str, number: int = 0) -> Station:
    """Return one of the sample's warm stations in a district, each number another one."""
    names = {"110108": "海淀区", "110105": "朝阳区"}
    store = open_store(f"sqlite:///{app.store}")
    try:
        kept = store.find(StationQuery())
    finally:
        store.close()
    fitting = [
        one.station
        for one in kept
        if one.version == 1 and one.station.district == names[adcode] and one.station.is_sample
    ]
    return fitting[number]
