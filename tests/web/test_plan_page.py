"""The planner's page in a real browser: 海淀区 by street, with the real population of 2020."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Error, expect

from rig.chromium import DESK, PHONE
from rig.served_app import serve
from rig.staff import hire, session_cookie

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import FilePayload, Page

    from rig.served_app import ServedApp
    from web.conftest import OpenPage

HOSTILE = '<img src=x onerror="window.ran=1">{{7*7}}'
STILL = "[data-testid=stApp][data-test-script-state=notRunning]"
MAP = 'iframe[src*="st_folium"]'
MOST_BYTES_OF_A_LAYER = 300_000


@pytest.fixture(scope="module")
def app() -> Iterator[ServedApp]:
    """Serve the sample to a planner and to staff."""
    with serve() as served:
        hire(served, "planner", "--role", "planner")
        hire(served, "haidian", "--area", "海淀区")
        yield served


@pytest.fixture(scope="module")
def streets(shared_data: Path) -> dict[str, Any]:
    """Return the 29 streets with their population, one with a name that means harm."""
    file = shared_data / "haidian_29_streets_wgs84_pop2020.geojson"
    found: dict[str, Any] = orjson.loads(file.read_bytes())
    found["features"][-1]["properties"]["name"] = HOSTILE
    return found


def opened(open_page: OpenPage, app: ServedApp, login: str, device: dict[str, Any]) -> Page:
    page = open_page(device)
    page.context.add_cookies([session_cookie(app, login)])
    page.goto(f"{app.url}/plan")
    expect(page.locator(".figure.share dd")).to_be_visible()
    expect(page.locator("[data-listens]")).to_be_attached()
    return page


def bring(page: Page, kind: str, how: str, name: str, content: bytes) -> None:
    """Upload a file in the data tab; `how` stands beside the chooser for this kind."""
    page.get_by_role("radio", name=kind).click()
    expect(page.get_by_text(how)).to_be_visible()
    file: FilePayload = {"name": "海淀.geojson", "mimeType": "", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("名称").fill(name)
    page.get_by_label("名称").press("Tab")
    page.get_by_role("button", name="保存，并用它来算").click()
    expect(page.locator(".hint.good")).to_contain_text(name)
    expect(page.locator(".held strong", has_text=name)).to_be_visible()


def choose(page: Page, field: str, option: str) -> None:
    """Choose as people do who try again: a page that is drawn again closes its lists."""
    for _attempt in range(5):
        page.locator(STILL).wait_for()
        page.get_by_label(field, exact=True).click()
        try:
            page.get_by_role("option", name=option, exact=True).click(timeout=4_000)
        except Error:
            page.keyboard.press("Escape")
        else:
            return
    pytest.fail(f"the list of {field} does not stay open")


def names(page: Page) -> list[str]:
    return page.locator(".areas tbody th").all_text_contents()


def center(page: Page) -> list[float]:
    """Return where the map is."""
    frame = page.locator(MAP).element_handle().content_frame()
    assert frame is not None
    found: list[float] = frame.evaluate(
        "[window.map_div.getCenter().lat, window.map_div.getCenter().lng, window.map_div.getZoom()]"
    )
    return found


def test_a_planner_sees_haidian_by_street_with_its_real_population(
    open_page: OpenPage, app: ServedApp, streets: dict[str, Any]
) -> None:
    total = sum(one["properties"]["pop2020"] for one in streets["features"])
    page = opened(open_page, app, "planner", DESK)
    layers: list[int] = []
    page.on(
        "response",
        lambda answer: (
            layers.append(int(answer.headers["content-length"]))
            if "/layers/coverage" in answer.url
            else None
        ),
    )
    expect(page.locator(".st-key-staff-bar a").first).to_have_text("规划")

    page.get_by_role("radio", name="数据").click()
    content = orjson.dumps(streets)
    bring(page, "需求（人在哪里）", "WorldPop", f"海淀人口 {HOSTILE}", content)
    bring(page, "分区（按什么统计）", "每个面一个名称", f"海淀街道 {HOSTILE}", content)
    page.get_by_role("radio", name="覆盖", exact=True).click()

    expect(page.locator(".areas tbody tr")).to_have_count(30)
    expect(page.locator(".basis")).to_contain_text(f"海淀人口 {HOSTILE}，共 {total:,}")
    expect(page.locator(".areas tr.whole td").nth(2)).to_have_text(f"{total:,}")
    assert {HOSTILE, "学院路街道", "合计"} < set(names(page))
    assert re.search(r"[?&]s=[0-9a-f]+&areas=[0-9a-f]+", page.url)

    # Sorted by its demand, the most first.
    by_share = names(page)
    page.locator("[data-tap='sort:demand']").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text(re.compile("需求"))
    expect(page.locator(".areas tbody th").nth(1)).not_to_have_text(by_share[1])
    people = [
        int(cell.replace(",", ""))
        for cell in page.locator(".areas tbody tr:not(.whole) td:nth-child(4)").all_text_contents()
    ]
    assert people == sorted(people, reverse=True)

    # A shorter radius covers less, and the link says so.
    wide = float(page.locator(".figure.share dd").inner_text().rstrip("%"))
    choose(page, "服务半径", "300 米")
    expect(page.locator(".figure.share dt")).to_contain_text("300 米")
    assert float(page.locator(".figure.share dd").inner_text().rstrip("%")) < wide
    expect(page).to_have_url(re.compile("r=300m"))

    page.locator(STILL).wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Excel").click()
    assert download.value.suggested_filename == "coverage-300m.xlsx"
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    titles, *lines = list(book.worksheets[0].iter_rows(values_only=True))
    told: list[dict[Any, Any]] = [dict(zip(titles, line, strict=True)) for line in lines]
    assert len(told) == 29
    assert HOSTILE in {line["地区"] for line in told}
    assert sum(line["需求"] for line in told) == pytest.approx(total)
    assert {line["服务半径（米）"] for line in told} == {300}
    shares = [line["覆盖率"] for line in told]
    assert shares == sorted(shares)

    # A gap of the list is shown on the map.
    page.locator(MAP).content_frame.locator(".leaflet-overlay-pane canvas").wait_for()
    before = center(page)
    page.locator("[data-tap='gap:2']").click()
    page.wait_for_function(
        "before => { const map = document.querySelector('iframe[src*=st_folium]').contentWindow"
        ".map_div; return map.getZoom() >= 13 && map.getCenter().lat !== before[0]; }",
        arg=before,
    )

    assert layers
    assert max(layers) < MOST_BYTES_OF_A_LAYER
    assert page.evaluate("window.ran") is None


@pytest.mark.long
def test_a_link_shares_the_question(open_page: OpenPage, app: ServedApp) -> None:
    page = opened(open_page, app, "planner", PHONE)

    page.goto(f"{app.url}/plan?in=110108&r=15walk&with=water&when=night")

    expect(page.locator(".figure.share dt")).to_contain_text("步行 15 分钟")
    expect(page.get_by_label("只看", exact=True)).to_have_value("海淀区")
    page.get_by_role("radio", name="方法").click()
    method = page.locator(".method")
    expect(method).to_contain_text("饮水机")
    expect(method).to_contain_text("22:00 到次日 6:00")
    expect(method).to_contain_text("内置的人口很粗")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["viewport"]["width"]


def test_staff_read_it_and_cannot_bring_data(open_page: OpenPage, app: ServedApp) -> None:
    page = opened(open_page, app, "haidian", DESK)

    page.get_by_role("radio", name="数据").click()

    expect(page.locator(".held").first).to_contain_text("2020 年普查人口")
    expect(page.get_by_text("只有规划人员和管理员可以上传和删除。")).to_be_visible()
    expect(page.locator("input[type=file]")).to_have_count(0)


def test_what_cannot_be_read_is_said_in_a_sentence(open_page: OpenPage, app: ServedApp) -> None:
    page = opened(open_page, app, "planner", DESK)
    page.get_by_role("radio", name="数据").click()
    file: FilePayload = {"name": "x.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}

    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="保存，并用它来算").click()

    expect(page.locator(".hint[role=alert]")).to_contain_text("找不到经度和纬度两列")
