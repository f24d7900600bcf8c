"""An installation whose list is still empty: every page says so, on a map of its own city."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rig.served_app import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from rig.served_app import ServedApp

MAP = "iframe[src*=st_folium]"
CENTER = f"document.querySelector('{MAP}').contentWindow.map.getCenter()"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """Serve a store that was filled from a file without stations."""
    path = tmp_path_factory.mktemp("empty") / "stations.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": []}), encoding="utf-8")
    with serve(stations=path) as app:
        yield app


@pytest.mark.parametrize("address", ["", "all_stations"])
def test_the_map_shows_the_districts_and_not_the_middle_of_the_sea(
    phone_page: Page, empty: ServedApp, address: str
) -> None:
    phone_page.goto(f"{empty.url}/{address}")
    expect(phone_page.frame_locator(MAP).locator(".leaflet-container")).to_be_visible()

    center = phone_page.evaluate(CENTER)

    assert 39.4 < center["lat"] < 41.1
    assert 115.4 < center["lng"] < 117.6


def test_a_district_of_the_light_page_says_that_nothing_is_on_record(
    phone_page: Page, empty: ServedApp
) -> None:
    phone_page.goto(f"{empty.url}/m?district=110108")

    expect(phone_page.get_by_text("这个区还没有登记驿站。")).to_be_visible()
    expect(phone_page.locator("ul.rows")).to_have_count(0)


def test_all_stations_are_none_and_no_condition_is_to_blame(
    phone_page: Page, empty: ServedApp
) -> None:
    phone_page.goto(f"{empty.url}/all_stations")

    expect(phone_page.locator(".count")).to_have_text("还没有登记驿站。")
