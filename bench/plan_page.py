"""The planner's page: from a changed radius or filter to the new figures and the new map.

Each choice is made once: what a browser has seen already it does not fetch again.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from bench.table import BenchRow, print_rows
from bench.throttled_phone import PATIENCE_S, Measured, MeasuredPage, fresh_phone
from rig.chromium import DESK, await_redraws, chromium
from rig.served_app import serve
from rig.staff import hire, session_cookie

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from rig.served_app import ServedApp

FIGURE = ".figures dd"
LAYER = "/layers/coverage/"
RADII = ("300 米", "500 米", "步行 15 分钟")
SLICES = ("夜间", "周末")
SETTLE_MS = 2500


def rows() -> list[BenchRow]:
    """Measure at a desk as it is and on a slow phone, with the sample and the census."""
    with serve() as app, chromium() as browser:
        hire(app, "planner", "--role", "planner")
        desk, phone = _at_desk(browser, app), _on_phone(browser, app)
    return [
        *_rows_of("another radius", desk[0], phone[0]),
        *_rows_of("another time slice, seen for the first time", desk[1], phone[1]),
    ]


def _rows_of(what: str, desk: Measured, phone: Measured) -> list[BenchRow]:
    task = f"On the planner's page: {what}, to new figures and a new map of the city"
    return [
        BenchRow(task=task, way="at a desk", measured=str(desk), times_ours=1.0),
        BenchRow(
            task=task,
            way="on a phone, CPU 4x slower, 1.6 Mbit/s, 150 ms",
            measured=str(phone),
            times_ours=phone.ms / desk.ms,
        ),
    ]


def _at_desk(browser: Browser, app: ServedApp) -> tuple[Measured, Measured]:
    context = browser.new_context(**DESK)
    context.set_default_timeout(PATIENCE_S * 1000)
    context.add_cookies([session_cookie(app, "planner")])
    desk = MeasuredPage(context.new_page())
    measured = _changes(desk, app)
    context.close()
    return measured


def _on_phone(browser: Browser, app: ServedApp) -> tuple[Measured, Measured]:
    with fresh_phone(browser) as phone:
        phone.page.context.add_cookies([session_cookie(app, "planner")])
        return _changes(phone, app)


def _changes(device: MeasuredPage, app: ServedApp) -> tuple[Measured, Measured]:
    """Return the median of several radii, and of time slices that nobody asked about before."""
    page = device.page
    await_redraws(page)
    page.goto(f"{app.url}/plan")
    page.locator(FIGURE).first.wait_for()
    page.wait_for_timeout(SETTLE_MS)
    radii = [_change(device, "服务半径", radius) for radius in RADII]
    page.get_by_text("哪些驿站算数").click()
    slices = [_change(device, "什么时候开着", choice) for choice in SLICES]
    return _median(radii), _median(slices)


def _change(device: MeasuredPage, field: str, choice: str) -> Measured:
    """Choose, until the figure is another and the layer of the map has come."""
    page = device.page
    box = page.get_by_role("combobox", name=field)
    box.click()  # which brings it into sight: a list that scrolls closes
    box.fill(choice)
    option = page.get_by_role("option", name=choice)
    option.wait_for()
    before = page.locator(FIGURE).first.inner_text()

    def choose() -> None:
        with page.expect_response(lambda answer: LAYER in answer.url):
            option.click()
        page.wait_for_function(
            "([path, before]) => document.querySelector(path)?.textContent !== before",
            arg=[FIGURE, before],
        )

    measured = device.measure(choose)
    page.wait_for_timeout(SETTLE_MS)
    return measured


def _median(measured: list[Measured]) -> Measured:
    return Measured(
        median(one.ms for one in measured), median(one.received_bytes for one in measured)
    )


if __name__ == "__main__":
    print_rows(rows())
