"""The store, opened for one command about accounts."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from stationmap.cli.check import SAID_NO
from stationmap.cli.language import cli_language
from stationmap.errors import AccountError, StationMapError
from stationmap.labels import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.bootstrap import Office


@contextmanager
def opened_office() -> Iterator[Office]:
    """Open the store for one command, and say in a sentence what it refuses."""
    from stationmap.bootstrap import open_office  # noqa: PLC0415 - help needs no store

    try:
        office = open_office()
        try:
            yield office
        finally:
            office.store.close()
    except AccountError as error:
        typer.echo(text(f"account_fault.{error.reason}", cli_language()), err=True)
        raise typer.Exit(SAID_NO) from None
    except StationMapError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SAID_NO) from None
