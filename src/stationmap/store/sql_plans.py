"""What planners keep, in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from stationmap.store.documents import is_storable
from stationmap.store.plan_rows import scenario_of, scenario_row, upload_of, upload_row
from stationmap.store.tables import PLAN_UPLOADS, SCENARIOS

if TYPE_CHECKING:
    from stationmap.coverage.scenario import Scenario
    from stationmap.store.connections import Connections
    from stationmap.store.plan_protocol import Upload

_HEAD = [column for column in PLAN_UPLOADS.c if column.name != "body"]
_LISTED = SCENARIOS.c.removed.is_(False)


class SqlPlans:
    """Satisfies `plan_protocol.PlanStore`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def save_scenario(self, scenario: Scenario, *, was: int) -> bool:
        """Keep a scenario if nobody else has changed it."""
        row = scenario_row(scenario)
        is_as_it_was = (SCENARIOS.c.id == scenario.id) & (SCENARIOS.c.version == was) & _LISTED
        with self._connections.writing() as connection:
            if was:
                changed = update(SCENARIOS).where(is_as_it_was).values(row)
                return connection.execute(changed).rowcount == 1
            known = select(SCENARIOS.c.id).where(SCENARIOS.c.id == scenario.id)
            if connection.execute(known).first() is not None:
                return False
            connection.execute(insert(SCENARIOS).values(row))
            return True

    def scenario(self, scenario_id: str) -> Scenario | None:
        """Return one scenario."""
        if not is_storable(scenario_id):
            return None
        asked = select(SCENARIOS).where((SCENARIOS.c.id == scenario_id) & _LISTED)
        with self._connections.reading() as connection:
            row = connection.execute(asked).mappings().first()
        return None if row is None else scenario_of(row)

    def scenarios(self) -> list[Scenario]:
        """Return all, by name."""
        asked = select(SCENARIOS).where(_LISTED).order_by(SCENARIOS.c.name, SCENARIOS.c.id)
        with self._connections.reading() as connection:
            return [scenario_of(row) for row in connection.execute(asked).mappings()]

    def remove_scenario(self, scenario_id: str) -> bool:
        """Remove a scenario; its id and its version stay known."""
        if not is_storable(scenario_id):
            return False
        is_it = (SCENARIOS.c.id == scenario_id) & _LISTED
        gone = {"removed": True, "document": "", "version": SCENARIOS.c.version + 1}
        with self._connections.writing() as connection:
            return connection.execute(update(SCENARIOS).where(is_it).values(gone)).rowcount == 1

    def keep_upload(self, upload: Upload, body: bytes) -> bool:
        """Keep an upload if its id is free."""
        row = {**upload_row(upload), "body": body}
        with self._connections.writing() as connection:
            known = select(PLAN_UPLOADS.c.id).where(PLAN_UPLOADS.c.id == upload.id)
            if connection.execute(known).first() is not None:
                return False
            connection.execute(insert(PLAN_UPLOADS).values(row))
            return True

    def upload(self, upload_id: str) -> Upload | None:
        """Return one without its body."""
        if not is_storable(upload_id):
            return None
        asked = select(*_HEAD).where(PLAN_UPLOADS.c.id == upload_id)
        with self._connections.reading() as connection:
            row = connection.execute(asked).mappings().first()
        return None if row is None else upload_of(row)

    def uploads(self) -> list[Upload]:
        """Return all without their bodies, the oldest first."""
        asked = select(*_HEAD).order_by(PLAN_UPLOADS.c.created_at, PLAN_UPLOADS.c.id)
        with self._connections.reading() as connection:
            return [upload_of(row) for row in connection.execute(asked).mappings()]

    def upload_body(self, upload_id: str) -> bytes | None:
        """Return the body of one."""
        if not is_storable(upload_id):
            return None
        asked = select(PLAN_UPLOADS.c.body).where(PLAN_UPLOADS.c.id == upload_id)
        with self._connections.reading() as connection:
            body: bytes | None = connection.execute(asked).scalar()
        return body

    def remove_upload(self, upload_id: str) -> bool:
        """Remove an upload."""
        if not is_storable(upload_id):
            return False
        is_it = PLAN_UPLOADS.c.id == upload_id
        with self._connections.writing() as connection:
            return connection.execute(delete(PLAN_UPLOADS).where(is_it)).rowcount == 1
