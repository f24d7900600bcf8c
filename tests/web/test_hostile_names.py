"""Names that are code, in every place of every page that shows a name: none of it runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rig.all_stations_page import show_table
from rig.chromium import PHONE
from rig.hostile import CENTRE, HOSTILE, TOGETHER, collection, nothing_ran
from rig.served_app import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from rig.served_app import ServedApp


NAMES = TOGETHER + HOSTILE


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[ServedApp]:
    """Serve stations each of whose texts is code."""
    path = tmp_path_factory.mktemp("hostile") / "stations.geojson"
    path.write_text(json.dumps(collection(NAMES)), encoding="utf-8")
    with serve(stations=path) as app:
        yield app


@pytest.mark.parametrize("number", range(len(TOGETHER)))
def test_on_its_card_on_its_page_and_on_its_poster_a_name_is_only_text(
    open_page: Callable[..., Page], hostile: ServedApp, number: int
) -> None:
    here = {"longitude": CENTRE[0] + number / 1000, "latitude": CENTRE[1]}
    page = open_page(PHONE, geolocation=here, permissions=["geolocation"])
    name = " ".join(NAMES[number].split())

    page.goto(hostile.url)
    page.click(".locate")
    expect(page.locator("article.best .name")).to_have_text(name)
    nothing_ran(page)
    page.goto(f"{hostile.url}/?station=h{number}")
    expect(page.locator("h1.name")).to_have_text(name)
    nothing_ran(page)
    page.goto(f"{hostile.url}/poster?station=h{number}")
    expect(page.locator("h1")).to_have_text(name)
    nothing_ran(page)


def test_in_the_search_and_in_the_table_names_are_only_text(
    phone_page: Page, hostile: ServedApp
) -> None:
    phone_page.goto(hostile.url)
    phone_page.get_by_role("textbox").fill("window")
    expect(phone_page.locator(".rows strong").first).to_contain_text("window.ran")
    nothing_ran(phone_page)

    phone_page.goto(f"{hostile.url}/all_stations")
    show_table(phone_page)
    expect(phone_page.locator(".stations tbody a")).to_have_count(len(NAMES))
    shown = phone_page.locator(".stations tbody a").all_text_contents()
    assert sorted(shown) == sorted(NAMES)
    nothing_ran(phone_page)


@pytest.mark.parametrize("station_id", ["<script>window.ran=1</script>", "**x**", "{{7*7}}"])
def test_an_id_from_the_address_is_only_text(
    phone_page: Page, hostile: ServedApp, station_id: str
) -> None:
    phone_page.goto(f"{hostile.url}/?station={station_id}")

    expect(phone_page.get_by_role("alert")).to_contain_text(station_id)
    nothing_ran(phone_page)


def test_a_name_without_an_end_leaves_the_table_s_other_columns_in_sight(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    found = collection()
    found["features"][0]["properties"]["name"] = "W" * 90  # type: ignore[index]  # GeoJSON
    path = tmp_path / "stations.geojson"
    path.write_text(json.dumps(found), encoding="utf-8")
    with serve(stations=path) as app:
        page = open_page(PHONE)
        page.goto(f"{app.url}/all_stations")
        show_table(page)

        table = page.locator(".scroll").bounding_box()
        kind = page.locator(".stations thead th").nth(1).bounding_box()

        assert table is not None
        assert kind is not None
        assert kind["x"] < table["x"] + table["width"]
