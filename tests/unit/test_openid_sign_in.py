"""OpenID: whose account a provider's sign-in opens, and that its session can be ended."""

from __future__ import annotations

from typing import Any

import pytest

from rig.offices import HAIDIAN, SmallOffice, small_office
from stationmap.errors import AccountExistsError, NotSignedInError, SignInRefusedError
from stationmap.services.openid_sign_in import Claims, OpenIdSignIn
from stationmap.upkeep.account import Operator, Role

OPERATOR = Operator()
ISSUER = "https://login.example.org"


@pytest.fixture
def office() -> SmallOffice:
    opened = small_office()
    opened.accounts.add(
        OPERATOR,
        login="limei",
        name="李梅",
        role=Role.STAFF,
        area=HAIDIAN,
        email="Li.Mei@example.org",
    )
    return opened


@pytest.fixture
def door(office: SmallOffice) -> OpenIdSignIn:
    return OpenIdSignIn(office.store, session_hours=12, clock=office.clock)


def token(office: SmallOffice, **claims: Any) -> Claims:
    known: dict[str, Any] = {
        "iss": ISSUER,
        "sub": "248289761001",
        "iat": int(office.clock().timestamp()),
        "nonce": "n-0S6_WzA2Mj",
        "email": "li.mei@example.org",
        "email_verified": True,
    }
    return Claims.of({**known, **claims})


def test_a_verified_address_binds_its_account_to_the_subject_for_good(
    office: SmallOffice, door: OpenIdSignIn
) -> None:
    key = door.admit(token(office))
    account = office.authority.account(key)
    assert (account.login, account.subject) == ("limei", f"{ISSUER}|248289761001")
    office.clock.go_on(minutes=1)
    renamed = door.admit(token(office, email="other@example.org"))
    assert office.authority.account(renamed).login == "limei"
    with pytest.raises(SignInRefusedError):
        door.admit(token(office, sub="somebody else with her old address"))


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "false"},
        {"email": "eve@example.org"},
        {"email": None},
        {"email": "email:li.mei@example.org"},
        {"email": "li.mei@example.org|x"},
    ],
)
def test_without_the_verified_address_there_is_no_account(
    office: SmallOffice, door: OpenIdSignIn, claims: dict[str, Any]
) -> None:
    with pytest.raises(SignInRefusedError):
        door.admit(token(office, **claims))
    kept = office.store.accounts.get("limei")
    assert kept is not None
    assert kept.subject == "email:li.mei@example.org"


def test_the_same_subject_at_another_issuer_is_somebody_else(
    office: SmallOffice, door: OpenIdSignIn
) -> None:
    door.admit(token(office))
    with pytest.raises(SignInRefusedError):
        door.admit(token(office, iss="https://evil.example.org"))


def test_a_sign_in_is_one_session_however_often_it_is_shown(
    office: SmallOffice, door: OpenIdSignIn
) -> None:
    claims = token(office)
    assert door.admit(claims) == door.admit(claims)
    assert office.accounts.end_sessions(OPERATOR, "limei") == 1


def test_an_ended_session_stays_ended_until_she_signs_in_again(
    office: SmallOffice, door: OpenIdSignIn
) -> None:
    """Streamlit's cookie shows the same claims for thirty days."""
    claims = token(office)
    key = door.admit(claims)
    office.accounts.end_sessions(OPERATOR, "limei")
    with pytest.raises(NotSignedInError):
        office.authority.account(key)
    for _ in range(2):
        with pytest.raises(NotSignedInError):
            door.admit(claims)
    assert door.admit(token(office, nonce="another"))


def test_a_disabled_account_is_out_and_stays_out(office: SmallOffice, door: OpenIdSignIn) -> None:
    claims = token(office)
    key = door.admit(claims)
    office.accounts.disable(OPERATOR, "limei")
    with pytest.raises(NotSignedInError):
        office.authority.account(key)
    with pytest.raises(SignInRefusedError):
        door.admit(token(office, nonce="another"))
    office.accounts.enable(OPERATOR, "limei")
    with pytest.raises(NotSignedInError):
        door.admit(claims)


def test_a_disabled_account_is_not_bound(office: SmallOffice, door: OpenIdSignIn) -> None:
    office.accounts.disable(OPERATOR, "limei")
    with pytest.raises(SignInRefusedError):
        door.admit(token(office))


def test_a_sign_in_is_good_for_twelve_hours_seen_or_not(
    office: SmallOffice, door: OpenIdSignIn
) -> None:
    seen, unseen = token(office), token(office, nonce="another")
    door.admit(seen)
    office.clock.go_on(hours=12)
    for claims in (seen, unseen):
        with pytest.raises(NotSignedInError):
            door.admit(claims)


def test_a_sign_in_of_tomorrow_is_refused(office: SmallOffice, door: OpenIdSignIn) -> None:
    tomorrow = int(office.clock().timestamp()) + 86_400
    with pytest.raises(NotSignedInError):
        door.admit(token(office, iat=tomorrow))


@pytest.mark.parametrize(
    "broken", [{}, {"iss": ISSUER}, {"iss": ISSUER, "sub": "1", "iat": "x"}, {"is_logged_in": True}]
)
def test_claims_that_do_not_say_who_and_when_are_nobody(broken: dict[str, Any]) -> None:
    with pytest.raises(NotSignedInError):
        Claims.of(broken)


def test_an_account_without_a_password_has_no_password(office: SmallOffice) -> None:
    with pytest.raises(SignInRefusedError):
        office.accounts.sign_in("limei", "any password at all", client="192.0.2.1")


def test_one_address_waits_for_one_account(office: SmallOffice) -> None:
    with pytest.raises(AccountExistsError):
        office.accounts.add(
            OPERATOR, login="second", name="Second", role=Role.STAFF, email="li.mei@example.org"
        )
