"""Two stations in two districts served to couriers and to staff of each, as tests need them."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson

from rig.edit_desk import IN_CHAOYANG, IN_HAIDIAN
from rig.served_app import serve
from rig.staff import PASSWORD
from rig.stations import station
from stationmap.bootstrap import open_office
from stationmap.files.write import to_geojson
from stationmap.settings import Settings
from stationmap.stations.calendar import BEIJING
from stationmap.store.opening import open_store
from stationmap.upkeep.account import Operator, Role
from stationmap.upkeep.area import CITY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from rig.served_app import ServedApp
    from stationmap.upkeep.report import Report

HERE, ELSEWHERE = "HD1", "CY1"
NAME = "北四环暖心驿站"
STAFF = {
    "haidian": (Role.STAFF, "110108"),
    "chaoyang": (Role.STAFF, "110105"),
    "planner": (Role.PLANNER, CITY),
}
"""Who has an account, as what and where."""


@contextmanager
def serve_reports(folder: Path, *, report_limit: int = 20, **settings: Any) -> Iterator[ServedApp]:
    """Serve the stations to couriers and to `STAFF`; more settings as `serve` takes them."""
    facilities = {"water": "working", "microwave": "working", "tv": "absent"}
    stations = [
        station(
            id=HERE,
            name=NAME,
            position=IN_HAIDIAN,
            facilities=facilities,
            opening_hours="24/7",
            audience=["public"],
            verified_on=datetime.now(BEIJING).date() - timedelta(days=20),
        ),
        station(id=ELSEWHERE, name="朝阳暖心驿站", position=IN_CHAOYANG),
    ]
    file = folder / "stations.geojson"
    file.write_bytes(orjson.dumps(to_geojson(stations)))
    with serve(stations=file, report_limit=str(report_limit), **settings) as app:
        _hire_all(app)
        yield app


def _hire_all(app: ServedApp) -> None:
    """Make all accounts in this process: a command for each would take seconds."""
    office = open_office(Settings(store_url=f"sqlite:///{app.store}"))
    for login, (role, area) in STAFF.items():
        office.accounts.add(Operator(), login=login, name=login.title(), role=role, area=area)
        office.accounts.set_password(Operator(), login, PASSWORD)
    office.store.close()


def open_station(page: Page, app: ServedApp, station_id: str = HERE) -> Locator:
    """Open a station's page, and return the card in which couriers speak."""
    page.goto(f"{app.url}/?station={station_id}")
    card = page.locator(".st-key-report-card")
    card.get_by_role("button", name="有问题").wait_for()
    return card


def report_closed(card: Locator, words: str = "") -> None:
    """Report that the station is closed, and wait for the receipt."""
    card.get_by_role("button", name="有问题").click()
    card.get_by_text("关门了、不开了", exact=True).click()
    if words:
        card.get_by_role("textbox").fill(words)
    card.get_by_role("button", name="告诉工会").click()
    card.get_by_text("收到了，谢谢您").wait_for()


def reports_of(app: ServedApp) -> list[Report]:
    """Return every report that the app's store holds."""
    store = open_store(f"sqlite:///{app.store}")
    try:
        return store.reports.find()
    finally:
        store.close()
