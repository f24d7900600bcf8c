"""The planner's report in a real browser: offered on her page, and read without running."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rig.chromium import DESK
from rig.hostile import HOSTILE, nothing_ran
from rig.report_contents import report_of
from rig.served_app import serve
from rig.staff import hire, session_cookie
from stationmap.files.report_html import to_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, Route

    from rig.served_app import ServedApp
    from web.conftest import OpenPage


ADDRESS = "http://127.0.0.1:9/report.html"
"""Nothing listens there: the test answers itself."""


@pytest.fixture(scope="module")
def app() -> Iterator[ServedApp]:
    """Serve the sample to a planner."""
    with serve() as served:
        hire(served, "planner", "--role", "planner")
        yield served


@pytest.fixture
def page(open_page: OpenPage, app: ServedApp) -> Page:
    """Open the planner's page about one district."""
    opened = open_page(DESK)
    opened.context.add_cookies([session_cookie(app, "planner")])
    opened.goto(f"{app.url}/plan?in=110108")
    expect(opened.locator(".figure.share dd")).to_be_visible()
    return opened


@pytest.mark.parametrize(
    ("link", "name", "begins"),
    [
        ("下载报告 PDF", "report-110108-1000m.pdf", b"%PDF-"),
        ("下载报告 HTML", "report-110108-1000m.html", b"<!doctype html>"),
        ("下载报告数据 XLSX", "report-110108-1000m.xlsx", b"PK"),
    ],
)
def test_one_click_gives_the_report(page: Page, link: str, name: str, begins: bytes) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()

    assert download.value.suggested_filename == name
    assert Path(download.value.path()).read_bytes().startswith(begins)


def test_the_html_is_read_without_running_or_loading_anything(open_page: OpenPage) -> None:
    page = open_page(DESK)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for words in HOSTILE:
        page.route(ADDRESS, partial(_answer, to_html(report_of(words))))
        page.goto(ADDRESS)
        expect(page.locator("h1")).to_have_text(words)
        nothing_ran(page)
        page.unroute(ADDRESS)

    assert set(asked) == {ADDRESS}


def _answer(body: bytes, route: Route) -> None:
    route.fulfill(body=body, content_type="text/html")
