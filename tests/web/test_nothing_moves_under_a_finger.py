"""On a slow phone, what a courier sees to tap stays where it is while the rest still comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rig.chromium import PHONE
from stationmap.web.map_view import ALL_STATIONS_HEIGHT_PX, FINDER_HEIGHT_PX
from stationmap.web.screens.station import MAP_HEIGHT_PX
from stationmap.web.style import style_sheet

if TYPE_CHECKING:
    from rig.served_app import ServedApp
    from web.conftest import OpenPage

TIMES_SLOWER = 4
MOST_PX = 2
"""Boxes that stand in for what still comes end on parts of a pixel."""

NOTE_WHERE_IT_IS = """
window.places = [];
const look = () => {
  const place = document.querySelector("%s")?.getBoundingClientRect().top;
  if (place !== undefined && place !== window.places.at(-1)) window.places.push(place);
  requestAnimationFrame(look);
};
look();
"""
MAP = "iframe[src*=st_folium]"
WRONG = ".st-key-report-answers > :nth-child(2) button"
TABLE = ".st-key-all-table .stCheckbox label"


@pytest.mark.parametrize(
    ("address", "tapped"),
    [
        ("", ".locate"),
        pytest.param("?station=SW0001", WRONG, marks=pytest.mark.long),
        pytest.param("all_stations", TABLE, marks=pytest.mark.long),
    ],
    ids=["find", "station", "all_stations"],
)
def test_what_is_to_be_tapped_does_not_move_once_it_is_there(
    served: ServedApp, open_page: OpenPage, address: str, tapped: str
) -> None:
    page = open_page(PHONE, anew=True)
    page.add_init_script(NOTE_WHERE_IT_IS % tapped)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})

    page.goto(f"{served.url}/{address}")
    map_ = page.frame_locator(MAP).locator(".leaflet-container")
    expect(map_).to_be_attached(timeout=60_000)
    expect(page.locator(tapped)).to_be_attached()
    page.wait_for_function(f"document.querySelector('{MAP}').offsetHeight > 200")
    page.wait_for_timeout(500)

    places = page.evaluate("window.places")
    assert max(places) - min(places) <= MOST_PX, places


def test_the_style_sheet_gives_maps_the_height_that_they_will_have() -> None:
    style = style_sheet()

    for frames, height_px in (
        (".st-key-scenario-map) iframe", ALL_STATIONS_HEIGHT_PX),
        (".st-key-edit-map) iframe", FINDER_HEIGHT_PX),
        (".st-key-station-map iframe", MAP_HEIGHT_PX),
    ):
        assert f"{frames} {{ min-height: {height_px}px; }}" in style
