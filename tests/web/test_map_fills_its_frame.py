"""At a desk the map's frame grows after the map is made; what is drawn must grow with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rig.chromium import DESK
from stationmap.labels import Language, text

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from rig.served_app import ServedApp
    from web.conftest import OpenPage

HERE = {"longitude": 116.404, "latitude": 39.915}
MAP = 'iframe[src*="st_folium"]'
DRAWN_TO_THE_EDGES = f"""() => {{
  const map = document.querySelector('{MAP}')?.contentDocument;
  const ground = map?.querySelector('.leaflet-ground-pane canvas')?.getBoundingClientRect();
  const frame = document.querySelector('{MAP}')?.getBoundingClientRect();
  return ground && frame.height > 400 && ground.top <= 0 && ground.bottom >= frame.height;
}}"""
OFTEN = 3
"""Which of the two comes first is a race: once is not enough."""


@pytest.mark.parametrize("_turn", range(OFTEN))
def test_the_ground_is_drawn_to_the_edges_of_the_frame(
    served: ServedApp, open_page: OpenPage, _turn: int
) -> None:
    page: Page = open_page(DESK, geolocation=HERE, permissions=["geolocation"])
    page.goto(served.url)
    page.get_by_role("button", name=text("locate.button", Language.ZH)).click()
    page.frame_locator(MAP).locator(".answer").first.wait_for()

    page.wait_for_function(DRAWN_TO_THE_EDGES)
