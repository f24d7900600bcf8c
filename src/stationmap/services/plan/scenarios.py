"""The scenarios that planners keep beside the stations of today."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from stationmap.coverage.scenario import Scenario, planned_stations
from stationmap.errors import ScenarioError
from stationmap.services.authority import now_utc
from stationmap.services.desk import Desk
from stationmap.services.plan.names import required_name, required_note
from stationmap.services.plan.taking_over import take_over
from stationmap.upkeep.locating import located

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from stationmap.services.authority import Authority
    from stationmap.stations.station import Station
    from stationmap.store.protocol import Store
    from stationmap.upkeep.account import Actor
    from stationmap.upkeep.area import Areas

MOST_SCENARIOS = 500
"""Of all planners together; a list that nobody can read is of no use."""

MOST_STATIONS = 2_000
"""That one scenario may name: it is read whole at each question."""


class Scenarios:
    """Reads and keeps scenarios; threads may share it. Planners and admins write any of them.

    Every write asks the store, within its transaction, who is writing. It may raise, besides what
    its method names,

    Raises
    ------
    NotSignedInError, NotAllowedError
        If the actor may not; nothing was changed.
    """

    def __init__(
        self,
        store: Store,
        authority: Authority,
        areas: Areas,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._store = store
        self._authority = authority
        self._desk = Desk(store, authority, areas, clock)

    def all(self) -> list[Scenario]:
        """Return all, by name."""
        return self._store.plans.scenarios()

    def get(self, scenario_id: str) -> Scenario:
        """Return one.

        Raises
        ------
        ScenarioError
            If there is none, or no longer.
        """
        scenario = self._store.plans.scenario(scenario_id)
        if scenario is None:
            raise ScenarioError("scenario_unknown")
        return scenario

    def create(self, actor: Actor, name: str) -> Scenario:
        """Make a scenario that changes nothing yet.

        Raises
        ------
        PlanError
            If its name cannot be or is taken, or there are too many.
        """
        name, now = required_name(name), self._desk.clock()
        with self._store.transaction():
            account = self._authority.require_planner(actor)
            if len(self.all()) >= MOST_SCENARIOS:
                raise ScenarioError("scenario_too_many", most=MOST_SCENARIOS)
            scenario = Scenario(
                id=secrets.token_hex(8),
                name=name,
                owner=account.login,
                created_at=now,
                changed_at=now,
                version=1,
            )
            self._require_free(scenario)
            self._store.plans.save_scenario(scenario, was=0)
        return scenario

    def save(self, actor: Actor, scenario: Scenario) -> Scenario:
        """Keep what was changed of a scenario, and return it as it is kept.

        Who made it and when stays as it was. What says the same as the store, as a second click
        does, is not kept again.

        Raises
        ------
        ScenarioError
            If somebody else has changed or removed it since, it names too many stations, or its
            note cannot be.
        PlanError
            If its name cannot be or is taken.
        """
        if len(scenario.named) > MOST_STATIONS:
            many = len(scenario.named)
            raise ScenarioError("scenario_too_large", stations=many, most=MOST_STATIONS)
        with self._store.transaction():
            self._authority.require_planner(actor)
            before = self.get(scenario.id)
            kept = replace(
                scenario,
                name=required_name(scenario.name),
                note=required_note(scenario.note),
                owner=before.owner,
                created_at=before.created_at,
                changed_at=before.changed_at,
                version=before.version,
            )
            if kept == before:
                return before
            self._require_free(kept)
            version, now = scenario.version, self._desk.clock()
            later = replace(kept, changed_at=now, version=version + 1)
            if not self._store.plans.save_scenario(later, was=version):
                raise ScenarioError("scenario_changed", name=before.name)
        return self.get(scenario.id)

    def remove(self, actor: Actor, scenario_id: str) -> None:
        """Remove a scenario, for all planners.

        Raises
        ------
        ScenarioError
            If there is none.
        """
        with self._store.transaction():
            self._authority.require_planner(actor)
            if not self._store.plans.remove_scenario(scenario_id):
                raise ScenarioError("scenario_unknown")

    def planned_stations(self, scenario: Scenario) -> list[Station]:
        """Return the stations that a scenario adds as planned, with their district and street."""
        areas = self._desk.areas
        return [located(None, station, areas) for station in planned_stations(scenario)]

    def take_over(self, actor: Actor, scenario_id: str) -> int:
        """Write the stations that a scenario adds into the list; return how many were written.

        See `taking_over.take_over`.
        """
        with self._store.transaction():
            return take_over(self._desk, actor, self.get(scenario_id))

    def _require_free(self, scenario: Scenario) -> None:
        others = (one for one in self.all() if one.id != scenario.id)
        if any(one.name == scenario.name for one in others):
            raise ScenarioError("name_taken", name=scenario.name)
