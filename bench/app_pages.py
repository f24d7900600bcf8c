"""How a bench finds its way about the app: where to tap, and how to see that it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

MAP = 'iframe[src*="st_folium"]'
MAP_DOCUMENT = f"document.querySelector('{MAP}')?.contentDocument"
LIST = "article.card.best, ol.rows"

FINDER_IS_READY = f"() => Boolean({MAP_DOCUMENT}?.querySelector('.leaflet-container'))"

ANSWERS_ARE_NEW = f"""(before) => {{
  const map = {MAP_DOCUMENT};
  const list = [...document.querySelectorAll('{LIST}')].map((part) => part.textContent).join();
  return list && list !== before && map.querySelector('.answer:not([data-old])')
    && !map.querySelector('.answer[data-old]');
}}"""
"""The list says something else, and the answers on the map are none of those that were marked."""

ALL_ARE_DRAWN = f"""() => {{
  const drawn = {MAP_DOCUMENT}?.querySelector('.leaflet-overlay-pane canvas');
  if (!drawn?.width || !drawn.height) return false;
  const small = Object.assign(document.createElement('canvas'), {{ width: 24, height: 24 }});
  const pen = small.getContext('2d', {{ willReadFrequently: true }});
  pen.drawImage(drawn, 0, 0, 24, 24);
  return pen.getImageData(0, 0, 24, 24).data.some((channel) => channel > 0);
}}"""


def open_find(page: Page, url: str) -> None:
    """Open the find page, until its map is there."""
    page.goto(f"{url}/", wait_until="commit")
    page.wait_for_function(FINDER_IS_READY)


def open_all(page: Page, url: str) -> None:
    """Open the page of all stations, until they are drawn."""
    page.goto(f"{url}/all_stations", wait_until="commit")
    page.wait_for_function(ALL_ARE_DRAWN)


def map_point(page: Page, *, across: float = 0.5, down: float = 0.5) -> tuple[float, float]:
    """Return a point of the map, in pixels of the screen, scrolled into view."""
    frame = page.locator(MAP)
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    if box is None:
        raise LookupError("the page shows no map")
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def mark_answers(page: Page) -> str:
    """Mark the answers on the map as old, and return what the list says."""
    listed: str = page.evaluate(
        f"""() => {{
          {MAP_DOCUMENT}.querySelectorAll('.answer').forEach((one) => one.dataset.old = 'yes');
          return [...document.querySelectorAll('{LIST}')].map((part) => part.textContent).join();
        }}"""
    )
    return listed


def tap_map(page: Page, point: tuple[float, float], before: str) -> None:
    """Tap the map, until list and map show new answers."""
    page.touchscreen.tap(*point)
    page.wait_for_function(ANSWERS_ARE_NEW, arg=before, polling="raf")
