"""Where a courier is and who she is stands neither in the store nor in a log, whatever she does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rig.chromium import PHONE
from rig.courier_traces import CLIENT, HER, USER_AGENT, everything, traces
from rig.report_pages import open_station, report_closed, reports_of, serve_reports

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from rig.served_app import ServedApp
    from web.conftest import OpenPage

WORDS = "今天中午来的时候门锁着"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[ServedApp]:
    with serve_reports(tmp_path) as served:
        yield served


@pytest.fixture
def courier(open_page: OpenPage) -> Page:
    return open_page(
        PHONE,
        permissions=["geolocation"],
        geolocation={"longitude": HER.lon, "latitude": HER.lat},
        user_agent=USER_AGENT,
        extra_http_headers={"X-Forwarded-For": CLIENT},
    )


def test_neither_her_position_nor_her_identity_is_kept(app: ServedApp, courier: Page) -> None:
    assert traces(app) == set(), "the search finds what the sample holds: choose another place"

    _walk(courier, app)

    kept = everything(app)
    assert WORDS.encode() in kept, "the search does not find what was kept"
    assert [report.texts for report in reports_of(app)] == [(WORDS,)]
    assert traces(app) == set()


def _walk(page: Page, app: ServedApp) -> None:
    """Do all that a courier can do: locate, filter, share, search, tap, confirm, report."""
    page.goto(app.url)
    page.locator(".locate").click()
    best = page.locator("article.best")
    best.wait_for()
    page.get_by_text("热水", exact=True).click()
    page.get_by_role("button", name="分享").click()
    page.locator(".copy").wait_for()
    expect(page).to_have_url(re.compile(re.escape(f"{HER.lon:.4f}")))
    page.reload()
    best.wait_for()
    page.get_by_placeholder("地名、驿站名").fill("北京西站")
    page.locator('[data-tap^="pick:"]').first.click()
    page.locator(".from", has_text="北京西站").wait_for()
    card = open_station(page, app)
    card.get_by_role("button", name="开着").click()
    card.get_by_role("status").wait_for()
    report_closed(card, WORDS)
    page.goto(f"{app.url}/all_stations")
    page.locator(".st-key-all-page").wait_for()
