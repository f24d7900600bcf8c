"""The stations of a scenario go into the list as planned, in one batch like an import's."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from stationmap.coverage.scenario import planned_stations
from stationmap.errors import InvalidStationError, ScenarioError
from stationmap.services.import_writing import Writing
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.change import Action
from stationmap.upkeep.import_plan import PlannedRow
from stationmap.upkeep.locating import located

if TYPE_CHECKING:
    from stationmap.coverage.scenario import Scenario
    from stationmap.services.desk import Desk
    from stationmap.stations.station import Station
    from stationmap.upkeep.account import Account, Actor
    from stationmap.upkeep.change import Kept

NAMES_SHOWN, MORE = 5, "…"
"""Of stations that cannot be taken over."""


def take_over(desk: Desk, actor: Actor, scenario: Scenario) -> int:
    """Write every station that a scenario adds, or none; return how many were written.

    Those that were taken over before stay as staff have made them. Those whose batch was rolled
    back are written again. District and street become those of the position. The batch is among
    the imports, where it can be rolled back.

    Raises
    ------
    NotSignedInError, NotAllowedError
        If the actor changes no stations.
    ScenarioError
        If a station lies outside the actor's area, or must not be saved as it is; it names them.
    """
    with desk.store.transaction():
        account = desk.authority.require_editor(actor)
        writing = Writing(_rows(desk, scenario), ())
        _refuse_outside(desk, account, writing)
        desk.authority.require_editor(actor, *writing.touched())
        for row in writing.rows:
            _refuse_unsound(desk, row.after)
        change = desk.change(account, Action.IMPORTED, scenario.source, batch=uuid4().hex)
        writing.write(desk.store, change, lambda _done, _total: None)
    return len(writing)


def _rows(desk: Desk, scenario: Scenario) -> tuple[PlannedRow, ...]:
    """Return what is to be written: what the list does not have, or does not have any longer."""
    stations = planned_stations(scenario)
    query = StationQuery(ids=frozenset(one.id for one in stations), with_removed=True)
    known = {kept.station.id: kept for kept in desk.store.find(query)}
    return tuple(
        PlannedRow(
            number=number,
            before=known.get(station.id),
            after=located(None, station, desk.areas),
        )
        for number, station in enumerate(stations, start=1)
        if _is_wanted(known.get(station.id))
    )


def _is_wanted(kept: Kept | None) -> bool:
    """Say whether the list has neither the station nor one into which it was merged."""
    return kept is None or (kept.removed and kept.successor is None)


def _refuse_outside(desk: Desk, account: Account, writing: Writing) -> None:
    touched = {station.id: station for station in writing.touched()}
    codes = desk.areas.codes_of(list(touched.values()))
    outside = [
        station.name
        for station, code in zip(touched.values(), codes, strict=True)
        if not desk.areas.within(account.area, code)
    ]
    if outside:
        more = [MORE] if len(outside) > NAMES_SHOWN else []
        raise ScenarioError("scenario_outside", stations=", ".join(outside[:NAMES_SHOWN] + more))


def _refuse_unsound(desk: Desk, station: Station) -> None:
    try:
        desk.sound(None, station)
    except InvalidStationError as error:
        raise ScenarioError("scenario_unsound", station=station.name) from error
