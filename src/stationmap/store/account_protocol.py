"""What the program asks of a store about accounts; every store answers alike."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from stationmap.upkeep.account import Account, ApiToken

FAILURES_KEPT = timedelta(days=30)
"""Failed logins from longer before the newest are forgotten: else guessers would fill the disk."""


class AccountStore(Protocol):
    """Accounts, password hashes, sessions, tokens, set-up links, failed logins. Digests only."""

    def save(self, account: Account) -> None:
        """Keep an account, new or changed.

        Raises
        ------
        AccountExistsError
            If another account has its subject.
        """

    def get(self, login: str) -> Account | None:
        """Return the account with this login."""

    def with_subject(self, subject: str) -> Account | None:
        """Return the account of somebody at an OpenID provider."""

    def all(self) -> list[Account]:
        """Return all accounts, by login."""

    def set_password_hash(self, login: str, password_hash: str | None) -> None:
        """Keep the hash of a password; None: no password opens this account.

        Raises
        ------
        AccountError
            If there is no such account.
        """

    def password_hash(self, login: str) -> str | None:
        """Return the hash of the account's password."""

    def open_session(self, digest: str, login: str, *, at: datetime, expires_at: datetime) -> None:
        """Keep a session.

        Raises
        ------
        AccountError
            If there is no such account.
        """

    def session(self, digest: str, *, at: datetime) -> Account | None:
        """Return the account of a session that is open at this moment; disabled ones have none."""

    def close_session(self, digest: str) -> None:
        """End one session at once, for good."""

    def close_sessions_of(self, login: str) -> int:
        """End all sessions of an account at once; return how many."""

    def note_failure(self, login: str, *, at: datetime) -> None:
        """Count a failed login for this name, whether or not such an account exists."""

    def failures(self, login: str, *, since: datetime) -> list[datetime]:
        """Return the moments of failed logins for this name, the oldest first."""

    def clear_failures(self, login: str) -> None:
        """Forget the failed logins for this name."""

    def keep_link(self, digest: str, *, purpose: str, expires_at: datetime) -> None:
        """Keep a one-time link; earlier ones for the same purpose are void."""

    def use_link(self, digest: str, *, purpose: str, at: datetime) -> bool:
        """Say whether the link was still good, and make it void."""

    def keep_token(
        self, digest: str, login: str, *, name: str, at: datetime, expires_at: datetime
    ) -> None:
        """Keep a program's token; those that have expired by `at` are forgotten.

        Raises
        ------
        AccountError
            If there is no such account.
        """

    def token(self, digest: str, *, at: datetime) -> Account | None:
        """Return the account of a token that is good at this moment; disabled ones have none."""

    def tokens_of(self, login: str) -> list[ApiToken]:
        """Return the tokens of an account, the oldest first; expired ones may be among them."""

    def drop_token(self, digest: str) -> bool:
        """Make one token void at once, for good; say whether there was one."""

    def drop_tokens_of(self, login: str) -> int:
        """Make all tokens of an account void at once; return how many."""
