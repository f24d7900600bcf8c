"""`stationmap accounts token`: tokens for programs, kept from the server's own terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from stationmap.cli.account_desk import opened_office
from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.labels import text
from stationmap.upkeep.account import Operator

app = typer.Typer(no_args_is_help=True)

NUMBER_DIGITS = 12
"""Of a token's digest: enough to tell one of twenty from the others, and no way to the token."""

Login = Annotated[str, typer.Argument(help=text("help.accounts.login", LANGUAGE))]


@app.command(help=text("help.tokens.add", LANGUAGE))
def add(
    login: Login,
    *,
    name: Annotated[str, typer.Option(help=text("help.tokens.name", LANGUAGE))],
    days: Annotated[int, typer.Option(help=text("help.tokens.days", LANGUAGE))] = 90,
) -> None:
    """Make a token, and print it."""
    with opened_office() as office:
        token, made = office.api_tokens.make(Operator(), name, days=days, login=login)
        day = f"{made.expires_at:%Y-%m-%d}"
        typer.echo(text("tokens_cli.made", cli_language(), day=day), err=True)
        typer.echo(token)


@app.command("list", help=text("help.tokens.list", LANGUAGE))
def list_all(login: Login) -> None:
    """List the tokens of an account."""
    with opened_office() as office:
        for one in office.api_tokens.of(Operator(), login):
            days = f"{one.created_at:%Y-%m-%d}\t{one.expires_at:%Y-%m-%d}"
            typer.echo(f"{one.digest[:NUMBER_DIGITS]}\t{one.name}\t{days}")


@app.command(help=text("help.tokens.revoke", LANGUAGE))
def revoke(
    login: Login,
    number: Annotated[str, typer.Argument(help=text("help.tokens.number", LANGUAGE))],
) -> None:
    """Revoke a token."""
    with opened_office() as office:
        gone = office.api_tokens.revoke(Operator(), number, login=login)
        typer.echo(text("tokens_cli.revoked", cli_language(), name=gone.name))
