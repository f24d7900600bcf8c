"""Tokens with which programs write on behalf of an account, as long as its owner lets them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from stationmap.errors import AccountError, NotAllowedError
from stationmap.services.authority import now_utc
from stationmap.services.tokens import digest_of, new_token
from stationmap.upkeep.account import ApiToken, Operator, TokenBearer
from stationmap.upkeep.account_rules import LONGEST_NAME, tidy_login

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from stationmap.services.authority import Authority
    from stationmap.store.protocol import Store
    from stationmap.upkeep.account import Account, Actor

PREFIX = "smt_"
"""What every token begins with, so that one in a file or in a log is known for what it is."""

USUAL_DAYS, MOST_DAYS = 90, 366
MOST_TOKENS = 20
"""Of one account, so that none is forgotten among many."""


class ApiTokens:
    """Makes, lists and revokes tokens; threads may share it.

    The store has digests alone. A token writes what its account may write at that moment, and
    neither keeps accounts nor makes other tokens: whoever finds one cannot stay.
    """

    def __init__(
        self, store: Store, authority: Authority, *, clock: Callable[[], datetime] = now_utc
    ) -> None:
        self._store = store
        self._authority = authority
        self._clock = clock

    def make(
        self, actor: Actor, name: str, *, days: int = USUAL_DAYS, login: str | None = None
    ) -> tuple[str, ApiToken]:
        """Return a new token, which nobody can read again, and what is kept of it.

        Parameters
        ----------
        name
            What it is for, as its owner calls it.
        days
            After so many days it is no longer good.
        login
            Whose it shall be; an operator has to say, others make their own alone.

        Raises
        ------
        AccountError
            If there is no such account, it is disabled, or the token cannot be so.
        NotSignedInError, NotAllowedError
            If the actor may not.
        """
        token, now = PREFIX + new_token(), self._clock()
        with self._store.transaction():
            account = self._owner(actor, login)
            made = ApiToken(
                digest=digest_of(token),
                login=account.login,
                name=_tidy(name, account.login),
                created_at=now,
                expires_at=now + timedelta(days=_within_reason(days, account.login)),
            )
            if len(self._good(account.login)) >= MOST_TOKENS:
                raise AccountError(account.login, "token_many")
            self._store.accounts.keep_token(
                made.digest, made.login, name=made.name, at=now, expires_at=made.expires_at
            )
        return token, made

    def of(self, actor: Actor, login: str | None = None) -> list[ApiToken]:
        """Return the tokens that are good now, the newest first: the actor's own.

        Raises
        ------
        AccountError, NotSignedInError, NotAllowedError
            As for `make`.
        """
        return self._good(self._owner(actor, login, or_disabled=True).login)

    def revoke(self, actor: Actor, chosen: str, *, login: str | None = None) -> ApiToken:
        """Let a token be good for nothing from this moment on.

        Parameters
        ----------
        chosen
            Its digest, or the beginning of it that names just one of the account's.

        Raises
        ------
        AccountError
            If no token or more than one of the account is meant; otherwise as for `make`.
        """
        with self._store.transaction():
            account = self._owner(actor, login, or_disabled=True)
            meant = [one for one in self._good(account.login) if one.digest.startswith(chosen)]
            if len(meant) != 1 or not chosen:
                raise AccountError(account.login, "token_unknown")
            self._store.accounts.drop_token(meant[0].digest)
            return meant[0]

    def _good(self, login: str) -> list[ApiToken]:
        now = self._clock()
        good = [one for one in self._store.accounts.tokens_of(login) if one.expires_at > now]
        return sorted(good, key=lambda one: (one.created_at, one.digest), reverse=True)

    def _owner(self, actor: Actor, login: str | None, *, or_disabled: bool = False) -> Account:
        """Return the account whose tokens are meant."""
        if isinstance(actor, Operator):
            account = self._store.accounts.get(tidy_login(login or ""))
            if account is None:
                raise AccountError(login or "", "unknown")
            if account.disabled and not or_disabled:
                raise AccountError(account.login, "disabled")
            return account
        account = self._authority.account(actor)
        if isinstance(actor, TokenBearer) or login not in {None, account.login}:
            raise NotAllowedError(account.login, "keep these tokens")
        return account


def token_bearer(token: str) -> TokenBearer:
    """Return on whose behalf the holder of a token acts; whether it is good, the store knows."""
    return TokenBearer(digest_of(token))


def _tidy(name: str, login: str) -> str:
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > LONGEST_NAME or not tidy.isprintable():
        raise AccountError(login, "token_name")
    return tidy


def _within_reason(days: int, login: str) -> int:
    if not 1 <= days <= MOST_DAYS:
        raise AccountError(login, "token_days")
    return days
