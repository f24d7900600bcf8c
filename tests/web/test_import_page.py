"""The page of imports in a real browser, from a file in GBK and GCJ-02 to the way back."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import pytest
from playwright.sync_api import expect

from rig.chromium import DESK, PHONE
from rig.edit_desk import HAIDIAN, IN_CHAOYANG, IN_HAIDIAN
from rig.import_desk import table
from rig.served_app import serve
from rig.staff import hire, session_cookie
from rig.stations import station
from stationmap.files.write import to_geojson
from stationmap.geo.datum import Datum, coordinates_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import FilePayload, Page

    from rig.served_app import ServedApp
    from web.conftest import OpenPage

HOSTILE = "<img src=x onerror=alert(1)>`{{7*7}}`驿站"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """Serve one station to staff of 海淀区 and a planner."""
    file = tmp_path_factory.mktemp("import") / "stations.geojson"
    kept = station(id="H1", name="知春路驿站", position=IN_HAIDIAN, phone="010-1")
    file.write_bytes(orjson.dumps(to_geojson([kept])))
    with serve(stations=file) as app:
        hire(app, "li", "--role", "staff", "--area", HAIDIAN)
        hire(app, "pu", "--role", "planner")
        yield app


def _list() -> bytes:
    """Return a list as a district office has it: GBK, AMap's coordinates, titles of its own."""
    lon, lat = coordinates_in(IN_HAIDIAN, Datum.GCJ02)
    far_lon, far_lat = coordinates_in(IN_CHAOYANG, Datum.GCJ02)
    return (
        table(
            ["编号", "名称", "具体在哪", "经度", "纬度", "电话"],
            ["H1", "知春路驿站", "", f"{lon:.6f}", f"{lat:.6f}", "12351"],
            ["H2", HOSTILE, "学院路 2 号", f"{lon + 0.01:.6f}", f"{lat:.6f}", ""],
            ["H3", "望京驿站", "望京", f"{far_lon:.6f}", f"{far_lat:.6f}", ""],
            ["H4", "没有坐标的驿站", "清河", "东经", f"{lat:.6f}", ""],
        )
        .decode()
        .encode("gbk")
    )


def _open(open_page: OpenPage, office: ServedApp, login: str, device: dict[str, object]) -> Page:
    page = open_page(device)
    page.context.add_cookies([session_cookie(office, login)])
    page.goto(f"{office.url}/import_stations?lang=zh")
    return page


def _choose(page: Page, name: str, content: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("heading", name="每一列是什么")).to_be_visible()


def _radio(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).click()


def test_a_list_in_gbk_and_gcj02_goes_in_and_out_again(
    open_page: OpenPage, office: ServedApp
) -> None:
    page = _open(open_page, office, "li", DESK)
    expect(page.get_by_text("您能导入的范围：海淀区")).to_be_visible()

    _choose(page, "list.csv", _list())
    expect(page.get_by_role("combobox", name="文字编码")).to_have_value("gb18030")
    expect(page.get_by_role("cell", name="知春路驿站")).to_be_visible()
    expect(page.get_by_role("button", name="试算")).to_have_count(0)
    column = page.get_by_role("combobox", name="具体在哪")
    column.click()
    column.fill("地址")
    page.get_by_role("option", name="地址", exact=True).click()
    _radio(page, "GCJ-02（高德、腾讯）")
    page.get_by_role("button", name="试算").click()

    expect(page.get_by_role("radio", name="有错 2")).to_be_checked()
    expect(page.get_by_role("radio", name="新增 1")).to_be_visible()
    expect(page.get_by_role("radio", name="有改动 1")).to_be_visible()
    _radio(page, "有改动 1")
    expect(page.get_by_text("电话：010-1 → 12351")).to_be_visible()
    _radio(page, "有错 2")
    expect(page.get_by_text("位置不在您负责的范围内")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载有错的 2 行").click()
    faulty = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(StringIO(faulty)))
    assert [row[0] for row in rows[1:]] == ["H3", "H4"]
    assert rows[0][-1] == "不能导入的原因"
    assert "「经度」要写成十进制的度" in rows[2][-1]

    page.get_by_role("button", name="导入，共 2 个驿站").click()
    expect(page.get_by_text("新增 1，更新 1，移走示例 0")).to_be_visible()

    other = open_page(DESK)
    other.goto(f"{office.url}/?station=H2&lang=zh")
    expect(other.get_by_role("heading", name=HOSTILE)).to_be_visible()
    expect(other.get_by_text("学院路 2 号").first).to_be_visible()

    page.get_by_role("button", name="整批撤回").click()
    page.get_by_role("button", name="确定撤回").click()
    expect(page.get_by_text("已撤回，2 个驿站恢复原样。")).to_be_visible()
    other.goto(f"{office.url}/?station=H1&lang=zh")
    expect(other.get_by_text("010-1").first).to_be_visible()
    other.goto(f"{office.url}/?station=H2&lang=zh")
    expect(other.get_by_role("heading", name=HOSTILE)).to_have_count(0)


def test_a_long_name_of_a_file_is_not_cut_off_on_a_phone(
    open_page: OpenPage, office: ServedApp
) -> None:
    page = _open(open_page, office, "li", PHONE)

    _choose(page, f"{'stations_of_the_union_' * 3}2026.csv", _list())

    summary = page.locator(".import-summary strong")
    assert summary.evaluate("node => node.getBoundingClientRect().right") <= 390


def test_an_answer_that_changes_asks_for_another_dry_run(
    open_page: OpenPage, office: ServedApp
) -> None:
    page = _open(open_page, office, "li", PHONE)
    _choose(page, "list.csv", _list())
    _radio(page, "GCJ-02（高德、腾讯）")
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_role("heading", name="2. 试算结果")).to_be_visible()

    _radio(page, "WGS-84（GPS）")

    expect(page.get_by_role("heading", name="2. 试算结果")).to_have_count(0)
    expect(page.get_by_role("button", name="导入，共")).to_have_count(0)


def test_who_may_not_import_sees_no_chooser_of_files(
    open_page: OpenPage, office: ServedApp
) -> None:
    planner = _open(open_page, office, "pu", DESK)
    expect(planner.get_by_text("这一页不归您用")).to_be_visible()
    expect(planner.locator("input[type=file]")).to_have_count(0)

    stranger = open_page(DESK)
    stranger.goto(f"{office.url}/import_stations?lang=zh")
    expect(stranger.get_by_role("heading", name="请先登录")).to_be_visible()
    expect(stranger.locator("input[type=file]")).to_have_count(0)
