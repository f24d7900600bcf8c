"""Passwords: which are refused, and how many are hashed at a time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher, extract_parameters

from stationmap.errors import AccountError, TooManyRequestsError
from stationmap.services.passwords import AT_ONCE, Passwords, require_good

GOOD = "驿站里有热水和微波炉"

pytestmark = pytest.mark.usefixtures("true_hashes")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "password_short"),
        ("短", "password_short"),
        ("ninechars", "password_short"),
        ("x" * 129, "password_long"),
        ("1234567890", "password_common"),
        ("PASSWORD123", "password_common"),
        ("woaini1314", "password_common"),
        ("１２３４５６７８９０", "password_common"),
        ("aaaaaaaaaaaa", "password_common"),
        ("121212121212", "password_common"),
        ("limei12345", "password_is_login"),
        ("LiMeiLiMeiLiMei", "password_is_login"),
    ],
)
def test_what_a_guesser_tries_first_is_refused(password: str, reason: str) -> None:
    with pytest.raises(AccountError) as refusal:
        require_good(password, login="limei")
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    "password", [GOOD, "correct horse battery", "x" * 9 + "yzö", "🔒🔑🗝️ ünlocked"]
)
def test_any_script_and_any_sentence_will_do(password: str) -> None:
    require_good(password, login="limei")


def test_a_hash_is_argon2id_with_the_parameters_of_owasp() -> None:
    assert Passwords().hash(GOOD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_is_right_however_it_was_typed() -> None:
    passwords = Passwords()
    kept = passwords.hash("café-au-lait")
    assert passwords.is_right("cafe\u0301-au-lait", kept)
    assert passwords.is_right("ｃａｆé-au-lait", kept)
    assert not passwords.is_right("Café-au-lait", kept)


@pytest.mark.parametrize("broken", ["", "plain", "$argon2id$v=19$m=19456,t=2,p=1$x", None])
def test_what_is_no_hash_opens_nothing(broken: str | None) -> None:
    assert not Passwords().is_right(GOOD, broken)


def test_a_password_that_is_too_long_is_not_even_hashed() -> None:
    passwords = Passwords()
    assert not passwords.is_right("x" * 1_000_000, passwords.hash("x" * 128))


def test_nobody_costs_the_same_work_as_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """So no clock tells a guesser which accounts there are."""
    passwords = Passwords()
    kept, worked = passwords.hash(GOOD), []
    verify = PasswordHasher.verify

    def noting(hasher: PasswordHasher, hashed: str, password: str) -> bool:
        worked.append(extract_parameters(hashed))
        return verify(hasher, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", noting)
    passwords.is_right("a wrong password", kept)
    passwords.is_right("a wrong password", None)

    with_account, without = worked
    assert with_account == without


def test_a_hash_of_other_parameters_is_outdated() -> None:
    passwords = Passwords()
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8192).hash(GOOD))
    assert not passwords.is_outdated(passwords.hash(GOOD))


def test_of_64_at_once_only_two_are_hashed_at_a_time() -> None:
    watched = WatchedPasswords(patience_s=60)
    kept = watched.hash(GOOD)
    with ThreadPoolExecutor(64) as people:
        right = list(people.map(lambda _: _in_turn(watched, kept), range(64)))
    assert all(right)
    assert watched.most_at_once == AT_ONCE


def test_who_waits_too_long_for_her_turn_is_told_to_come_back() -> None:
    passwords = Passwords(at_once=1, patience_s=0.05)
    with passwords.turn(), pytest.raises(TooManyRequestsError), passwords.turn():
        pass
    with passwords.turn():
        pass


class WatchedPasswords(Passwords):
    """Counts how many hash at a time."""

    def __init__(self, *, patience_s: float) -> None:
        super().__init__(patience_s=patience_s)
        self._lock = threading.Lock()
        self._at_work = 0
        self.most_at_once = 0

    def is_right(self, password: str, password_hash: str | None) -> bool:
        with self._lock:
            self._at_work += 1
            self.most_at_once = max(self.most_at_once, self._at_work)
        try:
            return super().is_right(password, password_hash)
        finally:
            with self._lock:
                self._at_work -= 1


def _in_turn(passwords: Passwords, kept: str) -> bool:
    with passwords.turn():
        return passwords.is_right(GOOD, kept)
