"""The page of one station and its poster, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from rig.served_app import ServedApp

A4_PT = (595, 842)


def test_a_link_opens_a_station(phone_page: Page, served: ServedApp) -> None:
    phone_page.goto(f"{served.url}/?station=SW0001")

    expect(phone_page.locator("h1.name")).to_have_text("示例暖心驿站 东城区 0001号")
    expect(phone_page.locator(".week tr")).to_have_count(7)
    expect(phone_page.get_by_text("没有登记、不知道有没有")).to_be_visible()
    expect(phone_page.get_by_role("link", name=re.compile("这里写得不对"))).to_have_attribute(
        "href", "tel:12351"
    )


def test_an_unknown_station_is_said_to_be_unknown_with_a_way_back(
    phone_page: Page, served: ServedApp
) -> None:
    phone_page.goto(f"{served.url}/?station=%3Cb%3Enone")

    expect(phone_page.get_by_role("alert")).to_contain_text("没有编号为「<b>none」的驿站")
    phone_page.get_by_role("link", name="找附近的驿站").click()
    expect(phone_page.locator(".locate")).to_be_visible()


def test_sharing_copies_the_station_s_address(phone_page: Page, served: ServedApp) -> None:
    phone_page.add_init_script("navigator.share = async (what) => { window.shared = what.url }")
    phone_page.goto(f"{served.url}/?station=SW0001")
    phone_page.locator("[data-listens]").wait_for(state="attached")
    phone_page.get_by_role("button", name="分享").click()

    phone_page.wait_for_function("window.shared")
    assert phone_page.evaluate("window.shared") == f"{served.url}/?station=SW0001&lang=zh"


def test_the_poster_is_one_sheet_of_a4(phone_page: Page, served: ServedApp, tmp_path: Path) -> None:
    phone_page.goto(f"{served.url}/poster?station=SW0001")
    expect(phone_page.locator("svg.qr")).to_be_visible()

    printed = phone_page.pdf(path=tmp_path / "poster.pdf", prefer_css_page_size=True)

    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert [(round(float(w)), round(float(h))) for w, h in boxes] == [A4_PT]


def test_on_a_phone_the_whole_poster_can_be_read(phone_page: Page, served: ServedApp) -> None:
    width = phone_page.viewport_size["width"]  # type: ignore[index]  # a phone has one
    phone_page.goto(f"{served.url}/poster?station=SW0001")

    for part in phone_page.locator("h1, td, .qr, .scan, footer strong, button").all():
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width, part


def test_the_poster_of_an_unknown_station_leads_to_the_page_that_says_so(
    phone_page: Page, served: ServedApp
) -> None:
    phone_page.goto(f"{served.url}/poster?station=none")

    expect(phone_page.get_by_role("alert")).to_contain_text("没有编号为「none」的驿站")
