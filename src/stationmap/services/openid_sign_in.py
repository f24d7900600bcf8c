"""Who somebody is whom an OpenID provider has signed in, and whether that still counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from stationmap.errors import AccountError, NotSignedInError, SignInRefusedError
from stationmap.services.authority import now_utc
from stationmap.services.tokens import session_key
from stationmap.upkeep.account_rules import waiting_subject

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stationmap.store.protocol import Store
    from stationmap.upkeep.account import Account, SessionKey

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the provider's clock may be ahead of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What of a checked ID token says who signed in, and in which sign-in.

    Attributes
    ----------
    nonce
        What makes this sign-in another than the next one of the same second.
    email
        The address in lower case, if the provider says that it is verified.
    """

    issuer: str
    subject: str
    issued_at: datetime
    nonce: str
    email: str | None

    @classmethod
    def of(cls, token: Mapping[str, Any]) -> Claims:
        """Read the claims of an ID token whose signature somebody else has checked.

        Raises
        ------
        NotSignedInError
            If it does not say who signed in, where and when.
        """
        try:
            issuer, subject = str(token["iss"]), str(token["sub"])
            issued_at = datetime.fromtimestamp(int(token["iat"]), UTC)
        except (KeyError, TypeError, ValueError, OverflowError, OSError):
            raise NotSignedInError from None
        is_verified = token.get("email_verified") in (True, "true")
        email = str(token.get("email") or "").strip().lower() if is_verified else ""
        return cls(
            issuer=issuer,
            subject=subject,
            issued_at=issued_at,
            nonce=str(token.get("nonce", "")),
            email=email or None,
        )

    @property
    def key(self) -> SessionKey:
        """The session that this sign-in is in the store; the next sign-in is another."""
        parts = (self.issuer, self.subject, str(self.issued_at.timestamp()), self.nonce)
        return session_key("openid|" + "|".join(parts))


class OpenIdSignIn:
    """Makes a session of the store out of a provider's sign-in, once.

    Streamlit's mark of the sign-in lasts for thirty days in the browser and nobody can revoke it.
    So it is good only for the session in the store that is opened at its first sight, and after
    `session_hours` since the sign-in it opens none any more.
    """

    def __init__(
        self, store: Store, *, session_hours: int, clock: Callable[[], datetime] = now_utc
    ) -> None:
        self._store = store
        self._lasts = timedelta(hours=session_hours)
        self._clock = clock

    def admit(self, claims: Claims) -> SessionKey:
        """Return the open session of a sign-in.

        Raises
        ------
        NotSignedInError
            If the session has ended or expired.
        SignInRefusedError
            If the store has no account for this person, or it is disabled.
        """
        now, accounts = self._clock(), self._store.accounts
        key = claims.key
        if accounts.session(key.digest, at=now) is not None:
            return key
        expires_at = claims.issued_at + self._lasts
        if not claims.issued_at - CLOCKS_DIFFER <= now < expires_at:
            raise NotSignedInError
        with self._store.transaction():
            account = self._account(claims)
            if self._was_seen(key, expires_at):
                raise NotSignedInError
            accounts.open_session(key.digest, account.login, at=now, expires_at=expires_at)
        return key

    def _was_seen(self, key: SessionKey, expires_at: datetime) -> bool:
        """Say whether the session of this sign-in was opened before, and remember that it was."""
        accounts, purpose = self._store.accounts, f"openid {key.digest}"
        seen = accounts.use_link(key.digest, purpose=purpose, at=self._clock())
        accounts.keep_link(key.digest, purpose=purpose, expires_at=expires_at)
        return seen

    def _account(self, claims: Claims) -> Account:
        """Return the account of a person; one that waits for her address becomes hers."""
        accounts = self._store.accounts
        subject = f"{claims.issuer}|{claims.subject}"
        account = accounts.with_subject(subject)
        if account is None and claims.email:
            account = self._waiting_for(claims.email)
            if account is not None and not account.disabled:
                account = replace(account, subject=subject)
                accounts.save(account)
        if account is None or account.disabled:
            raise SignInRefusedError
        return account

    def _waiting_for(self, email: str) -> Account | None:
        try:
            return self._store.accounts.with_subject(waiting_subject(email, login=email))
        except AccountError:
            return None
