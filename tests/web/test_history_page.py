"""The history of a station: who changed what, in words, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rig.chromium import DESK, PHONE
from rig.served_app import serve
from rig.staff import hire, session_cookie
from stationmap.bootstrap import open_office
from stationmap.settings import Settings
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.account import Operator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from rig.served_app import ServedApp
    from stationmap.bootstrap import Office
    from stationmap.stations.station import Station

HOSTILE = "</script><img src=x onerror=alert(1)>{{7*7}}"


@pytest.fixture(scope="module")
def app() -> Iterator[ServedApp]:
    """Serve a new store with staff of 海淀区 and a planner."""
    with serve() as served:
        hire(served, "limei", "--area", "海淀区")
        hire(served, "planner", "--role", "planner")
        yield served


@pytest.fixture
def office(app: ServedApp) -> Iterator[Office]:
    """Open the served store beside the app."""
    opened = open_office(Settings(store_url=f"sqlite:///{app.store}"))
    yield opened
    opened.store.close()


def changed(office: Office, number: int, **fields: object) -> Station:
    """Change one of the stations of 海淀区 as an operator, and return it as it was."""
    found = [kept for kept in office.store.find(StationQuery()) if kept.version == 1]
    kept = [one for one in found if one.station.district == "海淀区"][10 * number]
    after = kept.station.model_copy(update=fields)
    office.edit.save(Operator(), after, version=kept.version, why=HOSTILE)
    return kept.station


def test_a_change_is_told_in_words_and_undone(
    open_page: Callable[..., Page], app: ServedApp, office: Office
) -> None:
    before = changed(office, 0, name=HOSTILE, opening_hours="Mo-Fr 09:00-17:00", phone=None)
    page = open_page(DESK)
    page.context.add_cookies([session_cookie(app, "limei")])
    page.goto(f"{app.url}/history?station={before.id}")

    newest = page.locator(".revision").first
    expect(newest).to_contain_text("修改")
    expect(newest).to_contain_text("operator")
    expect(newest).to_contain_text("北京时间")
    expect(newest).to_contain_text(f"原因：{HOSTILE}")
    expect(newest.locator("li", has_text="名称").locator("ins")).to_have_text(HOSTILE)
    expect(newest.locator("li", has_text="开放时间").locator("ins")).to_contain_text(
        "周一至周五 09:00–17:00"
    )

    page.get_by_role("button", name="撤回这次修改").first.click()
    expect(page.get_by_text("已撤回")).to_be_visible()
    assert office.edit.get(before.id).station == before
    expect(page.locator(".revision")).to_have_count(3)


def test_what_was_changed_again_since_is_not_undone(
    open_page: Callable[..., Page], app: ServedApp, office: Office
) -> None:
    before = changed(office, 1, host="第一个单位")
    kept = office.edit.get(before.id)
    after = kept.station.model_copy(update={"host": "第二个单位"})
    office.edit.save(Operator(), after, version=kept.version)
    page = open_page(DESK)
    page.context.add_cookies([session_cookie(app, "limei")])
    page.goto(f"{app.url}/history?station={before.id}")

    page.get_by_role("button", name="撤回这次修改").nth(1).click()

    expect(page.get_by_role("alert")).to_contain_text("后来又有人改过承办单位")
    assert office.edit.get(before.id).station == after


def test_a_planner_reads_but_undoes_nothing(
    open_page: Callable[..., Page], app: ServedApp, office: Office
) -> None:
    before = changed(office, 2, host="某单位")
    page = open_page(PHONE)
    page.context.add_cookies([session_cookie(app, "planner")])
    page.goto(f"{app.url}/?station={before.id}")
    expect(page.locator(".st-key-station-staff").get_by_text("修改、核实")).to_have_count(0)
    page.locator(".st-key-station-staff").get_by_text("修改历史").click()

    expect(page.locator(".revision")).to_have_count(2)
    expect(page.get_by_role("button", name="撤回")).to_have_count(0)


def test_the_page_of_a_station_leads_staff_to_its_form(
    open_page: Callable[..., Page], app: ServedApp, office: Office
) -> None:
    station = changed(office, 3, host="某单位")
    page = open_page(PHONE)
    page.goto(f"{app.url}/?station={station.id}")
    expect(page.locator("h1.name")).to_be_visible()
    assert page.locator(".st-key-station-staff").count() == 0

    page.context.add_cookies([session_cookie(app, "limei")])
    page.goto(f"{app.url}/?station={station.id}")
    page.locator(".st-key-station-staff").get_by_text("修改、核实").click()

    expect(page.get_by_label("承办单位")).to_have_value("某单位")
