"""A union that begins: from the first start to a list that its staff keep and couriers trust."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from make_faulty_rows import workbook as faulty_workbook
from rig.chromium import DESK, PHONE
from rig.courier_traces import CLIENT, HER, USER_AGENT, traces
from rig.edit_pages import (
    ADD,
    IN_CHAOYANG,
    SAVE,
    confirm_and_add,
    describe,
    newest,
    now,
    paste,
)
from rig.report_pages import open_station, report_closed
from rig.served_app import serve
from rig.staff import PASSWORD, SET_UP_LINK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import FilePayload, Page

    from rig.served_app import ServedApp
    from web.conftest import OpenPage

ZHENGZHOU = "zhengzhou_82_real_union_stations_gcj02_wgs84.csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLANTED, ROWS = 300, 10_000
LONG_MS = 120_000
"""Many rows take seconds; on a busy machine more."""


@pytest.fixture
def app() -> Iterator[ServedApp]:
    """Serve a new store in which nobody has an account."""
    with serve() as served:
        yield served


@pytest.mark.timeout(900)
@pytest.mark.long
def test_a_new_union_sets_up_keeps_its_list_and_answers_couriers(
    app: ServedApp, open_page: OpenPage, shared_data: Path
) -> None:
    admin = _first_admin(open_page(DESK), app)
    staff = _hired_by(admin, app, open_page)

    first = _adds_by_address(staff, app)
    _adds_by_tap(open_page, app)
    _is_refused_elsewhere(staff, app)
    _edits_beside_a_colleague(staff, admin, app, first)
    _verifies_and_undoes(staff, app, first)

    known_places = traces(app)
    _answers_a_courier(open_page, staff, app, first)
    assert traces(app) == known_places
    _imports_real_stations(admin, app, shared_data / ZHENGZHOU)
    _imports_many_rows(staff, app)


def _first_admin(page: Page, app: ServedApp) -> Page:
    link = SET_UP_LINK.search(app.log)
    assert link is not None
    page.goto(link.group())
    page.get_by_label("姓名").fill("王芳")
    page.get_by_label("账号").fill("wangfang")
    _set_password(page, "王芳")
    return page


def _set_password(page: Page, name: str) -> None:
    page.get_by_label("新密码").fill(PASSWORD)
    page.get_by_label("再输一遍").fill(PASSWORD)
    page.get_by_role("button").click()
    page.locator(".st-key-staff-bar").get_by_text(name).wait_for()


def _hired_by(admin: Page, app: ServedApp, open_page: OpenPage) -> Page:
    """Let the admin make an account for 海淀区, whose owner opens the link that she is sent."""
    admin.goto(f"{app.url}/accounts")
    admin.locator("[data-listens]").wait_for(state="attached")
    admin.get_by_label("姓名").fill("李梅")
    admin.get_by_role("textbox", name="账号", exact=True).fill("limei")
    admin.get_by_role("combobox", name="区域").click()
    admin.keyboard.type("海淀区")
    admin.get_by_role("option", name="海淀区", exact=True).click()
    admin.get_by_role("button", name="建账号", exact=True).click()
    admin.get_by_text("账号建好了").wait_for()
    admin.get_by_role("button", name="密码链接").click()
    link = admin.locator("code", has_text="set-password").inner_text()
    page = open_page(DESK)
    page.goto(link)
    _set_password(page, "李梅")
    return page


def _adds_by_address(page: Page, app: ServedApp) -> str:
    page.goto(f"{app.url}/edit")
    page.get_by_text("搜地址").click()
    page.get_by_placeholder("地名").fill("中关村")
    page.locator(".rows button", has_text="中关村").first.click()
    expect(page.locator(".card.place")).to_contain_text("海淀区")
    describe(page, "中关村新驿站")
    confirm_and_add(page)
    added = newest(app)
    assert (added.change.who, added.after and added.after.district) == ("limei", "海淀区")
    return added.station_id


def _adds_by_tap(open_page: OpenPage, app: ServedApp) -> None:
    phone = open_page(PHONE)
    phone.goto(f"{app.url}/sign-in")
    phone.locator("input[name=login]").fill("limei")
    phone.locator("input[name=password]").fill(PASSWORD)
    phone.locator("button[type=submit]").click()
    phone.locator(".st-key-staff-bar").wait_for()
    phone.goto(f"{app.url}/edit")
    label = phone.frame_locator("iframe").locator(".district-name span", has_text="海淀区")
    label.wait_for()
    box = label.bounding_box()
    assert box is not None
    phone.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(phone.locator(".card.place")).to_contain_text("海淀区")
    phone.get_by_label("名称").fill("点出来的驿站")
    phone.get_by_role("combobox", name="类型").tap()
    phone.get_by_role("option", name="暖心驿站").tap()
    confirm_and_add(phone)
    added = newest(app).after
    assert added is not None
    assert (added.name, added.district) == ("点出来的驿站", "海淀区")


def _is_refused_elsewhere(page: Page, app: ServedApp) -> None:
    before = newest(app).number
    page.goto(f"{app.url}/edit")
    describe(page, "越界的驿站")
    paste(page, IN_CHAOYANG)
    expect(page.locator(".hint.problem")).to_contain_text("不在您负责的范围")
    expect(page.get_by_role("button", name=ADD)).to_be_disabled()
    assert newest(app).number == before


def _edits_beside_a_colleague(staff: Page, admin: Page, app: ServedApp, station_id: str) -> None:
    for page in (staff, admin):
        page.goto(f"{app.url}/edit?station={station_id}")
        expect(page.get_by_label("承办单位")).to_be_visible()
    admin.get_by_label("承办单位").fill("对方单位")
    admin.get_by_label("地址").fill("对方写的地址")
    staff.get_by_label("承办单位").fill("我的单位")
    staff.get_by_label("电话").fill("010-12351")
    admin.get_by_role("button", name=SAVE).click()
    expect(admin.get_by_text("已保存")).to_be_visible()

    staff.get_by_role("button", name=SAVE).click()
    conflict = staff.locator(".st-key-edit-conflict")
    expect(conflict).to_contain_text("王芳 先保存了")
    expect(conflict.locator(".sides")).to_contain_text("对方单位")
    conflict.get_by_text("用我的").click()
    conflict.get_by_role("button", name="保存合并结果").click()
    expect(staff.get_by_text("已保存")).to_be_visible()
    merged = now(app, station_id)
    assert (merged.host, merged.address, merged.phone) == ("我的单位", "对方写的地址", "010-12351")


def _verifies_and_undoes(page: Page, app: ServedApp, station_id: str) -> None:
    before = now(app, station_id)
    page.goto(f"{app.url}/edit?station={station_id}")
    page.get_by_role("button", name="今天仍属实").click()
    expect(page.get_by_text("已核实")).to_be_visible()
    assert now(app, station_id).verified_on is not None
    page.locator(".st-key-edit-undo button").click()
    expect(page.get_by_text("已撤回")).to_be_visible()
    assert now(app, station_id) == before


def _answers_a_courier(open_page: OpenPage, staff: Page, app: ServedApp, station_id: str) -> None:
    here: dict[str, Any] = {"longitude": HER.lon, "latitude": HER.lat}
    phone = open_page(
        PHONE,
        permissions=["geolocation"],
        geolocation=here,
        user_agent=USER_AGENT,
        extra_http_headers={"X-Forwarded-For": CLIENT},
    )
    phone.goto(app.url)
    phone.locator(".locate").click()
    phone.locator("article.best").wait_for()
    report_closed(open_station(phone, app, station_id), "门锁着")

    staff.goto(f"{app.url}/reports")
    staff.locator("[data-listens]").wait_for(state="attached")
    staff.locator(".st-key-reports-list .row").click()
    panel = staff.locator(".st-key-reports-panel")
    expect(panel).to_contain_text("门锁着")
    panel.get_by_text("不是这样", exact=True).click()
    panel.get_by_role("textbox").fill("今天去看过，开着。")
    panel.get_by_role("button", name="答复", exact=True).click()
    expect(panel.get_by_role("status")).to_contain_text("已答复")

    expect(open_station(phone, app, station_id)).to_contain_text("答复：今天去看过，开着。")


def _imports_real_stations(page: Page, app: ServedApp, path: Path) -> None:
    """Import what a union of another city published, in the datum that it came in."""
    before = newest(app).number
    _choose_file(page, app, path.name, "text/csv", path.read_bytes())
    page.get_by_role("radio", name="GCJ-02（高德、腾讯）").click()
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_role("radio", name="新增 82")).to_be_visible(timeout=LONG_MS)
    page.get_by_role("button", name="导入，共 82 个驿站").click()
    expect(page.get_by_text("新增 82，更新")).to_be_visible(timeout=LONG_MS)
    assert newest(app).number >= before + 82


def _imports_many_rows(page: Page, app: ServedApp) -> None:
    """Import a workbook with planted faults: each is found, and no row more."""
    content, planted = faulty_workbook(ROWS)
    assert len(planted) == PLANTED
    _choose_file(page, app, "faulty.xlsx", XLSX, content)
    page.get_by_role("radio", name="WGS-84（GPS）").click()
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_role("radio", name=f"有错 {PLANTED}")).to_be_visible(timeout=LONG_MS)
    good = ROWS - PLANTED
    page.get_by_role("button", name=f"导入，共 {good} 个驿站").click()
    expect(page.get_by_text(f"新增 {good}，更新")).to_be_visible(timeout=LONG_MS)


def _choose_file(page: Page, app: ServedApp, name: str, mime: str, content: bytes) -> None:
    page.goto(f"{app.url}/import_stations")
    file: FilePayload = {"name": name, "mimeType": mime, "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("heading", name="每一列是什么")).to_be_visible(timeout=LONG_MS)
