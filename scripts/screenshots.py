"""Takes docs/screenshots from the running app: each page on a phone and at a desk, zh and en."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PIL import Image

from rig.chromium import DESK, PHONE, chromium
from rig.served_app import serve
from rig.staff import hire, session_cookie
from stationmap.labels import Language, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Geolocation, Page

    from rig.served_app import ServedApp

SCREENSHOTS = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
HERE: Geolocation = {"longitude": 116.404, "latitude": 39.915, "accuracy": 25}
STATION = "SW0001"
STAFF, STAFF_AREA, STAFF_STATION = "limei", "110108", "SW2979"
MAP = 'iframe[title*="st_folium"]'
SETTLED_MS = 2500
"""Streamlit fades what is new in, and Leaflet draws after that."""
COLOURS = 128
"""A palette keeps the pictures small; the pages are flat colours."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One page, and how to bring it on the screen."""

    name: str
    path: str
    ready: Callable[[Page, Language], None]
    colour_scheme: Literal["light", "dark"] = "light"
    is_for_staff: bool = False


def _locate(page: Page, language: Language) -> None:
    page.get_by_role("button", name=text("locate.button", language)).click()
    page.locator("article.card.best").wait_for()
    page.frame_locator(MAP).locator(".answer").first.wait_for()


def _locate_and_look_at_the_map(page: Page, language: Language) -> None:
    _locate(page, language)
    page.locator(MAP).evaluate("map => map.scrollIntoView({ block: 'center' })")


def _station(page: Page, _language: Language) -> None:
    page.locator("h1").first.wait_for()


def _poster(page: Page, _language: Language) -> None:
    page.locator("svg").first.wait_for()


def _all(page: Page, _language: Language) -> None:
    page.frame_locator(MAP).locator("canvas").first.wait_for()


def _work(page: Page, _language: Language) -> None:
    page.locator(".rows li").first.wait_for()


def _heading(page: Page, _language: Language) -> None:
    page.locator("h1.page-title").wait_for()


SHOTS = (
    Shot("find", "/", _locate),
    Shot("map", "/", _locate_and_look_at_the_map),
    Shot("night", "/", _locate, colour_scheme="dark"),
    Shot("station", f"/?station={STATION}", _station),
    Shot("poster", f"/poster?station={STATION}", _poster),
    Shot("all", "/all_stations", _all),
    Shot("work", "/work", _work, is_for_staff=True),
    Shot("edit", f"/edit?station={STAFF_STATION}", _heading, is_for_staff=True),
    Shot("history", f"/history?station={STAFF_STATION}", _heading, is_for_staff=True),
    Shot("import", "/import_stations", _heading, is_for_staff=True),
    Shot("reports", "/reports", _heading, is_for_staff=True),
)
DEVICES: dict[str, dict[str, Any]] = {"phone": PHONE, "desk": DESK}


def main() -> None:
    """Take them all."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with serve() as app, chromium() as browser:
        hire(app, STAFF, "--area", STAFF_AREA)
        for shot in SHOTS:
            for device, options in DEVICES.items():
                for language in Language:
                    _take(browser, app, shot, device=(device, options), language=language)


def _take(
    browser: Browser,
    app: ServedApp,
    shot: Shot,
    *,
    device: tuple[str, dict[str, Any]],
    language: Language,
) -> None:
    name, options = device
    context = browser.new_context(
        **options,
        color_scheme=shot.colour_scheme,
        geolocation=HERE,
        permissions=["geolocation"],
    )
    if shot.is_for_staff:
        context.add_cookies([session_cookie(app, STAFF)])
    page = context.new_page()
    joiner = "&" if "?" in shot.path else "?"
    page.goto(f"{app.url}{shot.path}{joiner}lang={language}")
    shot.ready(page, language)
    page.wait_for_timeout(SETTLED_MS)
    picture = Image.open(BytesIO(page.screenshot()))
    target = SCREENSHOTS / f"{shot.name}-{name}-{language}.png"
    picture.convert("RGB").quantize(COLOURS).save(target, optimize=True)
    context.close()


if __name__ == "__main__":
    main()
