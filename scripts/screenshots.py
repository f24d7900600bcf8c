"""Takes docs/screenshots from the running app: each page on a phone and at a desk, zh and en.

`make screenshots` takes all; `PYTHONPATH=tests .venv/bin/python scripts/screenshots.py find night`
those alone.
"""

from __future__ import annotations

import sys
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

    from playwright.sync_api import BrowserContext, Geolocation, Page

    from rig.served_app import ServedApp

SCREENSHOTS = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
HERE: Geolocation = {"longitude": 116.404, "latitude": 39.915, "accuracy": 25}
STATION = "SW0001"
STAFF, STAFF_AREA, STAFF_STATION = "limei", "110108", "SW2979"
PLANNER = "planner"
MAP = 'iframe[src*="st_folium"]'
SETTLED_MS = 2500
"""Streamlit fades what is new in, and Leaflet draws after that."""
COLOURS = 128
"""A palette keeps the pictures small; the pages are flat colours."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One page, who looks at it, and how to bring it on the screen."""

    name: str
    path: str
    ready: Callable[[Page, Language], None]
    colour_scheme: Literal["light", "dark"] = "light"
    login: str | None = None


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


def _plan(page: Page, _language: Language) -> None:
    page.frame_locator(MAP).locator("canvas").first.wait_for()
    page.locator(".figures").evaluate("figures => figures.scrollIntoView()")


def _sites(page: Page, language: Language) -> None:
    page.get_by_role("radio", name=text("plan.tab.siting", language), exact=True).click()
    page.get_by_label(text("siting.n", language)).fill("20")
    page.get_by_label(text("siting.n", language)).press("Tab")
    page.get_by_role("button", name=text("siting.start", language)).click()
    page.locator(".siting-came").wait_for()
    page.locator(".siting-came").evaluate("came => came.scrollIntoView()")


def _scenario(page: Page, language: Language) -> None:
    _sites(page, language)
    width = page.viewport_size["width"] if page.viewport_size else 0
    name = f"2027 {language} {width}"
    page.get_by_label(text("siting.into_name", language)).fill(name)
    page.get_by_role("button", name=text("siting.into", language)).click()
    page.locator(".hint.good").wait_for()
    page.get_by_role("radio", name=text("plan.tab.scenarios", language), exact=True).click()
    page.locator(".scenarios .row", has_text=name).click()
    page.locator(".compared").wait_for()
    page.locator(".compared").evaluate("compared => compared.scrollIntoView()")


def _light(page: Page, _language: Language) -> None:
    page.locator("#locate").click()
    page.locator("#answers > .station").nth(4).wait_for()
    page.evaluate("scrollTo(0, 0)")


SHOTS = (
    Shot("find", "/", _locate),
    Shot("map", "/", _locate_and_look_at_the_map),
    Shot("night", "/", _locate, colour_scheme="dark"),
    Shot("station", f"/?station={STATION}", _station),
    Shot("light", "/m", _light),
    Shot("poster", f"/poster?station={STATION}", _poster),
    Shot("all", "/all_stations", _all),
    Shot("work", "/work", _work, login=STAFF),
    Shot("edit", f"/edit?station={STAFF_STATION}", _heading, login=STAFF),
    Shot("history", f"/history?station={STAFF_STATION}", _heading, login=STAFF),
    Shot("import", "/import_stations", _heading, login=STAFF),
    Shot("reports", "/reports", _heading, login=STAFF),
    Shot("plan", f"/plan?in={STAFF_AREA}&when=night&with=water", _plan, login=PLANNER),
    Shot("sites", f"/plan?in={STAFF_AREA}", _sites, login=PLANNER),
    Shot("scenario", f"/plan?in={STAFF_AREA}", _scenario, login=PLANNER),
)
DEVICES: dict[str, dict[str, Any]] = {"phone": PHONE, "desk": DESK}


def main(names: list[str]) -> None:
    """Take those that are named, or all."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with serve() as app, chromium() as browser:
        hire(app, STAFF, "--area", STAFF_AREA)
        hire(app, PLANNER, "--role", "planner")
        # Each signs in once: whoever does so for each picture is held up for too many tries.
        cookies = {login: session_cookie(app, login) for login in (STAFF, PLANNER)}
        for shot in SHOTS:
            if names and shot.name not in names:
                continue
            cookie = cookies.get(shot.login) if shot.login else None
            for device, options in DEVICES.items():
                for language in Language:
                    where = browser.new_context(
                        **options,
                        color_scheme=shot.colour_scheme,
                        geolocation=HERE,
                        permissions=["geolocation"],
                    )
                    if cookie is not None:
                        where.add_cookies([cookie])
                    target = SCREENSHOTS / f"{shot.name}-{device}-{language}.png"
                    _take(where, app, shot, language, target)
                    where.close()


def _take(
    where: BrowserContext, app: ServedApp, shot: Shot, language: Language, target: Path
) -> None:
    page = where.new_page()
    joiner = "&" if "?" in shot.path else "?"
    page.goto(f"{app.url}{shot.path}{joiner}lang={language}")
    shot.ready(page, language)
    page.wait_for_timeout(SETTLED_MS)
    picture = Image.open(BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS).save(target, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
