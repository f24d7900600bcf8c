"""The pages on a slow phone and a slow network, beside a plain folium page with all markers."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.app_pages import (
    MAP_DOCUMENT,
    map_point,
    mark_answers,
    open_all,
    open_find,
    tap_map,
)
from bench.table import BenchRow, print_rows
from bench.throttled_phone import Measured, ThrottledPhone, fresh_phone
from rig.chromium import chromium
from rig.served_app import REPOSITORY, serve, streamlit_command
from stationmap import read_stations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

THROTTLING = "CPU 4x slower, 1.6 Mbit/s, 150 ms"
STEPS = {
    "cold": ("the first visit, nothing cached", "9 s and 1.5 MB at most"),
    "all_stations": ("all stations on a map, Streamlit cached", "3.5 s and 200 kB at most"),
    "tap": ("a tap on the map to new list and map", "500 ms and 10 kB at most"),
}
STARTS = 3
TAPS = 7
SETTLE_MS = 3000
"""What the first page still fetches when its map is there belongs to the first page."""
TAP_PAUSE_MS = 1500
SAMPLE = REPOSITORY / "data" / "stations.geojson"
PLAIN = Path(__file__).resolve().parent / "plain"

PLAIN_IS_DRAWN = f"""(count) =>
  {MAP_DOCUMENT}?.querySelectorAll('.leaflet-marker-icon').length >= count"""
PLAIN_FREE_POINT = f"""() => {{
  const map = {MAP_DOCUMENT};
  const {{ width, height }} = map.documentElement.getBoundingClientRect();
  for (let down = 0.9; down > 0.1; down -= 0.02)
    for (let across = 0.1; across < 0.8; across += 0.02)
      if (!map.elementFromPoint(across * width, down * height)?.closest('.leaflet-marker-icon'))
        return {{ across, down }};
}}"""
"""Where a tap hits the map and not one of its markers."""
PLAIN_LISTS_FIVE = """() =>
  document.querySelectorAll('[data-testid="stMarkdown"]').length >= 5"""


@dataclass(frozen=True, slots=True)
class PhonePages:
    """What each step took, the median of several; for the plain page, of one.

    Attributes
    ----------
    cold
        The first visit, with an empty cache, until the map is there.
    all_stations
        All stations on a map, with Streamlit's own files in the cache and the stations not.
    tap
        From a touch on the map until list and map show the new answers.
    """

    cold: Measured
    all_stations: Measured
    tap: Measured


def measure_ours() -> PhonePages:
    """Measure the app with the sample."""
    with serve() as app, chromium() as browser:
        return PhonePages(
            cold=_median([_cold(browser, app.url) for _ in range(STARTS)]),
            all_stations=_median([_all_stations(browser, app.url) for _ in range(STARTS)]),
            tap=_median(_taps(browser, app.url)),
        )


def measure_plain(stations: int) -> PhonePages:
    """Measure the plain page with the sample, which has so many stations."""
    command = streamlit_command(PLAIN / "app.py")
    with (
        serve(command=command, folder=PLAIN, stations=SAMPLE) as app,
        chromium() as browser,
        fresh_phone(browser) as phone,
    ):
        cold = phone.measure(lambda: _open_plain(phone, app.url, stations))
        warm = phone.measure(lambda: _open_plain(phone, app.url, stations))
        return PhonePages(cold=cold, all_stations=warm, tap=_plain_tap(phone, warm))


def _cold(browser: Browser, url: str) -> Measured:
    with fresh_phone(browser) as phone:
        return phone.measure(lambda: open_find(phone.page, url))


def _all_stations(browser: Browser, url: str) -> Measured:
    with fresh_phone(browser) as phone:
        open_find(phone.page, url)
        phone.page.wait_for_timeout(SETTLE_MS)
        return phone.measure(lambda: open_all(phone.page, url))


def _taps(browser: Browser, url: str) -> list[Measured]:
    """Tap about the middle of the map; the first tap, which brings up the list, is not counted."""
    with fresh_phone(browser) as phone:
        open_find(phone.page, url)
        return [_tap(phone, across=0.35 + 0.05 * turn) for turn in range(TAPS + 1)][1:]


def _tap(phone: ThrottledPhone, *, across: float) -> Measured:
    phone.page.wait_for_timeout(TAP_PAUSE_MS)
    point = map_point(phone.page, across=across)
    before = mark_answers(phone.page)
    return phone.measure(lambda: tap_map(phone.page, point, before))


def _open_plain(phone: ThrottledPhone, url: str, stations: int) -> None:
    phone.page.goto(url, wait_until="commit")
    phone.page.wait_for_function(PLAIN_IS_DRAWN, arg=stations, polling=500)


def _plain_tap(phone: ThrottledPhone, drawn: Measured) -> Measured:
    """Tap the plain map, if it was drawn at all."""
    if isinf(drawn.ms):
        return drawn

    def tap() -> None:
        phone.page.touchscreen.tap(*point)
        phone.page.wait_for_function(PLAIN_LISTS_FIVE)

    point = map_point(phone.page, **phone.page.evaluate(PLAIN_FREE_POINT))
    return phone.measure(tap)


def _median(measured: Sequence[Measured]) -> Measured:
    """Return the median time and the median bytes."""
    return Measured(
        median(one.ms for one in measured), median(one.received_bytes for one in measured)
    )


def rows() -> list[BenchRow]:
    """Measure both; the ratios are of the times."""
    ours, plain = measure_ours(), measure_plain(len(read_stations(SAMPLE)))
    return [row for step in STEPS for row in _rows_of(step, ours, plain)]


def _rows_of(step: str, ours: PhonePages, plain: PhonePages) -> list[BenchRow]:
    what, wanted = STEPS[step]
    task = f"On a slow phone: {what} ({THROTTLING})"
    mine, theirs = getattr(ours, step), getattr(plain, step)
    ratio = None if isinf(theirs.ms) else theirs.ms / mine.ms
    return [
        BenchRow(task=task, way="stationmap", measured=str(mine), times_ours=1.0, wanted=wanted),
        BenchRow(
            task=task, way="folium, a Marker per station", measured=str(theirs), times_ours=ratio
        ),
    ]


if __name__ == "__main__":
    print_rows(rows())
