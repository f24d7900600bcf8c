"""A small office in memory: two districts, an admin, and staff of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rig.clock import Clock
from rig.edit_desk import all_areas
from stationmap.services.accounts import Accounts
from stationmap.services.authority import Authority
from stationmap.services.tokens import session_key
from stationmap.store.memory import MemoryStore
from stationmap.upkeep.account import Operator, Role, SessionKey
from stationmap.upkeep.area import CITY

if TYPE_CHECKING:
    from stationmap.services.passwords import Passwords
    from stationmap.upkeep.area import Areas

PASSWORD = "a good deal of hot water"  # noqa: S105  # the tests' own
HAIDIAN, CHAOYANG, XUEYUANLU = "110108", "110105", "110108010"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallOffice:
    """What the accounts' tests work with; the clock stands still."""

    store: MemoryStore
    areas: Areas
    authority: Authority
    accounts: Accounts
    clock: Clock

    def hire(self, login: str, role: Role = Role.STAFF, area: str = CITY) -> SessionKey:
        """Make an account with the tests' password, and sign in with it."""
        self.accounts.add(Operator(), login=login, name=login.title(), role=role, area=area)
        self.accounts.set_password(Operator(), login, PASSWORD)
        return self.sign_in(login)

    def sign_in(self, login: str) -> SessionKey:
        """Sign in with the tests' password."""
        return session_key(self.accounts.sign_in(login, PASSWORD, client="192.0.2.1"))


def small_office(passwords: Passwords | None = None) -> SmallOffice:
    """Open an office in which nobody has an account yet."""
    store, clock, areas = MemoryStore(), Clock(), all_areas()
    authority = Authority(store, areas, clock=clock)
    accounts = Accounts(store, authority, areas, passwords=passwords, clock=clock)
    return SmallOffice(
        store=store, areas=areas, authority=authority, accounts=accounts, clock=clock
    )
