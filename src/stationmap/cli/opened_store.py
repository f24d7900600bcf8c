"""The store, opened for one command that is about all of it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from stationmap.cli.check import SAID_NO
from stationmap.errors import StationMapError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.store.protocol import Store


@contextmanager
def opened_store() -> Iterator[Store]:
    """Open the store without filling it; say in a sentence what goes wrong, and end."""
    # Imported here: `--help` and wrong use need no store.
    from stationmap.bootstrap import settings_from_environment  # noqa: PLC0415
    from stationmap.store.opening import open_store  # noqa: PLC0415

    try:
        store = open_store(settings_from_environment().store_url)
        try:
            yield store
        finally:
            store.close()
    except StationMapError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SAID_NO) from None


def stations_in(store: Store) -> int:
    """Return how many stations are in the list."""
    from stationmap.store.protocol import StationQuery  # noqa: PLC0415 - see above

    return len(store.find(StationQuery()))


def file_beside_store() -> Path:
    """Return the file of the store that the settings name; of a database, one in this folder."""
    from stationmap.bootstrap import settings_from_environment  # noqa: PLC0415 - see above
    from stationmap.store.opening import SQLITE  # noqa: PLC0415 - the same

    url = settings_from_environment().store_url
    return Path(url.removeprefix(SQLITE) if url.startswith(SQLITE) else "stationmap.sqlite")
