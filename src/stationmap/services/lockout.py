"""Stops who guesses passwords: by login, and by address, counted for the whole installation."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from stationmap.errors import TooManyRequestsError
from stationmap.services.clients import Clients

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from stationmap.store.protocol import Store

MISSES_UNTIL_LOCKED = 5
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=4)
MOST_DOUBLINGS = 4
"""As many as lead from the first lock to the longest."""
REMEMBERED = timedelta(days=1)
"""Misses older than this are forgiven; so is everything at a right password."""

MOST_PER_CLIENT, CLIENT_WINDOW_S = 30, 300.0
"""Attempts from one address: an office of thirty behind one signs in at nine, a guesser does not
get far."""

DEVICE_PATTERN = re.compile(r"[A-Za-z0-9_-]{16,64}\.[0-9a-f]{64}")


class Lockout:
    """Counts attempts before the password is looked at, so that a burst gains nothing.

    Misses of browsers in which nobody has signed in with this login before are counted together;
    those of a browser in which somebody has are counted for that browser alone (OWASP: device
    cookies). So a guesser can lock a login for all strangers, never for its owner's own browsers.
    No address is kept: a digest of it is, as `Clients` makes.
    """

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._clients = Clients(store.shared_key("clients"))

    def admit(self, client: str) -> None:
        """Count an attempt from an address.

        Raises
        ------
        TooManyRequestsError
            If there were too many.
        """
        wait_s = self._store.limits.take(
            f"sign-in {self._clients.digest(client)}",
            most=MOST_PER_CLIENT,
            window_s=CLIENT_WINDOW_S,
            at=self._clock(),
        )
        if wait_s:
            raise TooManyRequestsError(max(1.0, wait_s))

    def count(self, name: str) -> None:
        """Count an attempt for a login, or for a login in a known browser, as missed.

        Raises
        ------
        TooManyRequestsError
            While it is locked; such an attempt does not count.
        """
        now, accounts = self._clock(), self._store.accounts
        with self._store.transaction():
            until = locked_until(accounts.failures(name, since=now - REMEMBERED))
            if until is not None and now < until:
                raise TooManyRequestsError((until - now).total_seconds())
            accounts.note_failure(name, at=now)

    def forgive(self, name: str) -> None:
        """Forget the misses: the password was right."""
        self._store.accounts.clear_failures(name)


def locked_until(misses: Sequence[datetime]) -> datetime | None:
    """Say until when nobody may try again, given the moments of the last day's misses in order.

    After five misses a quarter of an hour, after ten a half, and so on, to four hours: about fifty
    guesses a day.
    """
    rounds = len(misses) // MISSES_UNTIL_LOCKED
    if rounds == 0:
        return None
    last_of_round = misses[rounds * MISSES_UNTIL_LOCKED - 1]
    doubled = FIRST_LOCK * (1 << min(rounds - 1, MOST_DOUBLINGS))
    return last_of_round + min(doubled, LONGEST_LOCK)


def new_device(login: str, password_hash: str) -> str:
    """Return the mark of a browser in which somebody has signed in.

    It is signed with the hash of the password: nobody else can make one, every process can check
    it, nothing of it is stored, and a new password makes it worthless.
    """
    nonce = secrets.token_urlsafe(16)
    return f"{nonce}.{_signature(login, nonce, password_hash)}"


def counted_name(login: str, device: str | None, password_hash: str | None) -> str:
    """Return the name under which an attempt counts: the login, or the login in a known browser."""
    if device is None or password_hash is None or not DEVICE_PATTERN.fullmatch(device):
        return login
    nonce, _, signature = device.partition(".")
    known = hmac.compare_digest(signature, _signature(login, nonce, password_hash))
    return f"{login} {nonce}" if known else login


def _signature(login: str, nonce: str, password_hash: str) -> str:
    return hmac.digest(password_hash.encode(), f"{login} {nonce}".encode(), "sha256").hex()
