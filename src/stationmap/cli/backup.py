"""`stationmap backup`: a whole copy of the store, also while the pages are served."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import Annotated

import typer

from stationmap.cli.check import SAID_NO
from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.cli.opened_store import opened_store, stations_in
from stationmap.labels import text


def backup(
    file: Annotated[
        Path,
        typer.Argument(help=text("help.backup.file", LANGUAGE), show_default=False, dir_okay=False),
    ],
    *,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help=text("help.backup.overwrite", LANGUAGE))
    ] = False,
) -> None:
    """Write stations, revisions, accounts and reports to FILE."""
    if file.exists() and not overwrite:
        typer.echo(text("backup.exists", cli_language(), path=file), err=True)
        raise typer.Exit(SAID_NO)
    with opened_store() as store:
        store.backup(file)
        count = f"{stations_in(store):,}"
    typer.echo(text("backup.written", cli_language(), path=file, stations=count))
