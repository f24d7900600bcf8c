"""Lets people in and out: set-up of the first admin, sign-in, sessions, one-time links."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from stationmap.errors import AccountError, AccountExistsError, SignInRefusedError
from stationmap.services.lockout import Lockout, counted_name, new_device
from stationmap.services.passwords import require_good
from stationmap.services.tokens import digest_of, new_token, session_key
from stationmap.upkeep.account import Role
from stationmap.upkeep.account_rules import is_bound, new_account, tidy_login

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from stationmap.services.passwords import Passwords
    from stationmap.store.protocol import Store
    from stationmap.upkeep.account import Account

SET_UP = "set_up"
SET_UP_LASTS = timedelta(hours=24)
PASSWORD_LINK_LASTS = timedelta(hours=72)
"""Over a weekend."""


class Entrance:
    """The door for staff. Digests of tokens are in the store, tokens only in browsers and links."""

    def __init__(
        self,
        store: Store,
        passwords: Passwords,
        *,
        session_hours: int,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._passwords = passwords
        self._session_lasts = timedelta(hours=session_hours)
        self._clock = clock
        self._lockout = Lockout(store, clock=clock)

    def set_up_token(self) -> str | None:
        """Return a token with which the first admin makes her account; earlier ones are void.

        None if there is an admin who can sign in.
        """
        token = new_token()
        with self._store.transaction():
            if self.has_admin():
                return None
            expires_at = self._clock() + SET_UP_LASTS
            self._store.accounts.keep_link(digest_of(token), purpose=SET_UP, expires_at=expires_at)
        return token

    def has_admin(self) -> bool:
        """Say whether there is an admin who can sign in: then no link makes a first one."""
        return bool(self._admins())

    def set_up(self, token: str, *, login: str, name: str, password: str, client: str) -> str:
        """Make the first admin, and return the token of her session.

        Raises
        ------
        AccountError
            If the link is void, or the account cannot be so.
        TooManyRequestsError
            If too much was tried from this address.
        """
        self._lockout.admit(client)
        account = new_account(login=login, name=name, role=Role.ADMIN, created_at=self._clock())
        hashed = self._hash_of_good(password, account.login)
        with self._store.transaction():
            if self.has_admin() or not self._use_link(token, SET_UP):
                raise AccountError(account.login, "link_void")
            self._require_new(account.login)
            self._store.accounts.save(account)
            self._store.accounts.set_password_hash(account.login, hashed)
            return self._open_session(account.login)

    def sign_in(self, login: str, password: str, *, client: str, device: str | None = None) -> str:
        """Return the token of a new session.

        Parameters
        ----------
        client
            The address that the request came from; it is not kept.
        device
            What `device_of` gave to this browser at an earlier sign-in, if it did.

        Raises
        ------
        SignInRefusedError
            If the login or the password is wrong, or the account is disabled.
        TooManyRequestsError
            If too much was tried, or too many sign in at this moment.
        """
        self._lockout.admit(client)
        login, accounts = tidy_login(login), self._store.accounts
        with self._passwords.turn():
            known = accounts.password_hash(login) if login else None
            counted = counted_name(login, device, known)
            if login:
                self._lockout.count(counted)
            if not self._passwords.is_right(password, known) or known is None:
                raise SignInRefusedError
            fresh = self._passwords.hash(password) if self._passwords.is_outdated(known) else known
        with self._store.transaction():
            account = accounts.get(login)
            if account is None or account.disabled or accounts.password_hash(login) != known:
                raise SignInRefusedError
            if fresh != known:
                accounts.set_password_hash(login, fresh)
            self._lockout.forgive(counted)
            return self._open_session(login)

    def device_of(self, token: str) -> str | None:
        """Return the mark by which this browser is known at its next sign-in."""
        account = self.account_of(token)
        hashed = account and self._store.accounts.password_hash(account.login)
        return new_device(account.login, hashed) if account and hashed else None

    def sign_out(self, token: str, *, everywhere: bool = False) -> None:
        """End a session, or with it every other one of the same account."""
        account = self.account_of(token)
        if everywhere and account is not None:
            self._store.accounts.close_sessions_of(account.login)
        self._store.accounts.close_session(digest_of(token))

    def account_of(self, token: str) -> Account | None:
        """Return the account of a session that is open now."""
        return self._store.accounts.session(session_key(token).digest, at=self._clock())

    def set_password_by_link(self, token: str, *, login: str, password: str, client: str) -> str:
        """Set a password by a link that an admin gave, and return the token of a session.

        Raises
        ------
        AccountError
            If the link is void or the password not good enough.
        TooManyRequestsError
            If too much was tried from this address.
        """
        self._lockout.admit(client)
        login = tidy_login(login)
        hashed = self._hash_of_good(password, login)
        with self._store.transaction():
            account = self._store.accounts.get(login)
            if (
                account is None
                or account.disabled
                or not self._use_link(token, password_purpose(login))
            ):
                raise AccountError(login, "link_void")
            self._replace_password(login, hashed)
            return self._open_session(login)

    def _hash_of_good(self, password: str, login: str) -> str:
        require_good(password, login=login)
        with self._passwords.turn():
            return self._passwords.hash(password)

    def _replace_password(self, login: str, hashed: str) -> None:
        """Set a password; whoever is signed in is out, and misses are forgotten."""
        self._store.accounts.set_password_hash(login, hashed)
        self._store.accounts.close_sessions_of(login)
        self._lockout.forgive(login)

    def _use_link(self, token: str, purpose: str) -> bool:
        return self._store.accounts.use_link(digest_of(token), purpose=purpose, at=self._clock())

    def _require_new(self, login: str) -> None:
        if self._store.accounts.get(login) is not None:
            raise AccountExistsError(login)

    def _admins(self) -> list[Account]:
        """Return the admins who can sign in."""
        accounts = self._store.accounts
        return [
            each
            for each in accounts.all()
            if each.role is Role.ADMIN and not each.disabled and self._has_a_way_in(each)
        ]

    def _has_a_way_in(self, account: Account) -> bool:
        return is_bound(account) or self._store.accounts.password_hash(account.login) is not None

    def _open_session(self, login: str) -> str:
        token, now = new_token(), self._clock()
        self._store.accounts.open_session(
            digest_of(token), login, at=now, expires_at=now + self._session_lasts
        )
        return token


def password_purpose(login: str) -> str:
    """Return what a link is good for that sets the password of an account."""
    return f"password {login}"
