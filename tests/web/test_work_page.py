"""The page of work in a real browser: whose work it shows, and what one tap and many do."""

from __future__ import annotations

import csv
import io
import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from playwright.sync_api import expect

from rig.chromium import DESK, PHONE
from rig.edit_desk import IN_CHAOYANG, IN_HAIDIAN
from rig.served_app import serve
from rig.staff import hire, session_cookie
from rig.stations import station
from stationmap import Position
from stationmap.files.write import to_geojson
from stationmap.stations.calendar import BEIJING
from stationmap.store.opening import open_store
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.change import Action, Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from rig.served_app import ServedApp
    from stationmap.stations.station import Station
    from stationmap.store.protocol import Store
    from web.conftest import OpenPage

NAMES = ".work-row strong"
SETTLED = ("甲驿站", "乙驿站", "丙驿站")
"""Of Haidian, never verified: done as soon as somebody has looked."""


def _stations() -> Iterator[Station]:
    lately = datetime.now(BEIJING).date() - timedelta(days=20)
    for number, name in enumerate(SETTLED):
        at = Position(IN_HAIDIAN.lon + number / 200, IN_HAIDIAN.lat)
        water = {"water": "working", "pump": "broken"}
        yield station(id=f"H{number}", name=name, position=at, facilities=water)
    yield station(
        id="H9",
        name="丁驿站",
        position=Position(116.30, 39.95),
        district="顺义区",
        verified_on=lately,
    )
    for station_id in ("C1", "C2"):
        yield station(id=station_id, name="朝阳驿站", position=IN_CHAOYANG, verified_on=lately)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """Serve a few stations, of which some have work, to staff of Haidian and a planner."""
    file = tmp_path_factory.mktemp("work") / "stations.geojson"
    file.write_bytes(orjson.dumps(to_geojson(_stations())))
    with serve(stations=file) as served:
        hire(served, "haidian", "--area", "海淀区")
        hire(served, "chaoyang", "--area", "朝阳区")
        hire(served, "planner", "--role", "planner")
        yield served


@pytest.fixture
def app(office: ServedApp) -> ServedApp:
    """Put every station back to how it was at first."""
    with opened(office) as store:
        versions = {kept.station.id: kept.version for kept in store.find(StationQuery())}
        change = Change(action=Action.EDITED, who="rig", at=datetime.now(UTC))
        store.save_all([(one, versions[one.id]) for one in _stations()], change)
    return office


@contextmanager
def opened(app: ServedApp) -> Iterator[Store]:
    store = open_store(f"sqlite:///{app.store}")
    try:
        yield store
    finally:
        store.close()


def at_work(open_page: OpenPage, app: ServedApp, login: str, device: dict[str, Any]) -> Page:
    page = open_page(device)
    page.context.add_cookies([session_cookie(app, login)])
    page.goto(f"{app.url}/work")
    expect(page.locator(".kinds")).to_be_visible()
    expect(page.locator("[data-listens]")).to_be_attached()
    return page


def newest_change(app: ServedApp, station_id: str) -> Change:
    with opened(app) as store:
        return store.history(station_id=station_id, limit=1)[0].change


def test_nobody_sees_it_without_signing_in(desk_page: Page, app: ServedApp) -> None:
    desk_page.goto(f"{app.url}/work")

    expect(desk_page.get_by_role("heading", name="请先登录")).to_be_visible()
    expect(desk_page.locator(".kinds")).to_have_count(0)


def test_staff_see_their_area_and_verify_many_at_once(open_page: OpenPage, app: ServedApp) -> None:
    page = at_work(open_page, app, "haidian", DESK)
    expect(page.locator(NAMES)).to_have_text(["丁驿站", *SETTLED])
    expect(page.locator(".st-key-staff-bar [aria-current=page]")).to_have_text("待办")

    page.get_by_label("勾选：甲驿站").check()
    page.get_by_label("勾选：丙驿站").check()
    page.get_by_role("button", name="勾选的都仍属实").click()

    expect(page.locator(".hint")).to_contain_text("2 个驿站今天仍属实")
    expect(page.locator(NAMES)).to_have_text(["丁驿站", "乙驿站"])
    for station_id in ("H0", "H2"):
        change = newest_change(app, station_id)
        assert (change.action, change.who) == (Action.VERIFIED, "haidian")
    assert newest_change(app, "H1").who == "rig"


def test_one_tap_on_a_phone_verifies_one(open_page: OpenPage, app: ServedApp) -> None:
    page = at_work(open_page, app, "haidian", PHONE)

    page.locator(".work-row", has_text="乙驿站").get_by_role("button", name="仍属实").tap()

    expect(page.locator(NAMES)).to_have_text(["丁驿站", "甲驿站", "丙驿站"])
    assert newest_change(app, "H1").action is Action.VERIFIED


def test_the_whole_page_can_be_ticked_at_once(open_page: OpenPage, app: ServedApp) -> None:
    page = at_work(open_page, app, "haidian", DESK)

    page.get_by_label("全选本页").check()
    page.get_by_role("button", name="勾选的都仍属实").click()

    expect(page.locator(NAMES)).to_have_text(["丁驿站"])


def test_with_nothing_ticked_it_says_so(open_page: OpenPage, app: ServedApp) -> None:
    page = at_work(open_page, app, "haidian", DESK)

    page.get_by_role("button", name="勾选的都仍属实").click()

    expect(page.locator(".hint")).to_contain_text("先勾选")
    expect(page.locator(NAMES)).to_have_count(4)


def test_a_planner_reads_all_and_verifies_nothing(open_page: OpenPage, app: ServedApp) -> None:
    page = at_work(open_page, app, "planner", DESK)

    expect(page.locator(NAMES)).to_have_count(5)
    expect(page.get_by_role("button", name="仍属实")).to_have_count(0)
    expect(page.get_by_role("link", name="去处理")).to_have_count(0)
    expect(page.locator("[data-pick]")).to_have_count(0)


def test_an_item_opens_where_it_is_mended(open_page: OpenPage, app: ServedApp) -> None:
    page = at_work(open_page, app, "haidian", DESK)

    page.locator(".work-row", has_text="丁驿站").get_by_role("link", name="去处理").click()

    expect(page.get_by_role("heading", name="丁驿站")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/edit\?.*station=H9"))


def test_likely_duplicates_open_where_they_are_merged(open_page: OpenPage, app: ServedApp) -> None:
    page = at_work(open_page, app, "chaoyang", DESK)

    page.get_by_role("link", name="去合并").click()

    expect(page.get_by_role("button", name="合并", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/edit\?.*station=C1.*merge=C2"))


def test_a_name_opens_the_station(open_page: OpenPage, app: ServedApp) -> None:
    page = at_work(open_page, app, "planner", DESK)

    page.get_by_role("link", name="丁驿站").click()

    expect(page.locator("h1.name")).to_have_text("丁驿站")


def test_a_kind_and_words_narrow_the_list(open_page: OpenPage, app: ServedApp) -> None:
    page = at_work(open_page, app, "haidian", DESK)

    page.get_by_role("button", name="从没核实过").click()
    expect(page.locator(NAMES)).to_have_text([*SETTLED])
    page.get_by_role("textbox", name="按名称、地址或编号找").fill("乙")
    page.keyboard.press("Enter")

    expect(page.locator(NAMES)).to_have_text(["乙驿站"])


def test_a_search_that_finds_nothing_does_not_say_that_all_is_done(
    open_page: OpenPage, app: ServedApp
) -> None:
    page = at_work(open_page, app, "haidian", DESK)

    page.get_by_role("textbox", name="按名称、地址或编号找").fill("没有这个")
    page.keyboard.press("Enter")

    expect(page.locator(".st-key-work-page .card")).to_contain_text("没有符合条件的")


def test_a_revoked_session_is_out_at_its_next_tap(open_page: OpenPage, app: ServedApp) -> None:
    page = at_work(open_page, app, "haidian", DESK)
    with opened(app) as store:
        store.accounts.close_sessions_of("haidian")

    page.locator(".work-row", has_text="乙驿站").get_by_role("button", name="仍属实").click()

    expect(page.get_by_role("heading", name="请先登录")).to_be_visible()
    assert newest_change(app, "H1").who == "rig"


def test_the_quality_of_each_district_is_a_table_and_a_file(
    open_page: OpenPage, app: ServedApp
) -> None:
    page = at_work(open_page, app, "planner", DESK)
    page.get_by_text("数据质量").click()
    areas = page.locator(".quality tbody th")
    expect(areas).to_have_text(["合计", "海淀区", "朝阳区"])

    page.get_by_role("button", name="总分").click()
    expect(areas).to_have_text(["合计", "朝阳区", "海淀区"])
    with page.expect_download() as as_csv:
        page.get_by_role("link", name="下载 CSV").click()

    table = Path(as_csv.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["地区"] for row in rows] == ["合计", "朝阳区", "海淀区"]
    assert [row["驿站"] for row in rows] == ["6", "2", "4"]


def test_a_file_is_not_handed_out_after_its_session_has_ended(
    open_page: OpenPage, app: ServedApp
) -> None:
    page = at_work(open_page, app, "planner", DESK)
    page.get_by_text("数据质量").click()
    address = page.get_by_role("link", name="下载 CSV").evaluate("link => link.href")
    assert page.request.get(address).status == 200
    with opened(app) as store:
        store.accounts.close_sessions_of("planner")

    assert page.request.get(address).status == 403


def test_a_number_beside_a_standard_lists_the_stations(open_page: OpenPage, app: ServedApp) -> None:
    page = at_work(open_page, app, "haidian", DESK)
    page.get_by_text("配备标准").click()
    pump = page.locator(".standards tr", has_text="打气筒")
    expect(pump.get_by_role("button")).to_have_text(["0", "3", "1"])

    pump.get_by_role("button", name="1", exact=True).click()

    expect(page.locator(NAMES)).to_have_text(["丁驿站"])
    expect(page.locator("h2.section")).to_contain_text("打气筒 · 不清楚")


def test_what_a_station_lacks_is_for_staff_alone(open_page: OpenPage, app: ServedApp) -> None:
    courier = open_page(PHONE)
    courier.goto(f"{app.url}/?station=H0")
    expect(courier.locator("h1.name")).to_have_text("甲驿站")

    staff = open_page(PHONE)
    staff.context.add_cookies([session_cookie(app, "haidian")])
    staff.goto(f"{app.url}/?station=H0")

    expect(staff.locator(".lacks")).to_contain_text("暖心驿站基本配备（2026.1 版）")
    expect(staff.locator(".lacks .missing")).to_have_text("缺：打气筒")
    expect(courier.locator(".lacks")).to_have_count(0)
