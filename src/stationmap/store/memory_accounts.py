"""Accounts in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.errors import AccountError, AccountExistsError
from stationmap.store.account_protocol import FAILURES_KEPT
from stationmap.store.documents import require_storable
from stationmap.upkeep.account import ApiToken

if TYPE_CHECKING:
    from datetime import datetime

    from stationmap.store.memory_state import Memory
    from stationmap.upkeep.account import Account


class MemoryAccounts:
    """Satisfies `account_protocol.AccountStore`."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def save(self, account: Account) -> None:
        """Keep an account."""
        require_storable(account.login, account.name, account.area, account.subject)
        with self._memory.lock:
            other = self.with_subject(account.subject) if account.subject else None
            if other is not None and other.login != account.login:
                raise AccountExistsError(account.login)
            self._memory.content.accounts[account.login] = account

    def get(self, login: str) -> Account | None:
        """Return one account."""
        with self._memory.lock:
            return self._memory.content.accounts.get(login)

    def with_subject(self, subject: str) -> Account | None:
        """Return the account of this subject."""
        return next((one for one in self.all() if one.subject == subject), None)

    def all(self) -> list[Account]:
        """Return all, by login."""
        with self._memory.lock:
            accounts = self._memory.content.accounts
            return [accounts[login] for login in sorted(accounts)]

    def set_password_hash(self, login: str, password_hash: str | None) -> None:
        """Keep or forget a hash."""
        require_storable(password_hash)
        with self._memory.lock:
            self._require(login)
            if password_hash is None:
                self._memory.content.password_hashes.pop(login, None)
            else:
                self._memory.content.password_hashes[login] = password_hash

    def password_hash(self, login: str) -> str | None:
        """Return the hash."""
        with self._memory.lock:
            return self._memory.content.password_hashes.get(login)

    def open_session(self, digest: str, login: str, *, at: datetime, expires_at: datetime) -> None:
        """Keep a session; those that have ended are forgotten."""
        require_storable(digest)
        with self._memory.lock:
            self._require(login)
            sessions = self._memory.content.sessions
            for ended in [key for key, (_, until) in sessions.items() if until <= at]:
                del sessions[ended]
            sessions[digest] = (login, expires_at)

    def session(self, digest: str, *, at: datetime) -> Account | None:
        """Return whose session it is."""
        with self._memory.lock:
            login, expires_at = self._memory.content.sessions.get(digest, (None, at))
            account = self.get(login) if login is not None and expires_at > at else None
            return None if account is None or account.disabled else account

    def close_session(self, digest: str) -> None:
        """End one session."""
        with self._memory.lock:
            self._memory.content.sessions.pop(digest, None)

    def close_sessions_of(self, login: str) -> int:
        """End all sessions of an account."""
        with self._memory.lock:
            sessions = self._memory.content.sessions
            own = [digest for digest, (whose, _) in sessions.items() if whose == login]
            for digest in own:
                del sessions[digest]
            return len(own)

    def note_failure(self, login: str, *, at: datetime) -> None:
        """Count a failed login; those of long ago are forgotten."""
        require_storable(login)
        with self._memory.lock:
            failures = self._memory.content.failures
            for name, moments in list(failures.items()):
                failures[name] = tuple(one for one in moments if one >= at - FAILURES_KEPT)
            failures[login] = (*failures.get(login, ()), at)

    def failures(self, login: str, *, since: datetime) -> list[datetime]:
        """Return when logins failed."""
        with self._memory.lock:
            return sorted(at for at in self._memory.content.failures.get(login, ()) if at >= since)

    def clear_failures(self, login: str) -> None:
        """Forget failed logins."""
        with self._memory.lock:
            self._memory.content.failures.pop(login, None)

    def keep_link(self, digest: str, *, purpose: str, expires_at: datetime) -> None:
        """Keep a one-time link, and void those before it."""
        require_storable(digest, purpose)
        with self._memory.lock:
            links = self._memory.content.links
            for void in [key for key, (other, _) in links.items() if other == purpose]:
                del links[void]
            links[digest] = (purpose, expires_at)

    def use_link(self, digest: str, *, purpose: str, at: datetime) -> bool:
        """Use up a link."""
        with self._memory.lock:
            links = self._memory.content.links
            kept_for, expires_at = links.get(digest, (None, at))
            if kept_for != purpose:
                return False
            del links[digest]
            return expires_at > at

    def keep_token(
        self, digest: str, login: str, *, name: str, at: datetime, expires_at: datetime
    ) -> None:
        """Keep a token; those that have expired are forgotten."""
        require_storable(digest, name)
        with self._memory.lock:
            self._require(login)
            tokens = self._memory.content.tokens
            for expired in [key for key, token in tokens.items() if token.expires_at <= at]:
                del tokens[expired]
            tokens[digest] = ApiToken(
                digest=digest, login=login, name=name, created_at=at, expires_at=expires_at
            )

    def token(self, digest: str, *, at: datetime) -> Account | None:
        """Return whose token it is."""
        with self._memory.lock:
            token = self._memory.content.tokens.get(digest)
            account = self.get(token.login) if token and token.expires_at > at else None
            return None if account is None or account.disabled else account

    def tokens_of(self, login: str) -> list[ApiToken]:
        """Return the tokens of an account, the oldest first."""
        with self._memory.lock:
            own = [one for one in self._memory.content.tokens.values() if one.login == login]
        return sorted(own, key=lambda token: (token.created_at, token.digest))

    def drop_token(self, digest: str) -> bool:
        """Make one void."""
        with self._memory.lock:
            return self._memory.content.tokens.pop(digest, None) is not None

    def drop_tokens_of(self, login: str) -> int:
        """Make all of an account void."""
        with self._memory.lock:
            own = self.tokens_of(login)
            for token in own:
                del self._memory.content.tokens[token.digest]
            return len(own)

    def _require(self, login: str) -> None:
        if login not in self._memory.content.accounts:
            raise AccountError(login, "unknown")
