"""Passwords: which are good enough, and their hashes, of which only two are made at a time."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from stationmap.errors import AccountError, TooManyRequestsError

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST, LONGEST = 10, 128
"""In characters. NIST SP 800-63B asks for eight or more; a cap keeps a request's work small."""
FEWEST_DIFFERENT = 4
"""`aaaaaaaaaaaa` and `1212121212` are as good as known."""
FEWEST_BESIDE_LOGIN = 6
"""What remains when the login is taken out: `limei12345` is a guesser's second try."""

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
"""The least that OWASP's Password Storage Cheat Sheet recommends for argon2id. RFC 9106 has 64 MiB,
of which a burst of sign-ins would take too much."""

AT_ONCE = 2
"""So many hashes are made at a time in one process: 38 MiB at most."""
PATIENCE_S = 5.0
"""How long somebody who signs in waits for her turn."""


class Passwords:
    """Checks and hashes passwords; threads share it.

    Everything that hashes happens within a `turn`, taken before any transaction of the store.
    """

    def __init__(self, *, at_once: int = AT_ONCE, patience_s: float = PATIENCE_S) -> None:
        self._hasher = PasswordHasher(
            time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, encoding="utf-8"
        )
        self._turns = BoundedSemaphore(at_once)
        # glibc keeps what a hash took for each thread that ever made one: let them be few.
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="hash")
        self._patience_s = patience_s
        self._of_nobody = self._hasher.hash("nobody has this password")

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold one of the places in which a hash may be made.

        Raises
        ------
        TooManyRequestsError
            If none becomes free in time.
        """
        if not self._turns.acquire(timeout=self._patience_s):
            raise TooManyRequestsError(self._patience_s)
        try:
            yield
        finally:
            self._turns.release()

    def hash(self, password: str) -> str:
        """Return the argon2id hash of a password, with its salt and parameters in it."""
        return self._threads.submit(self._hasher.hash, normal(password)).result()

    def is_right(self, password: str, password_hash: str | None) -> bool:
        """Say whether a password belongs to a hash; without a hash it takes as long to say no."""
        if len(password) > LONGEST:
            return False
        try:
            kept = password_hash or self._of_nobody
            self._threads.submit(self._hasher.verify, kept, normal(password)).result()
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None

    def is_outdated(self, password_hash: str) -> bool:
        """Say whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)


def require_good(password: str, *, login: str) -> None:
    """Refuse a password that is short, long, or among the first that a guesser tries.

    Raises
    ------
    AccountError
        With the reason.
    """
    plain = normal(password)
    folded = plain.casefold()
    if len(plain) < SHORTEST:
        raise AccountError(login, "password_short")
    if len(password) > LONGEST or len(plain) > LONGEST:
        raise AccountError(login, "password_long")
    if len(folded.replace(login.casefold(), "")) < FEWEST_BESIDE_LOGIN:
        raise AccountError(login, "password_is_login")
    if folded in _common() or len(set(folded)) < FEWEST_DIFFERENT:
        raise AccountError(login, "password_common")


def normal(password: str) -> str:
    """Return the one form of what can be typed in several: NFKC, as NIST SP 800-63B asks.

    What UTF-8 cannot hold becomes a question mark.
    """
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode("utf-8")


@cache
def _common() -> frozenset[str]:
    listed = files("stationmap.services") / "common_passwords.txt"
    return frozenset(listed.read_text(encoding="utf-8").split())
