"""Tokens of programs: whose they are, what they may, how long, and that they end at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rig.offices import CHAOYANG, HAIDIAN, SmallOffice, small_office
from rig.stations import station
from stationmap import Position
from stationmap.errors import (
    AccountError,
    NotAllowedError,
    NotSignedInError,
    OutsideAreaError,
)
from stationmap.services.api_tokens import MOST_TOKENS, PREFIX, ApiTokens, token_bearer
from stationmap.services.tokens import digest_of
from stationmap.upkeep.account import Operator, Role

if TYPE_CHECKING:
    from stationmap.upkeep.account import SessionKey

IN_HAIDIAN = station(id="h", position=Position(116.35, 39.99))
IN_CHAOYANG = station(id="c", position=Position(116.48, 39.95))


@pytest.fixture
def office() -> SmallOffice:
    return small_office()


@pytest.fixture
def tokens(office: SmallOffice) -> ApiTokens:
    return ApiTokens(office.store, office.authority, clock=office.clock)


@pytest.fixture
def limei(office: SmallOffice) -> SessionKey:
    return office.hire("limei", area=HAIDIAN)


def test_a_token_writes_for_its_account_within_the_area_of_that_moment(
    office: SmallOffice, tokens: ApiTokens, limei: SessionKey
) -> None:
    token, made = tokens.make(limei, "  sync   at night ")
    bearer = token_bearer(token)

    assert token.startswith(PREFIX)
    assert (made.login, made.name, made.digest) == ("limei", "sync at night", digest_of(token))
    assert office.authority.require_editor(bearer, IN_HAIDIAN).login == "limei"
    with pytest.raises(OutsideAreaError):
        office.authority.require_editor(bearer, IN_CHAOYANG)
    office.accounts.change(Operator(), "limei", area=CHAOYANG)
    assert office.authority.require_editor(bearer, IN_CHAOYANG).login == "limei"


def test_the_store_has_no_token(tokens: ApiTokens, limei: SessionKey) -> None:
    token, _ = tokens.make(limei, "sync")
    assert token not in repr(tokens.of(limei))


def test_a_token_ends_on_its_day(office: SmallOffice, tokens: ApiTokens, limei: SessionKey) -> None:
    token, made = tokens.make(limei, "sync", days=1)
    mine = office.store.accounts.token(token_bearer(token).digest, at=made.expires_at)
    assert mine is None
    office.clock.go_on(hours=24)
    with pytest.raises(NotSignedInError):
        office.authority.account(token_bearer(token))


def test_a_revoked_token_is_good_for_nothing_at_once(
    office: SmallOffice, tokens: ApiTokens, limei: SessionKey
) -> None:
    token, made = tokens.make(limei, "sync")
    other, _ = tokens.make(limei, "other")

    assert tokens.revoke(limei, made.digest[:8]) == made

    with pytest.raises(NotSignedInError):
        office.authority.account(token_bearer(token))
    assert office.authority.account(token_bearer(other)).login == "limei"
    assert [one.name for one in tokens.of(limei)] == ["other"]


@pytest.mark.parametrize("end", ["disable", "drop"])
def test_the_tokens_of_an_account_that_was_disabled_stay_void(
    office: SmallOffice, tokens: ApiTokens, limei: SessionKey, end: str
) -> None:
    token, _ = tokens.make(limei, "sync")
    office.hire("root", Role.ADMIN)
    if end == "disable":
        office.accounts.disable(Operator(), "limei")
        office.accounts.enable(Operator(), "limei")
    else:
        office.store.accounts.drop_tokens_of("limei")
    with pytest.raises(NotSignedInError):
        office.authority.account(token_bearer(token))


def test_a_token_keeps_no_accounts_and_makes_no_tokens(
    office: SmallOffice, tokens: ApiTokens
) -> None:
    """Whoever finds one cannot stay."""
    token, _ = tokens.make(office.hire("root", Role.ADMIN), "sync")
    bearer = token_bearer(token)

    with pytest.raises(NotAllowedError):
        office.authority.require_admin(bearer)
    for keep in (tokens.of, lambda actor: tokens.make(actor, "x")):
        with pytest.raises(NotAllowedError):
            keep(bearer)


def test_nobody_but_an_operator_keeps_the_tokens_of_others(
    office: SmallOffice, tokens: ApiTokens, limei: SessionKey
) -> None:
    root = office.hire("root", Role.ADMIN)
    _, made = tokens.make(limei, "sync")

    with pytest.raises(NotAllowedError):
        tokens.of(root, "limei")
    with pytest.raises(AccountError, match="token_unknown"):
        tokens.revoke(root, made.digest)
    assert tokens.of(Operator(), "limei") == [made]
    assert tokens.revoke(Operator(), made.digest, login="limei") == made


@pytest.mark.parametrize(
    ("name", "days", "reason"),
    [
        ("", 90, "token_name"),
        ("x" * 65, 90, "token_name"),
        ("a\u202eb", 90, "token_name"),
        ("sync", 0, "token_days"),
        ("sync", 367, "token_days"),
    ],
)
def test_a_token_that_cannot_be_is_refused(
    tokens: ApiTokens, limei: SessionKey, name: str, days: int, reason: str
) -> None:
    with pytest.raises(AccountError, match=reason):
        tokens.make(limei, name, days=days)


def test_an_account_has_so_many_tokens_and_no_more(
    office: SmallOffice, tokens: ApiTokens, limei: SessionKey
) -> None:
    for number in range(MOST_TOKENS):
        tokens.make(limei, f"{number}", days=1)
    with pytest.raises(AccountError, match="token_many"):
        tokens.make(limei, "one more")
    office.clock.go_on(hours=25)
    with pytest.raises(NotSignedInError):  # the session has ended meanwhile, the tokens too
        tokens.of(limei)
    assert tokens.of(Operator(), "limei") == []


def test_a_beginning_that_several_share_revokes_none(tokens: ApiTokens, limei: SessionKey) -> None:
    tokens.make(limei, "a")
    tokens.make(limei, "b")
    with pytest.raises(AccountError, match="token_unknown"):
        tokens.revoke(limei, "")
    assert len(tokens.of(limei)) == 2


@pytest.mark.parametrize("login", [None, "", "nobody"])
def test_an_operator_says_whose_token_it_is(tokens: ApiTokens, login: str | None) -> None:
    with pytest.raises(AccountError, match="unknown"):
        tokens.make(Operator(), "sync", login=login)
