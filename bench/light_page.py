"""The light page's first visit on a slow phone and network, beside the full page's."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from bench.app_pages import open_find
from bench.browser import THROTTLING
from bench.counting_proxy import counting_proxy
from bench.table import BenchRow, print_rows
from bench.throttled_phone import Measured, ThrottledPhone, fresh_phone
from rig.chromium import chromium
from rig.served_app import serve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser, Geolocation

VISITS, FULL_VISITS = 5, 3
IN_THE_LARGEST_DISTRICT: Geolocation = {"longitude": 116.46, "latitude": 39.92, "accuracy": 30}
"""Chaoyang: what its visitors save weighs most."""
SETTLE_MS = 4000
"""A worker that is installed still fetches what it keeps."""

STEPS = {
    "ready": ("from the address to a page that can be used", "1.5 s"),
    "answers": ("from the tap on locate to the five nearest", ""),
    "all": ("to the district saved; all bytes, those of the service worker too", "80 kB"),
}


def light_visit(browser: Browser, url: str) -> dict[str, Measured]:
    """Open the page with nothing cached, locate, and wait until the district is saved."""
    with counting_proxy(url) as proxy, fresh_phone(browser) as phone:
        context = phone.page.context
        context.grant_permissions(["geolocation"])
        context.set_geolocation(IN_THE_LARGEST_DISTRICT)
        ready = phone.measure(lambda: _open(phone, proxy.url))
        answers = phone.measure(lambda: _locate(phone))
        saved = phone.measure(phone.page.locator("#saved:not(:empty)").wait_for)
        phone.page.wait_for_timeout(SETTLE_MS)
        everything = Measured(ready.ms + answers.ms + saved.ms, proxy.sent_bytes)
    return {"ready": ready, "answers": answers, "all": everything}


def full_visit(browser: Browser, url: str) -> Measured:
    """Open the full page with nothing cached, until its map is there."""
    with fresh_phone(browser) as phone:
        return phone.measure(lambda: open_find(phone.page, url))


def rows() -> list[BenchRow]:
    """Measure both in one run; the ratio is of the times to a page that can be used."""
    with serve() as app, chromium() as browser:
        visits = [light_visit(browser, app.url) for _ in range(VISITS)]
        full = _median([full_visit(browser, app.url) for _ in range(FULL_VISITS)])
    ready, *others = [
        BenchRow(
            task=f"First visit on a slow phone: {what} ({THROTTLING})",
            way="the light page, /m",
            measured=str(_median([visit[step] for visit in visits])),
            times_ours=1.0,
            wanted=wanted,
        )
        for step, (what, wanted) in STEPS.items()
    ]
    ready_ms = median(visit["ready"].ms for visit in visits)
    beside = BenchRow(
        task=ready.task,
        way="the full page, /",
        measured=str(full),
        times_ours=full.ms / ready_ms,
    )
    return [ready, beside, *others]


def _open(phone: ThrottledPhone, url: str) -> None:
    phone.page.goto(f"{url}/m", wait_until="commit")
    phone.page.locator("html[data-ready]").wait_for()


def _locate(phone: ThrottledPhone) -> None:
    phone.page.locator("#locate").tap()
    phone.page.locator("#answers > .station").nth(4).wait_for()


def _median(measured: Sequence[Measured]) -> Measured:
    return Measured(
        median(one.ms for one in measured), median(one.received_bytes for one in measured)
    )


if __name__ == "__main__":
    print_rows(rows())
