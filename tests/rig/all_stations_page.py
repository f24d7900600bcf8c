"""The page of all stations, as its reader uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


def show_table(page: Page) -> None:
    """Turn the table on, once the map above has its height and moves the switch no more."""
    map_ = page.frame_locator("iframe[src*=st_folium]").locator(".leaflet-container")
    expect(map_).to_be_visible()
    page.get_by_text("看表格").click()
    expect(page.locator(".stations tbody")).to_be_visible()
