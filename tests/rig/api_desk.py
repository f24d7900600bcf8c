"""An office in memory with a few stations and people, and a client of its API."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from rig.edit_desk import HAIDIAN, IN_CHAOYANG, IN_HAIDIAN, IN_HAIDIAN_TOO, all_areas
from rig.stations import station
from stationmap.api.app import api_app
from stationmap.bootstrap import Office
from stationmap.settings import Settings
from stationmap.store.memory import MemoryStore
from stationmap.upkeep.account import Operator, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.services.snapshot import Surroundings
    from stationmap.stations.station import Station
    from stationmap.store.protocol import Store

ITEMS = "/api/collections/stations/items"
STATIONS = (
    station(id="hd-1", name="海淀一", position=IN_HAIDIAN, district="海淀区", opening_hours="24/7"),
    station(id="hd-2", name="海淀二", position=IN_HAIDIAN_TOO, district="海淀区"),
    station(id="cy-1", name="朝阳一", position=IN_CHAOYANG, district="朝阳区"),
)


@dataclass(frozen=True, slots=True)
class ApiDesk:
    """What tests of writing work with."""

    office: Office
    client: TestClient

    def hire(self, login: str, role: Role = Role.STAFF, area: str = HAIDIAN) -> dict[str, str]:
        """Make an account with a token, and return the header that carries it."""
        self.office.accounts.add(Operator(), login=login, name=login.title(), role=role, area=area)
        token, _ = self.office.api_tokens.make(Operator(), "tests", login=login)
        return {"Authorization": f"Bearer {token}"}

    def save(self, *stations: Station) -> None:
        """Add stations as an operator."""
        for each in stations:
            self.office.edit.add(Operator(), each)


@contextmanager
def api_desk(store: Store | None = None, settings: Settings | None = None) -> Iterator[ApiDesk]:
    """Open an office over a store, by default a new one in memory, and its API."""
    office = Office(settings=settings or Settings(), store=store or MemoryStore())
    vars(office).update(around=_around(), areas=all_areas())  # read once for all tests
    _open[:] = [office]
    with TestClient(_app()) as client:
        desk = ApiDesk(office, client)
        desk.save(*STATIONS)
        yield desk


_open: list[Office] = []
"""The office of the desk that was opened last; no two are open at once."""


@cache
def _app() -> Starlette:
    return Starlette(routes=[Mount("/api", app=api_app(lambda: _open[0]))])


@cache
def _around() -> Surroundings:
    return Office(settings=Settings(), store=MemoryStore()).around
