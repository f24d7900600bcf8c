"""One suite over every store: the tokens of programs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rig.stores import HOUR, NOON, account
from stationmap.errors import AccountError, UnstorableError
from stationmap.upkeep.account import ApiToken

if TYPE_CHECKING:
    from stationmap.store.protocol import Store

UNSTORABLE = ["NUL \x00", "half a pair \ud83d"]


def keep(store: Store, digest: str, login: str = "li", *, hours: int = 1) -> ApiToken:
    """Keep a token from noon on, and return what should be told of it."""
    expires_at = NOON + hours * HOUR
    store.accounts.keep_token(digest, login, name="巡检 '; --", at=NOON, expires_at=expires_at)
    return ApiToken(
        digest=digest, login=login, name="巡检 '; --", created_at=NOON, expires_at=expires_at
    )


def test_a_token_is_good_until_the_moment_it_expires(store: Store) -> None:
    store.accounts.save(account("li"))
    kept = keep(store, "d")

    assert store.accounts.token("d", at=NOON) == account("li")
    assert store.accounts.token("d", at=NOON + HOUR * 0.999) == account("li")
    assert store.accounts.token("d", at=NOON + HOUR) is None
    assert store.accounts.token("other", at=NOON) is None
    assert store.accounts.tokens_of("li") == [kept]


def test_a_token_is_kept_only_for_an_account_that_is_there(store: Store) -> None:
    with pytest.raises(AccountError, match="unknown"):
        keep(store, "d", "nobody")

    store.accounts.save(account("nobody"))
    assert store.accounts.token("d", at=NOON) is None


def test_a_dropped_token_is_out_at_once_and_for_good(store: Store) -> None:
    store.accounts.save(account("li"))
    store.accounts.save(account("an"))
    for digest in "abc":
        keep(store, digest)
    others = keep(store, "d", "an")

    assert store.accounts.drop_token("a")
    assert not store.accounts.drop_token("a")
    assert store.accounts.token("a", at=NOON) is None
    assert [one.digest for one in store.accounts.tokens_of("li")] == ["b", "c"]

    assert store.accounts.drop_tokens_of("li") == 2
    assert store.accounts.token("b", at=NOON) is None
    assert store.accounts.tokens_of("an") == [others]


def test_a_disabled_account_has_no_token_that_is_good(store: Store) -> None:
    store.accounts.save(account("li"))
    keep(store, "d")
    store.accounts.save(replace(account("li"), disabled=True))

    assert store.accounts.token("d", at=NOON) is None


def test_expired_tokens_are_forgotten_when_another_is_kept(store: Store) -> None:
    store.accounts.save(account("li"))
    keep(store, "old", hours=0)
    keep(store, "new")

    assert [one.digest for one in store.accounts.tokens_of("li")] == ["new"]


def test_a_token_and_a_session_are_not_taken_for_each_other(store: Store) -> None:
    store.accounts.save(account("li"))
    keep(store, "token")
    store.accounts.open_session("session", "li", at=NOON, expires_at=NOON + HOUR)

    assert store.accounts.session("token", at=NOON) is None
    assert store.accounts.token("session", at=NOON) is None


@pytest.mark.parametrize("text", UNSTORABLE)
def test_of_a_token_that_cannot_be_kept_nothing_is_found(store: Store, text: str) -> None:
    store.accounts.save(account("li"))
    with pytest.raises(UnstorableError):
        store.accounts.keep_token(text, "li", name="x", at=NOON, expires_at=NOON + HOUR)
    with pytest.raises(UnstorableError):
        store.accounts.keep_token("d", "li", name=text, at=NOON, expires_at=NOON + HOUR)

    assert store.accounts.token(text, at=NOON) is None
    assert store.accounts.tokens_of(text) == []
    assert not store.accounts.drop_token(text)
    assert store.accounts.drop_tokens_of(text) == 0
