"""Opens the store that a setting names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stationmap.errors import StoreError

if TYPE_CHECKING:
    from stationmap.store.protocol import Store

SQLITE = "sqlite:///"


def open_store(url: str) -> Store:
    """Return the store of a URL, made and brought up to date as needed.

    Parameters
    ----------
    url
        `sqlite:///FILE`.

    Raises
    ------
    StoreError
        If it cannot be used, or is of a newer program; it names the remedy.
    """
    if not url.startswith(SQLITE) or url == SQLITE:
        raise StoreError(url, f"is no store that this program knows; write {SQLITE}FILE")
    # Imported here: SQLAlchemy is a quarter of a second, and `--help` needs no store.
    from stationmap.store.sqlite import SqliteStore  # noqa: PLC0415

    return SqliteStore(Path(url.removeprefix(SQLITE)))
