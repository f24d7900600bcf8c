"""Accounts, sessions, failed logins and one-time links in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from stationmap.errors import AccountExistsError
from stationmap.store.account_protocol import FAILURES_KEPT
from stationmap.store.documents import is_storable, require_storable
from stationmap.store.rows import account_of, micros, moment
from stationmap.store.sql_tokens import SqlTokens
from stationmap.store.tables import ACCOUNTS, LINKS, LOGIN_FAILURES, SESSIONS

if TYPE_CHECKING:
    from datetime import datetime

    from stationmap.upkeep.account import Account


class SqlAccounts(SqlTokens):
    """Satisfies `account_protocol.AccountStore`."""

    def save(self, account: Account) -> None:
        """Keep an account."""
        require_storable(account.login, account.name, account.area, account.subject)
        row = {
            "login": account.login,
            "name": account.name,
            "role": account.role.value,
            "area": account.area,
            "subject": account.subject,
            "disabled": account.disabled,
            "created_at": micros(account.created_at),
        }
        is_it = ACCOUNTS.c.login == account.login
        taken = select(ACCOUNTS.c.login).where(ACCOUNTS.c.subject == account.subject, ~is_it)
        with self._connections.writing() as connection:
            if account.subject is not None and connection.execute(taken).first() is not None:
                raise AccountExistsError(account.login)
            if connection.execute(update(ACCOUNTS).where(is_it).values(row)).rowcount == 0:
                connection.execute(insert(ACCOUNTS).values(row))

    def get(self, login: str) -> Account | None:
        """Return one account."""
        return self._one(ACCOUNTS.c.login == login, login)

    def with_subject(self, subject: str) -> Account | None:
        """Return the account of this subject."""
        return self._one(ACCOUNTS.c.subject == subject, subject)

    def all(self) -> list[Account]:
        """Return all, by login."""
        with self._connections.reading() as connection:
            rows = connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.login)).mappings()
            return [account_of(row) for row in rows]

    def set_password_hash(self, login: str, password_hash: str | None) -> None:
        """Keep or forget a hash."""
        require_storable(password_hash)
        with self._connections.writing() as connection:
            self._require(login)
            connection.execute(
                update(ACCOUNTS)
                .where(ACCOUNTS.c.login == login)
                .values(password_hash=password_hash)
            )

    def password_hash(self, login: str) -> str | None:
        """Return the hash."""
        if not is_storable(login):
            return None
        with self._connections.reading() as connection:
            found: str | None = connection.execute(
                select(ACCOUNTS.c.password_hash).where(ACCOUNTS.c.login == login)
            ).scalar()
            return found

    def open_session(self, digest: str, login: str, *, at: datetime, expires_at: datetime) -> None:
        """Keep a session; those that have ended are forgotten."""
        require_storable(digest)
        with self._connections.writing() as connection:
            self._require(login)
            connection.execute(delete(SESSIONS).where(SESSIONS.c.expires_at <= micros(at)))
            connection.execute(
                insert(SESSIONS).values(digest=digest, login=login, expires_at=micros(expires_at))
            )

    def session(self, digest: str, *, at: datetime) -> Account | None:
        """Return whose session it is."""
        is_open = (SESSIONS.c.digest == digest) & (SESSIONS.c.expires_at > micros(at))
        owned = select(SESSIONS.c.login).where(is_open)
        return self._one(ACCOUNTS.c.login.in_(owned) & ACCOUNTS.c.disabled.is_(False), digest)

    def close_session(self, digest: str) -> None:
        """End one session."""
        if not is_storable(digest):
            return
        with self._connections.writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.digest == digest))

    def close_sessions_of(self, login: str) -> int:
        """End all sessions of an account."""
        with self._connections.writing() as connection:
            return connection.execute(delete(SESSIONS).where(SESSIONS.c.login == login)).rowcount

    def note_failure(self, login: str, *, at: datetime) -> None:
        """Count a failed login; those of long ago are forgotten."""
        require_storable(login)
        with self._connections.writing() as connection:
            old = LOGIN_FAILURES.c.at < micros(at - FAILURES_KEPT)
            connection.execute(delete(LOGIN_FAILURES).where(old))
            connection.execute(insert(LOGIN_FAILURES).values(login=login, at=micros(at)))

    def failures(self, login: str, *, since: datetime) -> list[datetime]:
        """Return when logins failed."""
        if not is_storable(login):
            return []
        asked = (
            select(LOGIN_FAILURES.c.at)
            .where(LOGIN_FAILURES.c.login == login, LOGIN_FAILURES.c.at >= micros(since))
            .order_by(LOGIN_FAILURES.c.at)
        )
        with self._connections.reading() as connection:
            return [moment(at) for at in connection.execute(asked).scalars()]

    def clear_failures(self, login: str) -> None:
        """Forget failed logins."""
        if not is_storable(login):
            return
        with self._connections.writing() as connection:
            connection.execute(delete(LOGIN_FAILURES).where(LOGIN_FAILURES.c.login == login))

    def keep_link(self, digest: str, *, purpose: str, expires_at: datetime) -> None:
        """Keep a one-time link, and void those before it."""
        require_storable(digest, purpose)
        with self._connections.writing() as connection:
            connection.execute(delete(LINKS).where(LINKS.c.purpose == purpose))
            connection.execute(
                insert(LINKS).values(digest=digest, purpose=purpose, expires_at=micros(expires_at))
            )

    def use_link(self, digest: str, *, purpose: str, at: datetime) -> bool:
        """Use up a link."""
        if not is_storable(digest, purpose):
            return False
        is_it = (LINKS.c.digest == digest) & (LINKS.c.purpose == purpose)
        with self._connections.writing() as connection:
            expires_at = connection.execute(select(LINKS.c.expires_at).where(is_it)).scalar()
            connection.execute(delete(LINKS).where(is_it))
        return expires_at is not None and expires_at > micros(at)
