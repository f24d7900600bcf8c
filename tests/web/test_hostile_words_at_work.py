"""Names and reports that are code, on the pages of staff: none of it runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from rig.chromium import DESK, PHONE
from rig.hostile import CENTRE, HOSTILE, TOGETHER, collection, nothing_ran
from rig.served_app import ServedApp, serve
from rig.staff import hire, session_cookie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

NAMES = TOGETHER + HOSTILE


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """Serve stations each of whose texts is code, to an admin whose name is code too."""
    path = tmp_path_factory.mktemp("hostile") / "stations.geojson"
    path.write_text(json.dumps(collection(NAMES)), encoding="utf-8")
    with serve(stations=path) as app:
        hire(app, "chen", "--role", "admin")
        yield app


@pytest.fixture
def desk(open_page: Callable[..., Page], hostile: ServedApp) -> Page:
    page = open_page(DESK)
    page.context.add_cookies([session_cookie(hostile, "chen")])
    return page


def test_in_the_work_list_names_are_only_text(desk: Page, hostile: ServedApp) -> None:
    desk.goto(f"{hostile.url}/work")

    for name in NAMES:
        expect(desk.get_by_text(" ".join(name.split()), exact=True).first).to_be_visible()
    nothing_ran(desk)


@pytest.mark.parametrize("number", range(len(TOGETHER)))
def test_in_the_form_and_in_the_history_names_are_only_text(
    desk: Page, hostile: ServedApp, number: int
) -> None:
    desk.goto(f"{hostile.url}/edit?station=h{number}")
    expect(desk.get_by_label("名称").first).to_have_value(NAMES[number])
    nothing_ran(desk)

    desk.goto(f"{hostile.url}/history?station=h{number}")
    expect(desk.locator("h1")).to_contain_text(" ".join(NAMES[number].split()))
    nothing_ran(desk)


def test_what_is_near_a_new_station_is_only_text(desk: Page, hostile: ServedApp) -> None:
    desk.goto(f"{hostile.url}/edit")
    desk.get_by_text("粘坐标").click()
    desk.get_by_label("粘贴坐标").fill(f"{CENTRE[0]}, {CENTRE[1]}")
    desk.get_by_text("手机 GPS").click()
    desk.get_by_role("button", name="放上图钉").click()

    expect(desk.get_by_text(NAMES[0], exact=False).first).to_be_visible()
    nothing_ran(desk)


def test_a_report_that_is_code_is_only_text_at_the_desk(
    open_page: Callable[..., Page], desk: Page, hostile: ServedApp
) -> None:
    phone = open_page(PHONE)
    for number, words in enumerate(HOSTILE[:3]):
        report(phone, hostile, f"h{number}", words)

    desk.goto(f"{hostile.url}/reports")
    for number in range(3):
        name = " ".join(NAMES[number].split())
        expect(desk.get_by_text(name, exact=False).first).to_be_visible()
    nothing_ran(desk)


def report(phone: Page, app: Any, station_id: str, words: str) -> None:
    """File a report on a phone, with these words."""
    phone.goto(f"{app.url}/?station={station_id}")
    phone.get_by_role("button", name="有问题").click()
    phone.get_by_role("radio", name="其他").click()
    phone.get_by_role("textbox").last.fill(words)
    phone.get_by_role("button", name="告诉工会").click()
    expect(phone.get_by_text("12351").first).to_be_visible()
    nothing_ran(phone)
