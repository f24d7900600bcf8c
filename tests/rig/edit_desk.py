"""A store, its areas, people who may write in some of them, and the edit service over all that."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from stationmap.files.districts import read_districts
from stationmap.files.streets import read_streets
from stationmap.geo.position import Position
from stationmap.services.authority import Authority
from stationmap.services.edit import EditStations
from stationmap.store.memory import MemoryStore
from stationmap.upkeep.account import Account, Operator, Role, SessionKey
from stationmap.upkeep.area import CITY, Areas

if TYPE_CHECKING:
    from stationmap.store.protocol import Store

DATA = Path(__file__).resolve().parents[2] / "data"
HAIDIAN = "110108"
IN_HAIDIAN = Position(116.35, 39.99)
IN_HAIDIAN_TOO = Position(116.351, 39.991)
IN_CHAOYANG = Position(116.48, 39.95)
NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
"""In Beijing it is the next day already."""

ADMIN = Operator("admin")
STAFF = SessionKey("staff")
"""May write in 海淀区 alone."""

PLANNER = SessionKey("planner")
NOBODY = SessionKey("nobody")


@cache
def all_areas() -> Areas:
    """Read the districts and streets once for all tests."""
    return Areas(read_districts(DATA / "districts.geojson"), read_streets(DATA / "streets.csv"))


@dataclass
class EditDesk:
    """A new, empty store with its edit service, and a clock that stands still."""

    now: datetime = NOW
    store: Store = field(default_factory=MemoryStore)

    def __post_init__(self) -> None:
        """Let a member of staff and a planner in."""
        self.areas = all_areas()
        self.authority = Authority(self.store, self.areas, clock=self._clock)
        self.edit = EditStations(self.store, self.authority, self.areas, clock=self._clock)
        self._let_in("staff", Role.STAFF, HAIDIAN)
        self._let_in("planner", Role.PLANNER, CITY)

    def _let_in(self, login: str, role: Role, area: str) -> None:
        account = Account(login=login, name=login, role=role, area=area, created_at=NOW)
        self.store.accounts.save(account)
        self.store.accounts.open_session(
            login, login, at=NOW, expires_at=NOW + timedelta(days=3650)
        )

    def _clock(self) -> datetime:
        return self.now
