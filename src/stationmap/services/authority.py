"""Who is acting, and whether she may: looked up in the store at the moment of each write."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from stationmap.errors import NotAllowedError, NotSignedInError, OutsideAreaError
from stationmap.upkeep.account import Account, Operator, Role, TokenBearer

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.stations.station import Station
    from stationmap.store.protocol import Store
    from stationmap.upkeep.account import Actor
    from stationmap.upkeep.area import Areas


def now_utc() -> datetime:
    """Return this moment, with its time zone."""
    return datetime.now(UTC)


class Authority:
    """Answers for every write: call it within the write's transaction."""

    def __init__(
        self, store: Store, areas: Areas, *, clock: Callable[[], datetime] = now_utc
    ) -> None:
        self._store = store
        self._areas = areas
        self._clock = clock

    def account(self, actor: Actor) -> Account:
        """Return the account on whose behalf something is done.

        An operator needs none: what she does carries her name, with the rights of an admin.

        Raises
        ------
        NotSignedInError
            If the session is not open, the token is not good, or their account is disabled.
        """
        now, accounts = self._clock(), self._store.accounts
        if isinstance(actor, Operator):
            return Account(login=actor.name, name=actor.name, role=Role.ADMIN, created_at=now)
        is_token = isinstance(actor, TokenBearer)
        find = accounts.token if is_token else accounts.session
        account = find(actor.digest, at=now)
        if account is None:
            raise NotSignedInError
        return account

    def require_editor(self, actor: Actor, *stations: Station) -> Account:
        """Return the account if it may write each of these stations.

        Parameters
        ----------
        stations
            Each as it was and as it shall be: neither may lie outside the account's area.

        Raises
        ------
        NotSignedInError
            As for `account`.
        NotAllowedError
            If the role changes no stations.
        OutsideAreaError
            At the first station outside the account's area.
        """
        account = self.account(actor)
        if not account.may_edit:
            raise NotAllowedError(account.login, "change stations")
        for station, code in zip(stations, self._areas.codes_of(stations), strict=True):
            if not self._areas.within(account.area, code):
                raise OutsideAreaError(account.login, account.area, station.id)
        return account

    def require_planner(self, actor: Actor) -> Account:
        """Return the account if it keeps scenarios, demand and areas.

        Raises
        ------
        NotSignedInError
            As for `account`.
        NotAllowedError
            If the role is another than planner or admin.
        """
        account = self.account(actor)
        if not account.may_plan:
            raise NotAllowedError(account.login, "plan")
        return account

    def require_admin(self, actor: Actor) -> Account:
        """Return the account if it keeps the accounts; no token does.

        Raises
        ------
        NotSignedInError
            As for `account`.
        NotAllowedError
            If the role is another, or it is a program that asks.
        """
        account = self.account(actor)
        if account.role is not Role.ADMIN or isinstance(actor, TokenBearer):
            raise NotAllowedError(account.login, "keep the accounts")
        return account
