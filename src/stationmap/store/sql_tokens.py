"""The tokens of programs, and what else asks the tables for one account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from stationmap.errors import AccountError
from stationmap.store.documents import is_storable, require_storable
from stationmap.store.rows import account_of, micros, moment
from stationmap.store.tables import ACCOUNTS, API_TOKENS
from stationmap.upkeep.account import ApiToken

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from stationmap.store.connections import Connections
    from stationmap.upkeep.account import Account


class SqlTokens:
    """The part of `account_protocol.AccountStore` that is about tokens."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def keep_token(
        self, digest: str, login: str, *, name: str, at: datetime, expires_at: datetime
    ) -> None:
        """Keep a token; those that have expired are forgotten."""
        require_storable(digest, name)
        row = {
            "digest": digest,
            "login": login,
            "name": name,
            "created_at": micros(at),
            "expires_at": micros(expires_at),
        }
        with self._connections.writing() as connection:
            self._require(login)
            connection.execute(delete(API_TOKENS).where(API_TOKENS.c.expires_at <= micros(at)))
            connection.execute(insert(API_TOKENS).values(row))

    def token(self, digest: str, *, at: datetime) -> Account | None:
        """Return whose token it is."""
        is_good = (API_TOKENS.c.digest == digest) & (API_TOKENS.c.expires_at > micros(at))
        owned = select(API_TOKENS.c.login).where(is_good)
        return self._one(ACCOUNTS.c.login.in_(owned) & ACCOUNTS.c.disabled.is_(False), digest)

    def tokens_of(self, login: str) -> list[ApiToken]:
        """Return the tokens of an account, the oldest first."""
        if not is_storable(login):
            return []
        asked = (
            select(API_TOKENS)
            .where(API_TOKENS.c.login == login)
            .order_by(API_TOKENS.c.created_at, API_TOKENS.c.digest)
        )
        with self._connections.reading() as connection:
            return [
                ApiToken(
                    digest=row.digest,
                    login=row.login,
                    name=row.name,
                    created_at=moment(row.created_at),
                    expires_at=moment(row.expires_at),
                )
                for row in connection.execute(asked)
            ]

    def drop_token(self, digest: str) -> bool:
        """Make one void."""
        return self._dropped(API_TOKENS.c.digest == digest, digest) == 1

    def drop_tokens_of(self, login: str) -> int:
        """Make all of an account void."""
        return self._dropped(API_TOKENS.c.login == login, login)

    def _dropped(self, where: ColumnElement[bool], asked: str) -> int:
        if not is_storable(asked):
            return 0
        with self._connections.writing() as connection:
            return connection.execute(delete(API_TOKENS).where(where)).rowcount

    def _require(self, login: str) -> None:
        if self._one(ACCOUNTS.c.login == login, login) is None:
            raise AccountError(login, "unknown")

    def _one(self, where: ColumnElement[bool], asked: str) -> Account | None:
        if not is_storable(asked):
            return None
        with self._connections.reading() as connection:
            row = connection.execute(select(ACCOUNTS).where(where)).mappings().first()
        return None if row is None else account_of(row)
