"""`stationmap accounts`: accounts kept from the server's own terminal, also while it serves."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from stationmap.cli.account_desk import opened_office
from stationmap.cli.account_tokens import app as tokens
from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.labels import text
from stationmap.upkeep.account import Account, Operator, Role
from stationmap.upkeep.area import CITY

if TYPE_CHECKING:
    from stationmap.bootstrap import Office

app = typer.Typer(no_args_is_help=True)
app.add_typer(tokens, name="token", help=text("help.tokens.command", LANGUAGE))

Login = Annotated[str, typer.Argument(help=text("help.accounts.login", LANGUAGE))]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help=text("help.accounts.password_stdin", LANGUAGE))
]


@app.command(help=text("help.accounts.add", LANGUAGE))
def add(  # noqa: PLR0913  # each is an option of the command
    login: Login,
    *,
    name: Annotated[str, typer.Option(help=text("help.accounts.name", LANGUAGE))],
    role: Annotated[Role, typer.Option(help=text("help.accounts.role", LANGUAGE))] = Role.STAFF,
    area: Annotated[str, typer.Option(help=text("help.accounts.area", LANGUAGE))] = CITY,
    email: Annotated[str | None, typer.Option(help=text("help.accounts.email", LANGUAGE))] = None,
    password_stdin: PasswordStdin = False,
) -> None:
    """Make an account."""
    with opened_office() as office:
        password = None if email and not password_stdin else _password(stdin=password_stdin)
        with office.store.transaction():
            code = _area_code(office, area)
            account = office.accounts.add(
                Operator(), login=login, name=name, role=role, area=code, email=email
            )
            if password is not None:
                office.accounts.set_password(Operator(), account.login, password)
        typer.echo(_line(account, office))


@app.command("list", help=text("help.accounts.list", LANGUAGE))
def list_all() -> None:
    """List all accounts."""
    with opened_office() as office:
        for account in office.accounts.all(Operator()):
            typer.echo(_line(account, office))


@app.command(help=text("help.accounts.disable", LANGUAGE))
def disable(login: Login) -> None:
    """Disable an account, and end its sessions at once."""
    with opened_office() as office:
        office.accounts.disable(Operator(), login)
        _say("disabled", login=login)


@app.command(help=text("help.accounts.enable", LANGUAGE))
def enable(login: Login) -> None:
    """Let somebody sign in again."""
    with opened_office() as office:
        office.accounts.enable(Operator(), login)
        _say("enabled", login=login)


@app.command(help=text("help.accounts.passwd", LANGUAGE))
def passwd(login: Login, *, password_stdin: PasswordStdin = False) -> None:
    """Set a password, and end the account's sessions at once."""
    with opened_office() as office:
        office.accounts.set_password(Operator(), login, _password(stdin=password_stdin))
        _say("password_set", login=login)


@app.command("end-sessions", help=text("help.accounts.end_sessions", LANGUAGE))
def end_sessions(login: Login) -> None:
    """Sign somebody out everywhere."""
    with opened_office() as office:
        ended = office.accounts.end_sessions(Operator(), login)
        _say("sessions_ended", login=login, number=ended)


def _password(*, stdin: bool) -> str:
    """Read a password: one line of the input, or typed twice and not shown; never an argument."""
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    prompted: str = typer.prompt(
        text("accounts_cli.password", cli_language()),
        hide_input=True,
        confirmation_prompt=text("accounts_cli.again", cli_language()),
    )
    return prompted


def _area_code(office: Office, area: str) -> str:
    """Let a district be given by its name, too."""
    district = office.districts.named(area)
    return area if district is None else district.adcode


def _line(account: Account, office: Office) -> str:
    language = cli_language()
    parts = [
        account.login,
        account.name,
        text(f"role.{account.role}", language),
        office.areas.name(account.area, language),
    ]
    if account.disabled:
        parts.append(text("accounts_cli.is_disabled", language))
    return "\t".join(parts)


def _say(what: str, **facts: object) -> None:
    typer.echo(text(f"accounts_cli.{what}", cli_language(), **facts))
