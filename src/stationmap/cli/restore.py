"""`stationmap restore`: a backup in place of everything, also while the pages are served."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import Annotated

import typer

from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.cli.opened_store import file_beside_store, opened_store, stations_in
from stationmap.labels import text


def restore(
    file: Annotated[
        Path,
        typer.Argument(
            help=text("help.restore.file", LANGUAGE),
            show_default=False,
            exists=True,
            dir_okay=False,
        ),
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", help=text("help.restore.yes", LANGUAGE))] = False,
) -> None:
    """Replace the whole store by FILE, after a copy of it was kept."""
    # Imported here: `--help` and wrong use need no store.
    from stationmap.upkeep.account import Operator  # noqa: PLC0415
    from stationmap.upkeep.change import Action, Change  # noqa: PLC0415

    language = cli_language()
    with opened_store() as store:
        before = f"{stations_in(store):,}"
        if not yes:
            question = text("restore.sure", language, stations=before, path=file)
            typer.confirm(question, abort=True)
        kept = _path_for_what_was()
        now = datetime.now(UTC)
        change = Change(action=Action.RESTORED, who=Operator().name, at=now, why=file.name)
        store.restore(file, change, keeping=kept)
        after = f"{stations_in(store):,}"
    typer.echo(text("restore.done", language, before=before, after=after, path=file, kept=kept))


def _path_for_what_was() -> Path:
    """Return a file beside the store that is not there yet."""
    store = file_beside_store()
    now = datetime.now().astimezone()
    return store.with_name(f"{store.stem}-before-restore-{now:%Y%m%d-%H%M%S-%f}{store.suffix}")
