"""Brings a store to the tables of today, wholly or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from stationmap.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection

NEWEST = "0003"
"""The last step there is; a test holds it to the steps themselves."""

SCRIPTS = "stationmap:store/migrations"
TRIGGERS = {
    "sqlite": frozenset({"stations_inserted", "stations_moved", "stations_deleted"}),
    "postgresql": frozenset({"revisions_told"}),
}
_TRIGGERS_THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass('revisions')",
}
_OF_POSTGIS = frozenset(
    {"spatial_ref_sys", "geometry_columns", "geography_columns", "raster_columns"}
    | {"raster_overviews"}
)


def step_of(connection: Connection) -> str | None:
    """Return the last step that a store has taken; None if it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    step: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return step


def is_of_today(connection: Connection, place: str) -> bool:
    """Say whether no step is missing.

    Raises
    ------
    StoreError
        As for `migrate`.
    """
    step = step_of(connection)
    if step is None and _holds_other_tables(connection):
        raise StoreError(place, "holds other tables than a store's; name another file or database")
    if step is not None and step > NEWEST:
        raise StoreError(place, "was written by a newer stationmap; update this one")
    if step != NEWEST:
        return False
    assert_triggers(connection, place)
    return True


def migrate(connection: Connection, place: str) -> None:
    """Take the steps that are missing, in the connection's transaction.

    Raises
    ------
    StoreError
        If the store is not one of ours, or of a newer program, or a trigger is missing afterwards.
    """
    if not is_of_today(connection, place):
        _upgrade(connection)
        assert_triggers(connection, place)


def assert_triggers(connection: Connection, place: str) -> None:
    """Refuse a store without the triggers that keep its R*Tree, or tell of its revisions.

    Alembic's batch mode drops triggers silently, so a step that forgets them must not be kept.

    Raises
    ------
    StoreError
        If any is missing.
    """
    dialect = connection.dialect.name
    found = connection.execute(text(_TRIGGERS_THERE[dialect]))
    missing = TRIGGERS[dialect] - set(found.scalars())
    if missing:
        names = ", ".join(sorted(missing))
        raise StoreError(place, f"lacks the triggers {names}; restore a backup")


def _holds_other_tables(connection: Connection) -> bool:
    there = inspect(connection)
    return bool({*there.get_table_names(), *there.get_view_names()} - _OF_POSTGIS)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - half a second, and only new stores need it
    from alembic.config import Config  # noqa: PLC0415 - the same

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
