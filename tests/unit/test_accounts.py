"""Accounts: the first admin, sign-in and lockout, sessions, and what admins may do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from rig.offices import CHAOYANG, HAIDIAN, PASSWORD, SmallOffice, small_office
from stationmap.errors import (
    AccountError,
    AccountExistsError,
    NotAllowedError,
    NotSignedInError,
    SignInRefusedError,
    TooManyRequestsError,
)
from stationmap.services.lockout import MISSES_UNTIL_LOCKED
from stationmap.services.tokens import session_key
from stationmap.upkeep.account import Operator, Role

if TYPE_CHECKING:
    from collections.abc import Callable

OPERATOR = Operator()


@pytest.fixture
def office() -> SmallOffice:
    return small_office()


def guess(office: SmallOffice, login: str = "limei", *, client: str = "192.0.2.66") -> None:
    with pytest.raises(SignInRefusedError):
        office.accounts.sign_in(login, "a wrong password", client=client)


# The first admin.


def test_the_link_of_the_first_start_makes_one_admin(office: SmallOffice) -> None:
    token = office.accounts.set_up_token()
    assert token is not None
    session = office.accounts.set_up(
        token, login=" Admin ", name="王 芳", password=PASSWORD, client="192.0.2.1"
    )
    account = office.accounts.account_of(session)
    assert account is not None
    assert (account.login, account.name, account.role) == ("admin", "王 芳", Role.ADMIN)
    assert office.accounts.set_up_token() is None
    with pytest.raises(AccountError, match="link_void"):
        office.accounts.set_up(token, login="eve", name="Eve", password=PASSWORD, client="c")
    assert office.store.accounts.get("eve") is None


def test_a_second_start_makes_the_first_link_void(office: SmallOffice) -> None:
    first, second = office.accounts.set_up_token(), office.accounts.set_up_token()
    assert first is not None
    assert second is not None
    with pytest.raises(AccountError, match="link_void"):
        office.accounts.set_up(first, login="eve", name="Eve", password=PASSWORD, client="c")
    office.accounts.set_up(second, login="admin", name="A", password=PASSWORD, client="c")


def test_a_set_up_link_lasts_a_day(office: SmallOffice) -> None:
    token = office.accounts.set_up_token()
    assert token is not None
    office.clock.go_on(hours=24, seconds=1)
    with pytest.raises(AccountError, match="link_void"):
        office.accounts.set_up(token, login="admin", name="A", password=PASSWORD, client="c")


def test_a_set_up_link_survives_a_password_that_is_refused(office: SmallOffice) -> None:
    token = office.accounts.set_up_token()
    assert token is not None
    for name, password in (("A", "short"), ("", PASSWORD)):
        with pytest.raises(AccountError):
            office.accounts.set_up(token, login="admin", name=name, password=password, client="c")
    office.accounts.set_up(token, login="admin", name="A", password=PASSWORD, client="c")


def test_the_store_knows_no_token_and_no_password(office: SmallOffice) -> None:
    token = office.accounts.set_up_token()
    assert token is not None
    session = office.accounts.set_up(
        token, login="admin", name="A", password=PASSWORD, client="192.0.2.1"
    )
    kept = repr(vars(office.store.accounts))
    for secret in (token, session, PASSWORD, "192.0.2.1"):
        assert secret not in kept


# Signing in.


@pytest.mark.parametrize(
    ("login", "password"),
    [("limei", "wrong password"), ("nobody", PASSWORD), ("gone", PASSWORD), ("", ""), ("李", "x")],
)
def test_a_refusal_does_not_say_what_was_wrong(
    office: SmallOffice, login: str, password: str
) -> None:
    office.hire("limei")
    office.hire("gone")
    office.accounts.disable(OPERATOR, "gone")
    with pytest.raises(SignInRefusedError) as refusal:
        office.accounts.sign_in(login, password, client="192.0.2.1")
    assert str(refusal.value) == "the login or the password is wrong"


def test_a_login_is_the_same_in_capitals(office: SmallOffice) -> None:
    office.hire("limei")
    assert office.accounts.sign_in(" LiMei ", PASSWORD, client="192.0.2.1")


@pytest.mark.usefixtures("true_hashes")
def test_a_hash_of_old_parameters_is_renewed_at_sign_in(office: SmallOffice) -> None:
    office.hire("limei")
    old = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    office.store.accounts.set_password_hash("limei", old)
    office.sign_in("limei")
    renewed = office.store.accounts.password_hash("limei")
    assert renewed is not None
    assert "m=19456,t=2,p=1" in renewed
    office.sign_in("limei")


# Guessing.


def test_a_guesser_is_locked_out_after_five_misses_and_even_the_right_password_is_then_refused(
    office: SmallOffice,
) -> None:
    office.hire("limei")
    for _ in range(MISSES_UNTIL_LOCKED):
        guess(office)
    with pytest.raises(TooManyRequestsError) as locked:
        office.accounts.sign_in("limei", PASSWORD, client="198.51.100.1")
    assert locked.value.retry_after_s == 15 * 60


def test_a_name_that_nobody_has_is_locked_alike(office: SmallOffice) -> None:
    for _ in range(MISSES_UNTIL_LOCKED):
        guess(office, "nobody")
    with pytest.raises(TooManyRequestsError):
        office.accounts.sign_in("nobody", PASSWORD, client="192.0.2.1")


def test_a_lock_doubles_with_every_five_misses_up_to_four_hours(office: SmallOffice) -> None:
    office.hire("limei")
    waits = []
    for round_number in range(6):
        for miss in range(MISSES_UNTIL_LOCKED):
            guess(office, client=f"198.51.100.{round_number * 5 + miss}")
        with pytest.raises(TooManyRequestsError) as locked:
            office.accounts.sign_in("limei", PASSWORD, client="203.0.113.1")
        waits.append(locked.value.retry_after_s / 60)
        office.clock.go_on(minutes=waits[-1])
    assert waits == [15, 30, 60, 120, 240, 240]


def test_a_right_password_forgives_the_misses(office: SmallOffice) -> None:
    office.hire("limei")
    for _ in range(3):
        for _ in range(MISSES_UNTIL_LOCKED - 1):
            guess(office)
        office.sign_in("limei")


def test_of_a_burst_of_guesses_no_more_than_five_are_looked_at(office: SmallOffice) -> None:
    office.hire("limei")

    def one(number: int) -> type[Exception] | None:
        try:
            office.accounts.sign_in("limei", f"guess {number}", client=f"198.51.100.{number}")
        except (SignInRefusedError, TooManyRequestsError) as error:
            return type(error)
        return None

    with ThreadPoolExecutor(40) as guessers:
        answers = list(guessers.map(one, range(40)))
    assert answers.count(SignInRefusedError) == MISSES_UNTIL_LOCKED
    assert answers.count(TooManyRequestsError) == 40 - MISSES_UNTIL_LOCKED


def test_a_guesser_does_not_lock_the_owner_out_of_her_own_browser(office: SmallOffice) -> None:
    office.hire("limei")
    token = office.accounts.sign_in("limei", PASSWORD, client="192.0.2.1")
    device = office.accounts.device_of(token)
    for _ in range(MISSES_UNTIL_LOCKED):
        guess(office)
    assert office.accounts.sign_in("limei", PASSWORD, client="192.0.2.1", device=device)
    with pytest.raises(TooManyRequestsError):
        office.accounts.sign_in("limei", PASSWORD, client="192.0.2.1")


def test_a_known_browser_may_guess_no_more_often_than_another(office: SmallOffice) -> None:
    office.hire("limei")
    token = office.accounts.sign_in("limei", PASSWORD, client="192.0.2.1")
    device = office.accounts.device_of(token)
    for _ in range(MISSES_UNTIL_LOCKED):
        with pytest.raises(SignInRefusedError):
            office.accounts.sign_in("limei", "wrong password", client="c", device=device)
    with pytest.raises(TooManyRequestsError):
        office.accounts.sign_in("limei", PASSWORD, client="192.0.2.1", device=device)
    assert office.accounts.sign_in("limei", PASSWORD, client="192.0.2.1")


@pytest.mark.parametrize(
    "forge",
    [
        lambda mark: mark[:-1] + ("0" if mark[-1] != "0" else "1"),
        lambda mark: "A" + mark,
        lambda mark: mark.partition(".")[0] + "." + "0" * 64,
        lambda _mark: "",
        lambda _mark: "x" * 100_000,
    ],
)
def test_a_forged_mark_of_a_browser_counts_as_none(
    office: SmallOffice, forge: Callable[[str], str]
) -> None:
    office.hire("limei")
    mark = office.accounts.device_of(office.accounts.sign_in("limei", PASSWORD, client="c"))
    assert mark is not None
    for _ in range(MISSES_UNTIL_LOCKED):
        guess(office)
    with pytest.raises(TooManyRequestsError):
        office.accounts.sign_in("limei", PASSWORD, client="c", device=forge(mark))


def test_the_mark_of_a_browser_is_worthless_for_another_account_and_after_a_new_password(
    office: SmallOffice,
) -> None:
    office.hire("limei")
    office.hire("eve")
    mark = office.accounts.device_of(office.accounts.sign_in("eve", PASSWORD, client="c"))
    for login in ("limei", "eve"):
        office.accounts.set_password(OPERATOR, login, PASSWORD)
        for _ in range(MISSES_UNTIL_LOCKED):
            guess(office, login)
        with pytest.raises(TooManyRequestsError):
            office.accounts.sign_in(login, PASSWORD, client="c", device=mark)


def test_one_address_may_try_thirty_times_in_five_minutes(office: SmallOffice) -> None:
    for number in range(30):
        guess(office, f"name{number}", client="2001:db8::1")
    with pytest.raises(TooManyRequestsError) as refusal:
        office.accounts.sign_in("other", PASSWORD, client="2001:db8::2")
    assert 1 <= refusal.value.retry_after_s <= 300
    guess(office, "other", client="2001:db8:0:1::1")


# Sessions.


def test_a_session_ends_after_twelve_hours(office: SmallOffice) -> None:
    actor = office.hire("limei")
    office.clock.go_on(hours=11, minutes=59)
    office.authority.account(actor)
    office.clock.go_on(minutes=1)
    with pytest.raises(NotSignedInError):
        office.authority.account(actor)


def test_signing_out_ends_this_session_alone_or_every_one(office: SmallOffice) -> None:
    office.hire("limei")
    first, second, third = (
        office.accounts.sign_in("limei", PASSWORD, client="c") for _ in range(3)
    )
    office.accounts.sign_out(first)
    assert office.accounts.account_of(first) is None
    assert office.accounts.account_of(second) is not None
    office.accounts.sign_out(second, everywhere=True)
    assert office.accounts.account_of(third) is None


@pytest.mark.parametrize(
    "end",
    [
        lambda accounts: accounts.end_sessions(OPERATOR, "limei"),
        lambda accounts: accounts.disable(OPERATOR, "limei"),
        lambda accounts: accounts.set_password(OPERATOR, "limei", PASSWORD),
    ],
    ids=["ended", "disabled", "new password"],
)
def test_a_session_is_over_at_once_when_it_is_ended_from_elsewhere(
    office: SmallOffice, end: Callable[[object], object]
) -> None:
    actor, other = office.hire("limei"), office.hire("other")
    end(office.accounts)
    with pytest.raises(NotSignedInError):
        office.authority.account(actor)
    office.authority.account(other)


def test_an_account_that_is_enabled_again_has_no_old_session(office: SmallOffice) -> None:
    actor = office.hire("limei")
    office.accounts.disable(OPERATOR, "limei")
    office.accounts.enable(OPERATOR, "limei")
    with pytest.raises(NotSignedInError):
        office.authority.account(actor)
    office.sign_in("limei")


# Admins.


@pytest.mark.parametrize("role", [Role.STAFF, Role.PLANNER])
def test_nobody_but_an_admin_keeps_accounts(office: SmallOffice, role: Role) -> None:
    actor = office.hire("eve", role)
    office.hire("limei")
    accounts = office.accounts
    attempts: list[Callable[[], object]] = [
        lambda: accounts.all(actor),
        lambda: accounts.add(actor, login="new", name="New", role=Role.ADMIN),
        lambda: accounts.change(actor, "eve", role=Role.ADMIN),
        lambda: accounts.disable(actor, "limei"),
        lambda: accounts.enable(actor, "limei"),
        lambda: accounts.set_password(actor, "limei", PASSWORD),
        lambda: accounts.password_token(actor, "limei"),
        lambda: accounts.end_sessions(actor, "limei"),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowedError):
            attempt()


def test_the_last_admin_stays(office: SmallOffice) -> None:
    actor = office.hire("admin", Role.ADMIN)
    office.accounts.add(actor, login="second", name="Second", role=Role.ADMIN)
    changes: list[Callable[[], object]] = [
        lambda: office.accounts.disable(actor, "admin"),
        lambda: office.accounts.change(actor, "admin", role=Role.STAFF),
    ]
    for change in changes:
        with pytest.raises(AccountError, match="last_admin"):
            change()
    kept = office.authority.require_admin(actor)
    assert not kept.disabled
    office.accounts.set_password(actor, "second", PASSWORD)
    office.accounts.disable(actor, "admin")


def test_a_login_is_never_given_twice(office: SmallOffice) -> None:
    office.hire("limei")
    office.accounts.disable(OPERATOR, "limei")
    with pytest.raises(AccountExistsError):
        office.accounts.add(OPERATOR, login="LiMei", name="Other", role=Role.STAFF)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"login": "x"}, "login_shape"),
        ({"login": "li mei"}, "login_shape"),
        ({"login": "李梅"}, "login_shape"),
        ({"login": "operator"}, "login_shape"),
        ({"login": "system"}, "login_shape"),
        ({"name": "  "}, "name_shape"),
        ({"name": "x" * 65}, "name_shape"),
        ({"name": "a\u202eb"}, "name_shape"),
        ({"area": "110999"}, "area_unknown"),
        ({"email": "nobody"}, "email_shape"),
        ({"email": "a|b@example.org"}, "email_shape"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    office: SmallOffice, facts: dict[str, str], reason: str
) -> None:
    known = {"login": "limei", "name": "李梅", "area": HAIDIAN}
    with pytest.raises(AccountError) as refusal:
        office.accounts.add(OPERATOR, role=Role.STAFF, **{**known, **facts})
    assert refusal.value.reason == reason
    assert office.accounts.all(OPERATOR) == []


def test_a_link_from_an_admin_sets_a_password_once(office: SmallOffice) -> None:
    office.accounts.add(OPERATOR, login="limei", name="李梅", role=Role.STAFF, area=CHAOYANG)
    with pytest.raises(SignInRefusedError):
        office.accounts.sign_in("limei", PASSWORD, client="c")
    token = office.accounts.password_token(OPERATOR, "limei")
    session = office.accounts.set_password_by_link(
        token, login="limei", password=PASSWORD, client="c"
    )
    account = office.accounts.account_of(session)
    assert account is not None
    assert account.area == CHAOYANG
    with pytest.raises(AccountError, match="link_void"):
        office.accounts.set_password_by_link(token, login="limei", password=PASSWORD, client="c")


def test_a_password_link_is_for_one_account_and_not_for_a_disabled_one(
    office: SmallOffice,
) -> None:
    old = office.hire("limei")
    office.hire("eve")
    token = office.accounts.password_token(OPERATOR, "limei")
    with pytest.raises(AccountError, match="link_void"):
        office.accounts.set_password_by_link(token, login="eve", password=PASSWORD, client="c")
    office.authority.account(old)
    office.accounts.disable(OPERATOR, "limei")
    with pytest.raises(AccountError, match="link_void"):
        office.accounts.set_password_by_link(token, login="limei", password=PASSWORD, client="c")
    with pytest.raises(AccountError, match="disabled"):
        office.accounts.password_token(OPERATOR, "limei")


def test_a_session_knows_who_holds_its_token_alone(office: SmallOffice) -> None:
    office.hire("limei")
    token = office.accounts.sign_in("limei", PASSWORD, client="c")
    assert len(token) >= 43
    for forged in ("", token[:-1], token + "x", session_key(token).digest):
        assert office.accounts.account_of(forged) is None
