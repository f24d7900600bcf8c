"""Opens the store that a setting names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stationmap.errors import StoreError

if TYPE_CHECKING:
    from stationmap.store.postgres import PostgresStore
    from stationmap.store.sqlite import SqliteStore

SQLITE = "sqlite:///"
POSTGRESQL = "postgresql://"


def open_existing(url: str) -> PostgresStore | SqliteStore:
    """Return the store of a URL that must be there already.

    Raises
    ------
    StoreError
        As for `open_store`; also if there is no such file.
    """
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).is_file():
        raise StoreError(url, "there is no such file")
    return open_store(url)


def open_store(url: str) -> PostgresStore | SqliteStore:
    """Return the store of a URL, made and brought up to date as needed.

    Parameters
    ----------
    url
        `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/DATABASE`.

    Raises
    ------
    StoreError
        If it cannot be used, or is of a newer program; it names the remedy.
    """
    # Imported here: SQLAlchemy is a quarter of a second, and `--help` needs no store.
    if url.startswith(POSTGRESQL):
        from stationmap.store.postgres import PostgresStore  # noqa: PLC0415

        return PostgresStore(url)
    if not url.startswith(SQLITE) or url == SQLITE:
        scheme = url.partition("://")[0] if "://" in url else url
        raise StoreError(
            scheme,
            f"is no store that this program knows; write {SQLITE}FILE or "
            f"{POSTGRESQL}USER:PASSWORD@HOST/DATABASE",
        )
    from stationmap.store.sqlite import SqliteStore  # noqa: PLC0415 - see above

    return SqliteStore(Path(url.removeprefix(SQLITE)))
