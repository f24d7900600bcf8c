"""`stationmap migrate`: everything from one store to another, with the proof of it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from stationmap.cli.check import SAID_NO
from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.errors import StationMapError
from stationmap.labels import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.store.moving import Held


def migrate(
    *,
    source: Annotated[
        str, typer.Option("--from", help=text("help.migrate.from", LANGUAGE), show_default=False)
    ],
    target: Annotated[
        str, typer.Option("--to", help=text("help.migrate.to", LANGUAGE), show_default=False)
    ],
) -> None:
    """Copy every table of one store to another that holds nothing, and compare both."""
    # Imported here: `--help` and wrong use need no store.
    from stationmap.store.moving import move  # noqa: PLC0415
    from stationmap.store.opening import open_existing, open_store  # noqa: PLC0415

    try:
        with closing(open_existing(source)) as old, closing(open_store(target)) as new:
            held = move(old, new)
            places = (old.connections.place, new.connections.place)
    except StationMapError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SAID_NO) from None
    for line in _proof(held):
        typer.echo(line)
    typer.echo(text("migrate.done", cli_language(), old=places[0], new=places[1]))


def _proof(held: Sequence[Held]) -> list[str]:
    """Return a line for each table: how many rows, and their digest."""
    names = max(len(one.table) for one in held)
    counts = max(len(f"{one.rows:,}") for one in held)
    return [f"{one.table:<{names}}  {one.rows:>{counts},}  {one.digest}" for one in held]
