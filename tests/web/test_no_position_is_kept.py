"""Where a courier is and who she is stands neither in the store nor in a log, whatever she does."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pysqlite3 import dbapi2

from rig.chromium import PHONE
from rig.report_pages import open_station, report_closed, reports_of, serve_reports
from stationmap import Position
from stationmap.geo.datum import Datum, coordinates_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from rig.served_app import ServedApp
    from web.conftest import OpenPage

HER = Position(116.3487651, 39.9893217)
"""A hundred metres from a station, and no four decimals of its own are among those of a station."""

USER_AGENT = "Mozilla/5.0 (Linux; Android 15; courier-0f7d3c) AppleWebKit/537.36 Mobile"
CLIENT = "198.51.100.73"
"""What the proxy says, whom the server believes: all tests come from 127.0.0.1."""

WORDS = "今天中午来的时候门锁着"
DECIMALS = range(4, 8)
"""Four are about ten metres; fewer are a block, which stations share."""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[ServedApp]:
    with serve_reports(tmp_path) as served:
        yield served


@pytest.fixture
def courier(open_page: OpenPage) -> Page:
    return open_page(
        PHONE,
        permissions=["geolocation"],
        geolocation={"longitude": HER.lon, "latitude": HER.lat},
        user_agent=USER_AGENT,
        extra_http_headers={"X-Forwarded-For": CLIENT},
    )


def test_neither_her_position_nor_her_identity_is_kept(courier: Page, app: ServedApp) -> None:
    assert _traces(app) == set(), "the search finds what the sample holds: choose another place"

    _walk(courier, app)

    kept = _everything(app)
    assert WORDS.encode() in kept, "the search does not find what was kept"
    assert [report.texts for report in reports_of(app)] == [(WORDS,)]
    assert _traces(app) == set()


def _walk(page: Page, app: ServedApp) -> None:
    """Do all that a courier can do: locate, filter, share, search, tap, confirm, report."""
    page.goto(app.url)
    page.locator(".locate").click()
    best = page.locator("article.best")
    best.wait_for()
    page.get_by_text("热水", exact=True).click()
    page.get_by_role("button", name="分享").click()
    page.locator(".copy").wait_for()
    assert f"{HER.lon:.4f}" in page.url
    page.reload()
    best.wait_for()
    page.get_by_placeholder("地名、驿站名").fill("北京西站")
    page.locator('[data-tap^="pick:"]').first.click()
    expect(page.locator(".from")).to_contain_text("北京西站")
    card = open_station(page, app)
    card.get_by_role("button", name="开着").click()
    card.get_by_role("status").wait_for()
    report_closed(card, WORDS)
    page.goto(f"{app.url}/all_stations")
    page.locator(".st-key-all-page").wait_for()


def _traces(app: ServedApp) -> set[bytes]:
    """Return which of what would betray her stands in a file of the store, a table or the log."""
    kept = _everything(app)
    return {trace for trace in _betraying() if trace in kept}


def _everything(app: ServedApp) -> bytes:
    """Return the raw bytes of the store, its journal and the log, and each table as text."""
    files = [path.read_bytes() for path in sorted(app.store.parent.iterdir()) if path.is_file()]
    return b"\n".join([*files, _tables(app).encode()])


def _tables(app: ServedApp) -> str:
    connection = dbapi2.connect(f"file:{app.store}?mode=ro", uri=True)
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = [
            repr(row)
            for (name,) in names
            for row in connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608  # names of its own
        ]
    finally:
        connection.close()
    assert len(rows) > len(names)
    return "\n".join(rows)


def _betraying() -> set[bytes]:
    """Return every way in which her position, her address or her browser could be written."""
    degrees = [degree for datum in Datum for degree in coordinates_in(HER, datum)]
    written = {f"{degree:.{decimals}f}" for degree in degrees for decimals in DECIMALS}
    written |= {f"{degree:.9f}"[:-5] for degree in degrees}  # cut off, not rounded
    whole = {str(round(degree * 10**decimals)) for degree in degrees for decimals in (6, 7)}
    packed = {struct.pack(form, degree) for degree in degrees for form in ("<d", ">d", "<f", ">f")}
    named = {CLIENT, "courier-0f7d3c", "Android 15"}
    return packed | {text.encode() for text in written | whole | named}
