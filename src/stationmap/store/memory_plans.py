"""What planners keep, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.store.plan_rows import scenario_of, scenario_row, upload_of, upload_row

if TYPE_CHECKING:
    from stationmap.coverage.scenario import Scenario
    from stationmap.store.memory_state import Memory
    from stationmap.store.plan_protocol import Upload


class MemoryPlans:
    """Satisfies `plan_protocol.PlanStore`."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def save_scenario(self, scenario: Scenario, *, was: int) -> bool:
        """Keep a scenario, as a file would give it back, if nobody else has changed it."""
        kept = scenario_of(scenario_row(scenario))
        with self._memory.lock:
            content = self._memory.content
            current = content.scenarios.get(scenario.id)
            is_as_it_was = current is None if was == 0 else current and current.version == was
            if not is_as_it_was or scenario.id in content.removed_scenarios:
                return False
            content.scenarios[scenario.id] = kept
            return True

    def scenario(self, scenario_id: str) -> Scenario | None:
        """Return one scenario."""
        with self._memory.lock:
            return self._memory.content.scenarios.get(scenario_id)

    def scenarios(self) -> list[Scenario]:
        """Return all, by name."""
        with self._memory.lock:
            found = list(self._memory.content.scenarios.values())
        return sorted(found, key=lambda scenario: (scenario.name, scenario.id))

    def remove_scenario(self, scenario_id: str) -> bool:
        """Remove a scenario; its id stays known."""
        with self._memory.lock:
            content = self._memory.content
            if content.scenarios.pop(scenario_id, None) is None:
                return False
            content.removed_scenarios.add(scenario_id)
            return True

    def keep_upload(self, upload: Upload, body: bytes) -> bool:
        """Keep an upload if its id is free."""
        kept = upload_of(upload_row(upload))
        with self._memory.lock:
            uploads = self._memory.content.uploads
            if upload.id in uploads:
                return False
            uploads[upload.id] = kept, bytes(body)
            return True

    def upload(self, upload_id: str) -> Upload | None:
        """Return one without its body."""
        with self._memory.lock:
            found = self._memory.content.uploads.get(upload_id)
        return None if found is None else found[0]

    def uploads(self) -> list[Upload]:
        """Return all without their bodies, the oldest first."""
        with self._memory.lock:
            found = [upload for upload, _ in self._memory.content.uploads.values()]
        return sorted(found, key=lambda upload: (upload.created_at, upload.id))

    def upload_body(self, upload_id: str) -> bytes | None:
        """Return the body of one."""
        with self._memory.lock:
            found = self._memory.content.uploads.get(upload_id)
        return None if found is None else found[1]

    def remove_upload(self, upload_id: str) -> bool:
        """Remove an upload."""
        with self._memory.lock:
            return self._memory.content.uploads.pop(upload_id, None) is not None
