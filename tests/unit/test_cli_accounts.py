"""`stationmap accounts`: what it keeps, what it says, and that no password is an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.main import get_command

from rig.command_line import CliRunner
from stationmap.bootstrap import open_office
from stationmap.cli import app
from stationmap.errors import NotSignedInError, SignInRefusedError
from stationmap.services.api_tokens import token_bearer
from stationmap.settings import Settings
from stationmap.upkeep.account import Operator

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from stationmap.bootstrap import Office

PASSWORD = "a good deal of hot water"  # noqa: S105  # the tests' own
STDIN = "--password-stdin"


@pytest.fixture(autouse=True)
def store_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Keep the accounts of each test in a store of its own, filled with no stations."""
    stations = tmp_path / "none.geojson"
    stations.write_text('{"type":"FeatureCollection","features":[]}', encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    monkeypatch.setenv("STATIONMAP_STORE_URL", url)
    monkeypatch.setenv("STATIONMAP_STATIONS", str(stations))
    monkeypatch.setenv("STATIONMAP_LANGUAGE", "en")
    return url


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["accounts", *arguments], input=typed)


def add(login: str, *options: str, password: str = PASSWORD) -> Result:
    return run("add", login, "--name", "Li Mei", *options, STDIN, typed=f"{password}\n")


def office(store_url: str) -> Office:
    return open_office(Settings(store_url=store_url))


@pytest.mark.parametrize(
    ("area", "code"),
    [("海淀区", "110108"), ("Haidian", "110108"), ("110108", "110108"), ("110108010", "110108010")],
)
def test_an_area_may_be_named_or_coded(store_url: str, area: str, code: str) -> None:
    assert add("limei", "--area", area).exit_code == 0
    (account,) = office(store_url).accounts.all(Operator())
    assert (account.login, account.area) == ("limei", code)


def test_the_password_is_read_from_the_input(store_url: str) -> None:
    add("limei")
    assert office(store_url).accounts.sign_in("limei", PASSWORD, client="c")


def test_the_password_is_asked_for_twice_and_not_shown(store_url: str) -> None:
    asked = run("add", "limei", "--name", "Li Mei", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert asked.exit_code == 0
    assert PASSWORD not in asked.output
    assert office(store_url).accounts.sign_in("limei", PASSWORD, client="c")


def test_no_option_takes_a_password() -> None:
    commands = get_command(app).commands["accounts"].commands.values()  # type: ignore[attr-defined]  # groups
    names = {name for command in commands for each in command.params for name in each.opts}
    assert {name for name in names if "password" in name} == {STDIN}


@pytest.mark.parametrize(
    ("options", "password", "said"),
    [
        ((), "short", "at least 10 characters"),
        ((), "password123", "guesser"),
        (("--area", "110999"), PASSWORD, "no such area"),
        (("--email", "nobody"), PASSWORD, "no e-mail address"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    store_url: str, options: tuple[str, ...], password: str, said: str
) -> None:
    refused = add("limei", *options, password=password)
    assert refused.exit_code == 1
    assert said in refused.output
    assert office(store_url).accounts.all(Operator()) == []


def test_an_account_for_openid_needs_no_password(store_url: str) -> None:
    made = run("add", "limei", "--name", "Li Mei", "--email", "li.mei@example.org")
    assert made.exit_code == 0
    (account,) = office(store_url).accounts.all(Operator())
    assert account.subject == "email:li.mei@example.org"


def test_the_list_tells_login_name_role_area_and_what_is_disabled() -> None:
    add("limei", "--area", "110108010")
    add("root", "--role", "admin")
    run("disable", "limei")
    assert run("list").output == (
        "limei\tLi Mei\tStaff\t学院路街道, Haidian\tdisabled\nroot\tLi Mei\tAdmin\tthe whole city\n"
    )


def test_what_is_done_holds_in_a_process_that_runs(store_url: str) -> None:
    add("limei")
    running = office(store_url).accounts

    def token() -> str:
        return running.sign_in("limei", PASSWORD, client="c")

    first, second = token(), token()
    assert "2 session(s)" in run("end-sessions", "limei").output
    assert running.account_of(first) is running.account_of(second) is None
    third = token()
    run("disable", "limei")
    assert running.account_of(third) is None
    with pytest.raises(SignInRefusedError):
        token()
    run("enable", "limei")
    fourth = token()
    run("passwd", "limei", STDIN, typed="quite another password\n")
    assert running.account_of(fourth) is None
    with pytest.raises(SignInRefusedError):
        token()


@pytest.mark.parametrize("command", ["disable", "enable", "passwd", "end-sessions"])
def test_an_account_that_there_is_not_is_said_in_a_sentence(command: str) -> None:
    options = (STDIN,) if command == "passwd" else ()
    refused = run(command, "nobody", *options, typed=f"{PASSWORD}\n")
    assert refused.exit_code == 1
    assert "no such account" in refused.output


def test_the_last_admin_cannot_be_disabled() -> None:
    add("root", "--role", "admin")
    assert "last admin" in run("disable", "root").output


def test_a_token_is_printed_once_listed_and_revoked(store_url: str) -> None:
    add("limei")
    made = run("token", "add", "limei", "--name", "nightly sync", "--days", "7")
    token = made.stdout.strip()
    bearer = token_bearer(token)
    running = office(store_url)
    assert running.authority.account(bearer).login == "limei"

    listed = run("token", "list", "limei").output
    number, name, *_ = listed.split("\t")
    assert (name, token in listed) == ("nightly sync", False)

    assert "nightly sync is revoked" in run("token", "revoke", "limei", number).output
    with pytest.raises(NotSignedInError):
        running.authority.account(bearer)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "nobody", "--name", "x"), "no such account"),
        (("add", "limei", "--name", "x", "--days", "0"), "1 to 366"),
        (("add", "limei", "--name", ""), "what the token is for"),
        (("revoke", "limei", "abc"), "no such token"),
    ],
)
def test_a_token_that_cannot_be_is_said_in_a_sentence(
    arguments: tuple[str, ...], said: str
) -> None:
    add("limei")
    refused = run("token", *arguments)
    assert refused.exit_code == 1
    assert said in refused.output
