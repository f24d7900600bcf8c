"""Brings a store to the tables of today, wholly or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from stationmap.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection

NEWEST = "0003"
"""The last step there is; a test holds it to the steps themselves."""

SCRIPTS = "stationmap:store/migrations"
TRIGGERS = frozenset({"stations_inserted", "stations_moved", "stations_deleted"})


def step_of(connection: Connection) -> str | None:
    """Return the last step that a store has taken; None if it is empty."""
    exists = connection.execute(
        text("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'")
    ).first()
    if exists is None:
        return None
    step: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return step


def migrate(connection: Connection, place: str) -> None:
    """Take the steps that are missing, in the connection's transaction.

    Raises
    ------
    StoreError
        If the store is not one of ours, or of a newer program, or a trigger is missing afterwards.
    """
    step = step_of(connection)
    if step is None and connection.execute(text("SELECT 1 FROM sqlite_master")).first():
        raise StoreError(place, "holds other tables than a store's; name another file")
    if step is not None and step > NEWEST:
        raise StoreError(place, "was written by a newer stationmap; update this one")
    if step != NEWEST:
        _upgrade(connection)
    assert_triggers(connection, place)


def assert_triggers(connection: Connection, place: str) -> None:
    """Refuse a store without the triggers that keep its R*Tree.

    Alembic's batch mode drops triggers silently, so a step that forgets them must not be kept.

    Raises
    ------
    StoreError
        If any is missing.
    """
    found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    missing = TRIGGERS - set(found.scalars())
    if missing:
        names = ", ".join(sorted(missing))
        raise StoreError(place, f"lacks the triggers {names}; restore a backup")


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - half a second, and only new stores need it
    from alembic.config import Config  # noqa: PLC0415 - the same

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
