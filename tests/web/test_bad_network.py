"""A proxy that cuts off and a geocoder that does not answer: the page says so, and goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rig.chromium import PHONE
from rig.cutting_proxy import CuttingProxy, cutting_proxy
from rig.geocoding_service import geocoding_service
from rig.report_pages import open_station, reports_of, serve_reports
from torture.counting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from rig.geocoding_service import GeocodingService
    from rig.served_app import ServedApp

PATIENCE_MS = 30_000
SLOW_S = 6.0
"""Longer than anybody waits for a geocoder."""


@pytest.fixture(scope="module")
def geocoder() -> Iterator[GeocodingService]:
    with geocoding_service() as service:
        service.delay_s = SLOW_S
        yield service


@pytest.fixture(scope="module")
def app(
    geocoder: GeocodingService, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedApp]:
    with serve_reports(
        tmp_path_factory.mktemp("bad-network"),
        report_limit=9,
        geocoder="nominatim",
        geocoder_contact="map@example.org",
        geocoder_url=f"http://{geocoder.domain}",
    ) as served:
        yield served


@pytest.fixture
def proxy(app: ServedApp) -> Iterator[CuttingProxy]:
    with cutting_proxy(app.url) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page that is not watched: a browser writes to its console what broke off."""
    with browser.new_context(**PHONE) as context:
        yield context.new_page()


def test_a_report_whose_answer_was_cut_off_is_filed_once_and_the_page_goes_on(
    app: ServedApp, proxy: CuttingProxy, page: Page
) -> None:
    card = open_station(page, replace(app, url=f"http://127.0.0.1:{proxy.port}"))
    card.get_by_role("button", name="有问题").click()
    card.get_by_text("关门了、不开了", exact=True).click()
    card.get_by_role("textbox").fill("关着门")
    proxy.loses_answers = True
    card.get_by_role("button", name="告诉工会").click()
    until(lambda: len(reports_of(app)) == 1)
    proxy.is_down = True
    proxy.cut()
    page.wait_for_timeout(500)
    proxy.loses_answers = proxy.is_down = False

    expect(card.get_by_role("status")).to_contain_text("12351", timeout=PATIENCE_MS)
    card.get_by_role("button", name="开着").click()
    expect(card.get_by_role("status")).to_contain_text("谢谢", timeout=PATIENCE_MS)
    (report,) = reports_of(app)
    assert (report.times, report.texts) == (1, ("关着门",))


def test_a_geocoder_that_does_not_answer_is_told_and_the_page_is_usable(
    app: ServedApp, geocoder: GeocodingService, page: Page
) -> None:
    page.goto(app.url)
    box = page.get_by_placeholder("地名、驿站名")
    box.fill("没有这样的地方街九号")
    page.get_by_text("到网上查").click()

    expect(page.get_by_text("网上查不到，请点一下地图。")).to_be_visible(timeout=PATIENCE_MS)
    assert [one["q"] for one in geocoder.asked] == ["没有这样的地方街九号"]
    box.fill("海淀")
    expect(page.locator(".rows .row").first).to_contain_text("海淀", timeout=PATIENCE_MS)
