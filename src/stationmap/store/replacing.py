"""What restoring a backup does to the tables, alike in every database."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from stationmap.errors import StoreError
from stationmap.store.backing_up import copy_whole, require_sound, temporary_file
from stationmap.store.migrating import migrate, step_of
from stationmap.store.rows import micros
from stationmap.store.sqlite_engine import IMMEDIATE, open_engine, told_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from stationmap.upkeep.change import Change

NEWEST = "SELECT coalesce(max(number), 0) FROM {now}revisions"
SHARED = """
    SELECT coalesce(
        min(past.number), (SELECT coalesce(max(number), 0) + 1 FROM {past}revisions)
    ) - 1
    FROM {past}revisions AS past LEFT JOIN {now}revisions AS now USING (number)
    WHERE
        (past.station_id, past.version, past.action, past.who, past.at, past.why, past.document)
        IS DISTINCT FROM
        (now.station_id, now.version, now.action, now.who, now.at, now.why, now.document)
"""


@contextmanager
def copy_of_today(path: Path, beside: Path) -> Iterator[Path]:
    """Lend a copy of a backup with the tables of today; the backup stays as it is.

    Raises
    ------
    StoreError
        If it is no whole backup of a store that this program can read.
    """
    if not path.is_file():
        raise StoreError(str(path), "is no file")
    with temporary_file(beside) as part:
        copy_whole(path, part)
        require_sound(part, str(path))
        _bring_up(part, str(path))
        yield part


def replace_everything(
    ask: Callable[[str, Mapping[str, Any]], Any], change: Change, *, now: str, past: str
) -> None:
    """Put what a backup's tables hold in place of what the store's do, in a transaction.

    Parameters
    ----------
    ask
        Executes a statement with `:name` for facts, and returns what has `fetchone`.
    now, past
        What the names of the store's tables begin with, and those of the backup's.
    """

    def named(sql: str) -> str:
        return sql.replace("{now}", now).replace("{past}", past)

    facts = {
        "newest": ask(named(NEWEST), {}).fetchone()[0],
        "shared": ask(named(SHARED), {}).fetchone()[0],
        "who": change.who,
        "at": micros(change.at),
        "why": change.why,
    }
    script = files("stationmap.store").joinpath("restoring.sql").read_text(encoding="utf-8")
    for statement in named(script).split(";\n"):
        if statement.strip():
            ask(statement, {name: fact for name, fact in facts.items() if f":{name}" in statement})


def _bring_up(copy: Path, place: str) -> None:
    engine = open_engine(copy)
    try:
        with told_of(place), engine.connect() as opened:
            connection = opened.execution_options(**IMMEDIATE)
            with connection.begin():
                if step_of(connection) is None:
                    raise StoreError(place, "is no backup of a store")
                migrate(connection, place)
    finally:
        engine.dispose()
