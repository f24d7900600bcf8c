"""One suite over every store: accounts, sessions, failed logins and one-time links."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rig.stores import HOUR, NOON, account
from stationmap.errors import AccountError, AccountExistsError, UnstorableError
from stationmap.upkeep.account import Role

if TYPE_CHECKING:
    from stationmap.store.protocol import Store

UNSTORABLE = ["NUL \x00", "half a pair \ud83d"]


def test_an_account_comes_back_as_it_was_saved(store: Store) -> None:
    whole = account(
        "li",
        name="李'; --",
        role=Role.ADMIN,
        area="110108",
        subject="https://idp.example|7",
        disabled=True,
    )
    store.accounts.save(account("li"))
    store.accounts.save(whole)
    store.accounts.save(account("an"))

    assert store.accounts.get("li") == whole
    assert store.accounts.get("nobody") is None
    assert store.accounts.with_subject("https://idp.example|7") == whole
    assert store.accounts.with_subject("https://idp.example|8") is None
    assert store.accounts.all() == [account("an"), whole]


def test_two_accounts_never_have_the_same_subject(store: Store) -> None:
    store.accounts.save(account("li", subject="s"))
    store.accounts.save(account("li", subject="s", name="Li again"))

    with pytest.raises(AccountExistsError):
        store.accounts.save(account("an", subject="s"))

    assert store.accounts.get("an") is None
    store.accounts.save(account("li", subject=None))
    store.accounts.save(account("an", subject="s"))
    store.accounts.save(account("wu", subject=None))


def test_a_refused_subject_leaves_the_rest_of_a_transaction(store: Store) -> None:
    store.accounts.save(account("li", subject="s"))

    with store.transaction():
        store.accounts.save(account("an"))
        with pytest.raises(AccountExistsError):
            store.accounts.save(account("wu", subject="s"))

    assert [one.login for one in store.accounts.all()] == ["an", "li"]


def test_a_password_hash_is_kept_until_it_is_taken_away(store: Store) -> None:
    store.accounts.save(account("li"))
    assert store.accounts.password_hash("li") is None

    store.accounts.set_password_hash("li", "$argon2id$x")
    store.accounts.save(account("li", name="Li"))
    assert store.accounts.password_hash("li") == "$argon2id$x"

    store.accounts.set_password_hash("li", None)
    assert store.accounts.password_hash("li") is None
    assert store.accounts.password_hash("nobody") is None


def test_nothing_is_kept_for_an_account_that_is_not_there(store: Store) -> None:
    with pytest.raises(AccountError, match="unknown"):
        store.accounts.set_password_hash("nobody", "x")
    with pytest.raises(AccountError, match="unknown"):
        store.accounts.open_session("d", "nobody", at=NOON, expires_at=NOON + HOUR)

    store.accounts.save(account("nobody"))
    assert store.accounts.password_hash("nobody") is None
    assert store.accounts.session("d", at=NOON) is None


def test_a_session_lasts_until_the_moment_it_expires(store: Store) -> None:
    store.accounts.save(account("li"))
    store.accounts.open_session("d", "li", at=NOON, expires_at=NOON + HOUR)

    assert store.accounts.session("d", at=NOON) == account("li")
    assert store.accounts.session("d", at=NOON + HOUR * 0.999) == account("li")
    assert store.accounts.session("d", at=NOON + HOUR) is None
    assert store.accounts.session("other", at=NOON) is None


def test_a_closed_session_is_out_at_once_and_for_good(store: Store) -> None:
    store.accounts.save(account("li"))
    for digest in "abc":
        store.accounts.open_session(digest, "li", at=NOON, expires_at=NOON + HOUR)

    store.accounts.close_session("a")
    store.accounts.close_session("never was")
    assert store.accounts.session("a", at=NOON) is None
    assert store.accounts.session("b", at=NOON) is not None

    assert store.accounts.close_sessions_of("li") == 2
    assert store.accounts.session("b", at=NOON) is None
    assert store.accounts.close_sessions_of("li") == 0


def test_a_disabled_account_has_no_session_until_it_is_enabled(store: Store) -> None:
    store.accounts.save(account("li"))
    store.accounts.open_session("d", "li", at=NOON, expires_at=NOON + HOUR)

    store.accounts.save(replace(account("li"), disabled=True))
    assert store.accounts.session("d", at=NOON) is None

    store.accounts.save(account("li"))
    assert store.accounts.session("d", at=NOON) == account("li")


def test_failures_are_counted_for_any_name_and_told_in_order(store: Store) -> None:
    for at in (NOON, NOON - HOUR, NOON + HOUR, NOON):
        store.accounts.note_failure("whoever", at=at)

    failures = store.accounts.failures("whoever", since=NOON)

    assert failures == [NOON, NOON, NOON + HOUR]
    assert failures[0].tzinfo is not None
    assert store.accounts.failures("li", since=NOON) == []

    store.accounts.clear_failures("whoever")
    assert store.accounts.failures("whoever", since=NOON - HOUR) == []


def test_failures_of_long_ago_are_forgotten_when_others_are_noted(store: Store) -> None:
    """Else whoever tries a million names fills the disk."""
    store.accounts.note_failure("a", at=NOON)
    store.accounts.note_failure("b", at=NOON + 24 * 31 * HOUR)

    assert store.accounts.failures("a", since=NOON - HOUR) == []


def test_a_link_is_good_once_for_its_purpose_and_in_time(store: Store) -> None:
    for digest, purpose in (("a", "set_up"), ("b", "password li"), ("c", "password an")):
        store.accounts.keep_link(digest, purpose=purpose, expires_at=NOON + HOUR)

    assert not store.accounts.use_link("a", purpose="password li", at=NOON)
    assert store.accounts.use_link("a", purpose="set_up", at=NOON)
    assert not store.accounts.use_link("a", purpose="set_up", at=NOON)
    assert not store.accounts.use_link("b", purpose="password li", at=NOON + HOUR)
    assert not store.accounts.use_link("b", purpose="password li", at=NOON)
    assert store.accounts.use_link("c", purpose="password an", at=NOON)


def test_a_new_link_voids_the_one_before_for_the_same_purpose(store: Store) -> None:
    store.accounts.keep_link("a", purpose="set_up", expires_at=NOON + HOUR)
    store.accounts.keep_link("b", purpose="set_up", expires_at=NOON + HOUR)

    assert not store.accounts.use_link("a", purpose="set_up", at=NOON)
    assert store.accounts.use_link("b", purpose="set_up", at=NOON)


def test_of_threads_that_use_the_same_link_one_may(store: Store) -> None:
    store.accounts.keep_link("a", purpose="set_up", expires_at=NOON + HOUR)

    with ThreadPoolExecutor(8) as workers:
        used = list(
            workers.map(lambda _: store.accounts.use_link("a", purpose="set_up", at=NOON), range(8))
        )

    assert used.count(True) == 1


@pytest.mark.parametrize("text", UNSTORABLE)
def test_a_text_that_one_store_cannot_hold_no_store_takes(store: Store, text: str) -> None:
    accounts = store.accounts
    accounts.save(account("li"))
    for refused in (account(text), account("an", name=text), account("an", subject=text)):
        with pytest.raises(UnstorableError):
            accounts.save(refused)
    with pytest.raises(UnstorableError):
        accounts.note_failure(text, at=NOON)
    with pytest.raises(UnstorableError):
        accounts.set_password_hash("li", text)
    with pytest.raises(UnstorableError):
        accounts.open_session(text, "li", at=NOON, expires_at=NOON + HOUR)
    with pytest.raises(UnstorableError):
        accounts.keep_link("d", purpose=text, expires_at=NOON)

    assert accounts.all() == [account("li")]


@pytest.mark.parametrize("text", UNSTORABLE)
def test_asking_for_what_cannot_be_kept_finds_nothing(store: Store, text: str) -> None:
    """A digest or a login comes from a browser, and may be anything."""
    assert store.accounts.get(text) is None
    assert store.accounts.with_subject(text) is None
    assert store.accounts.password_hash(text) is None
    assert store.accounts.session(text, at=NOON) is None
    assert store.accounts.failures(text, since=NOON) == []
    assert not store.accounts.use_link(text, purpose=text, at=NOON)
    store.accounts.close_session(text)
    store.accounts.clear_failures(text)
