"""What tests do on the page on which stations are added and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

from stationmap.store.opening import open_store

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from rig.served_app import ServedApp
    from stationmap.stations.station import Station
    from stationmap.upkeep.change import Revision

IN_HAIDIAN, IN_CHAOYANG = "116.3139, 39.9887", "116.4800, 39.9300"
ADD, SAVE = "新增这个驿站", "保存修改"
TRIES, TRY_MS = 4, 3_000


def describe(page: Page, name: str) -> None:
    """Fill in what a station must have."""
    page.get_by_label("名称").fill(name)
    choose(page, "类型", "暖心驿站")


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list until it shows the choice, as one does whose list was closed by a redraw.

    A page that is drawn anew while the list is open closes it, and may do so under the finger.
    """
    box = page.get_by_role("combobox", name=label)
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(TRIES):
        box.click()
        try:
            wanted.click(timeout=TRY_MS)
            expect(box).to_have_value(option, timeout=TRY_MS)
        except (PlaywrightTimeoutError, AssertionError):
            continue
        return
    raise AssertionError(f"{label} does not take {option}")


def paste(page: Page, coordinates: str) -> None:
    """Paste coordinates as a GPS gives them, and put the pin there."""
    page.locator(".st-key-edit-way").get_by_text("粘坐标").click()
    page.get_by_label("粘贴坐标").fill(coordinates)
    page.locator(".stRadio").get_by_text("手机 GPS").click()
    page.get_by_role("button", name="放上图钉").click()
    lon = coordinates.split(",", maxsplit=1)[0]
    expect(page.locator(".card.place")).to_contain_text(f"{float(lon):.6f}")


def facility(page: Page, code: str, state: str) -> None:
    """Say in which state a facility is."""
    page.locator(f".st-key-edit-field-facility-{code}").get_by_text(state).click()


def confirm_and_add(page: Page) -> None:
    """Say that it is none of those that are near, if any is, and add it."""
    settle(page)
    if page.get_by_text("这些都不是它").count():
        page.get_by_text("这些都不是它").click()
    page.get_by_role("button", name=ADD).click()
    expect(page.get_by_text("已新增")).to_be_visible()


def settle(page: Page) -> None:
    """Wait until the page has said what is near the pin, and opened the way if nothing is."""
    nothing = page.get_by_text("没有别的驿站")
    expect(page.get_by_text("这些都不是它").or_(nothing)).to_be_visible()
    if nothing.count():
        expect(page.get_by_role("button", name=ADD)).to_be_enabled()


def newest(app: ServedApp) -> Revision:
    """Return the newest revision in the store."""
    store = open_store(f"sqlite:///{app.store}")
    try:
        return store.history(limit=1)[0]
    finally:
        store.close()


def now(app: ServedApp, station_id: str) -> Station:
    """Return a station as the store has it now."""
    store = open_store(f"sqlite:///{app.store}")
    try:
        return store.get(station_id).station
    finally:
        store.close()
