"""What admins do with accounts; and, by inheritance, the door through which people come in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stationmap.errors import AccountError
from stationmap.services.authority import now_utc
from stationmap.services.entrance import PASSWORD_LINK_LASTS, Entrance, password_purpose
from stationmap.services.passwords import Passwords
from stationmap.services.tokens import digest_of, new_token
from stationmap.upkeep.account_rules import (
    area_of_role,
    new_account,
    tidy_login,
    tidy_name,
    waiting_subject,
)
from stationmap.upkeep.area import CITY

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from stationmap.services.authority import Authority
    from stationmap.store.protocol import Store
    from stationmap.upkeep.account import Account, Actor, Role
    from stationmap.upkeep.area import Areas


class Accounts(Entrance):
    """Every method that takes an `actor` is for admins and operators, and asks within its write.

    Such a method raises NotSignedInError or NotAllowedError for anybody else.
    """

    def __init__(  # noqa: PLR0913  # what it is wired with
        self,
        store: Store,
        authority: Authority,
        areas: Areas,
        *,
        passwords: Passwords | None = None,
        session_hours: int = 12,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        super().__init__(store, passwords or Passwords(), session_hours=session_hours, clock=clock)
        self._authority = authority
        self._areas = areas

    def all(self, actor: Actor) -> list[Account]:
        """Return all accounts, by login."""
        self._authority.require_admin(actor)
        return self._store.accounts.all()

    def add(  # noqa: PLR0913  # an account is that much
        self,
        actor: Actor,
        *,
        login: str,
        name: str,
        role: Role,
        area: str = CITY,
        email: str | None = None,
    ) -> Account:
        """Make an account; nobody can sign in with it before it has a password or an OpenID.

        Parameters
        ----------
        email
            With what verified address its owner will sign in with OpenID first.

        Raises
        ------
        AccountError
            If it cannot be so; AccountExistsError if there is one with this login or address.
        """
        account = new_account(
            login=login, name=name, role=role, area=area, email=email, created_at=self._clock()
        )
        with self._store.transaction():
            self._authority.require_admin(actor)
            self._require_area(account)
            self._require_new(account.login)
            self._store.accounts.save(account)
        return account

    def change(  # noqa: PLR0913  # an account is that much
        self,
        actor: Actor,
        login: str,
        *,
        name: str | None = None,
        role: Role | None = None,
        area: str | None = None,
        email: str | None = None,
    ) -> Account:
        """Change what is given, at once also for who is signed in.

        Raises
        ------
        AccountError
            If it cannot be so, or nobody would be left to keep the accounts.
        """
        with self._store.transaction():
            before = self._existing(actor, login)
            role = role or before.role
            after = replace(
                before,
                name=tidy_name(name, login=login) if name is not None else before.name,
                role=role,
                area=area_of_role(role, before.area if area is None else area),
                subject=waiting_subject(email, login=login) if email else before.subject,
            )
            self._require_area(after)
            self._save(before, after)
        return after

    def disable(self, actor: Actor, login: str) -> None:
        """Let nobody use an account, and end its sessions and tokens; what it wrote stays its own.

        Raises
        ------
        AccountError
            If there is no such account, or nobody would be left to keep the accounts.
        """
        with self._store.transaction():
            before = self._existing(actor, login)
            self._save(before, replace(before, disabled=True))
            self._store.accounts.close_sessions_of(before.login)
            self._store.accounts.drop_tokens_of(before.login)

    def enable(self, actor: Actor, login: str) -> None:
        """Let somebody sign in again.

        Raises
        ------
        AccountError
            If there is no such account.
        """
        with self._store.transaction():
            before = self._existing(actor, login)
            self._save(before, replace(before, disabled=False))

    def set_password(self, actor: Actor, login: str, password: str) -> None:
        """Give an account another password; whoever is signed in with it is out.

        Raises
        ------
        AccountError
            If there is no such account, or the password is not good enough.
        """
        self._authority.require_admin(actor)
        hashed = self._hash_of_good(password, tidy_login(login))
        with self._store.transaction():
            account = self._existing(actor, login)
            self._replace_password(account.login, hashed)

    def password_token(self, actor: Actor, login: str) -> str:
        """Return the token of a link by which its owner sets a password; earlier ones are void.

        The password that there is stays until then.

        Raises
        ------
        AccountError
            If there is no such account, or it is disabled.
        """
        token = new_token()
        with self._store.transaction():
            account = self._existing(actor, login)
            if account.disabled:
                raise AccountError(account.login, "disabled")
            self._store.accounts.keep_link(
                digest_of(token),
                purpose=password_purpose(account.login),
                expires_at=self._clock() + PASSWORD_LINK_LASTS,
            )
        return token

    def end_sessions(self, actor: Actor, login: str) -> int:
        """Sign somebody out everywhere; return of how many sessions.

        Raises
        ------
        AccountError
            If there is no such account.
        """
        with self._store.transaction():
            return self._store.accounts.close_sessions_of(self._existing(actor, login).login)

    def _existing(self, actor: Actor, login: str) -> Account:
        self._authority.require_admin(actor)
        account = self._store.accounts.get(tidy_login(login))
        if account is None:
            raise AccountError(login, "unknown")
        return account

    def _require_area(self, account: Account) -> None:
        if not self._areas.exists(account.area):
            raise AccountError(account.login, "area_unknown")

    def _save(self, before: Account, after: Account) -> None:
        """Keep a change, unless it leaves nobody to keep the accounts."""
        admins = self._admins()
        self._store.accounts.save(after)
        if before in admins and not self._admins():
            raise AccountError(after.login, "last_admin")
