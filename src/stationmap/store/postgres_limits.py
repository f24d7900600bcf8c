"""Counts how often something happens, for all processes of an installation together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from stationmap.store.documents import require_storable
from stationmap.store.postgres_engine import told_of
from stationmap.store.rows import micros

if TYPE_CHECKING:
    from datetime import datetime

    from stationmap.store.postgres_connections import PostgresConnections

TAKE = text("SELECT limit_take(:key, :most, :window, :now)")
TURN = text("SELECT limit_turn(:name, :every)")


class PostgresLimits:
    """Satisfies `protocol.LimitStore`; functions in the database do each step at once."""

    def __init__(self, connections: PostgresConnections) -> None:
        self._place = connections.place
        self._engine = connections.engine.execution_options(isolation_level="AUTOCOMMIT")

    def take(self, key: str, *, most: int, window_s: float, at: datetime) -> float:
        """Count one more if there is room."""
        require_storable(key)
        facts = {"key": key, "most": most, "window": round(window_s * 1e6), "now": micros(at)}
        with told_of(self._place), self._engine.connect() as connection:
            wait: int = connection.execute(TAKE, facts).scalar_one()
        return wait / 1e6

    def turn(self, name: str, *, every_s: float) -> float:
        """Reserve the next free place."""
        require_storable(name)
        facts = {"name": name, "every": round(every_s * 1e6)}
        with told_of(self._place), self._engine.connect() as connection:
            wait: int = connection.execute(TURN, facts).scalar_one()
        return wait / 1e6
