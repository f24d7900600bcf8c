"""What a PostgreSQL database must have before it can be a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from stationmap.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection

OLDEST = 3
"""PostGIS's first number, as far as it was tested."""


def require_postgis(connection: Connection, place: str) -> None:
    """See that the database speaks UTF-8 and has PostGIS; add it where that is allowed.

    Raises
    ------
    StoreError
        If it has not, and cannot be given it; it names the command that gives it.
    """
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise StoreError(place, f"is in {encoding}; make it with: createdb --encoding=UTF8")
    has, offered = connection.execute(
        text("""
            SELECT
                (SELECT extversion FROM pg_extension WHERE extname = 'postgis'),
                (SELECT default_version FROM pg_available_extensions WHERE name = 'postgis')
        """)
    ).one()
    if has is None and offered is None:
        raise StoreError(
            place,
            "the server has no PostGIS; install it, on Debian: apt install postgresql-15-postgis-3",
        )
    if int((has or offered).partition(".")[0]) < OLDEST:
        raise StoreError(place, f"has PostGIS {has or offered}; {OLDEST}.0 or newer is needed")
    if has is None:
        _add(connection, place)


def _add(connection: Connection, place: str) -> None:
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION postgis"))
    except DBAPIError:
        raise StoreError(
            place,
            "has no PostGIS yet, and this user may not add it; let a superuser run in it: "
            "CREATE EXTENSION postgis",
        ) from None
