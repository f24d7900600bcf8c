"""全部驿站 in a real browser: filter, sort, page, download."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rig.all_stations_page import show_table

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from rig.served_app import ServedApp

ROW = ".stations tbody tr"


@pytest.fixture
def page(desk_page: Page, served: ServedApp) -> Page:
    """Open 全部驿站 at a desk."""
    desk_page.goto(f"{served.url}/all_stations")
    expect(desk_page.locator(".count")).to_be_visible()
    return desk_page


def choose(page: Page, field: str, choice: str) -> None:
    page.get_by_role("combobox", name=field).fill(choice)
    page.get_by_role("option", name=choice, exact=True).click()
    page.keyboard.press("Escape")


def shown(page: Page) -> int:
    found = re.search(r"\d+", page.locator(".count").inner_text())
    assert found is not None
    return int(found[0])


def next_shown(page: Page, before: int) -> int:
    """Wait for another count; while the page is drawn again there may be none."""
    found = page.wait_for_function(
        """(before) => {
          const found = document.querySelector(".count")?.textContent.match(/\\d+/);
          return found && Number(found[0]) !== before ? Number(found[0]) : null;
        }""",
        arg=before,
    )
    return int(found.json_value())


def test_a_kind_and_a_district_narrow_what_is_shown(page: Page) -> None:
    everything = shown(page)

    choose(page, "类型", "司机之家")
    of_kind = next_shown(page, everything)
    choose(page, "城区", "大兴区")
    of_both = next_shown(page, of_kind)

    assert 0 < of_both < of_kind < everything


def test_a_name_narrows_what_is_shown(page: Page) -> None:
    everything = shown(page)

    page.get_by_placeholder("名称、地址、编号").fill("sw3893")

    assert next_shown(page, everything) == 1


def test_the_table_is_sorted_by_a_tap_on_its_head(page: Page) -> None:
    show_table(page)
    page.get_by_role("button", name="核实").click()
    heads = page.locator(".stations thead th")
    expect(heads.last).to_have_attribute("aria-sort", "ascending")
    days = page.locator(f"{ROW} td:last-child").all_inner_texts()
    assert days == sorted(days)

    page.get_by_role("button", name="核实").click()

    expect(heads.last).to_have_attribute("aria-sort", "descending")
    days = page.locator(f"{ROW} td:last-child").all_inner_texts()
    assert days == sorted(days, reverse=True)


def test_the_table_comes_in_pages(page: Page) -> None:
    show_table(page)
    first = page.locator(ROW).first.inner_text()

    page.get_by_role("button", name="下一页").click()

    expect(page.locator(".pager")).to_contain_text("第 2 页")
    expect(page.locator(ROW).first).not_to_have_text(first)


def test_a_name_in_the_table_opens_the_station(page: Page) -> None:
    show_table(page)
    link = page.locator(f"{ROW} a").first
    name = link.inner_text()

    link.click()

    expect(page.locator("h1.name")).to_have_text(name)


def test_what_is_downloaded_is_what_is_shown(page: Page) -> None:
    choose(page, "类型", "首都工匠学院")
    expect(page.locator(".count")).to_contain_text("显示 5 个")

    with page.expect_download() as as_csv:
        page.get_by_role("link", name="下载 CSV").click()
    with page.expect_download() as as_geojson:
        page.get_by_role("link", name="下载 GeoJSON").click()

    table = Path(as_csv.value.path()).read_text(encoding="utf-8-sig")
    collection = json.loads(Path(as_geojson.value.path()).read_text(encoding="utf-8"))
    ids = {row["id"] for row in csv.DictReader(io.StringIO(table))}
    assert len(ids) == 5
    assert {feature["id"] for feature in collection["features"]} == ids


def test_a_link_from_before_the_page_was_drawn_again_still_downloads(page: Page) -> None:
    link = page.get_by_role("link", name="下载 CSV")
    before = link.get_attribute("href")
    everything = shown(page)
    choose(page, "类型", "首都工匠学院")
    next_shown(page, everything)
    expect(link).not_to_have_attribute("href", str(before))

    answer = page.request.get(f"{page.url.rpartition('/')[0]}/{before}")

    assert answer.status == 200
    assert len(answer.body().splitlines()) == everything + 1


def test_when_nothing_fits_it_says_what_to_do(page: Page) -> None:
    choose(page, "类型", "首都工匠学院")
    choose(page, "设施（可用）", "换电")
    choose(page, "状态", "规划中")

    expect(page.locator(".count")).to_contain_text("去掉一个条件试试")
