"""A scenario: what would change about the stations of today, beside which it stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from stationmap.errors import InvalidHoursError, ScenarioError
from stationmap.stations.codes import Status
from stationmap.stations.hours import validate_hours
from stationmap.stations.station import Station
from stationmap.upkeep import turns
from stationmap.upkeep.new_ids import TO_BE_GIVEN, new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from stationmap.geo.position import Position

    Hours = tuple[str | None, str | None]

ID_LENGTH = 8
"""Longer than staff's ids: drawn unseen, one in three million is among 200,000 stations already."""

_AS_PLANNED = {"status": Status.PLANNED, "suspended_from": None, "suspended_until": None}
_AS_OPEN = {**_AS_PLANNED, "status": Status.OPEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Changes with a name. It never changes itself; each edit returns another one.

    A station is added, or closed, or it is moved or has other hours, or both of these.

    Attributes
    ----------
    owner
        The login of who made it.
    version
        Of the last save; 0 before the first.
    added
        Stations that the list need not have, with status planned, in the order they were added.
    closed
        Ids of stations that would be there no longer, in order.
    moved
        Where stations would be, by id.
    hours
        The opening hours and the hours of self-entry that stations would have, by id; None means
        that they are unknown.
    """

    id: str
    name: str
    owner: str
    created_at: datetime
    changed_at: datetime
    version: int = 0
    added: tuple[Station, ...] = ()
    closed: tuple[str, ...] = ()
    moved: Mapping[str, Position] = field(default_factory=dict)
    hours: Mapping[str, Hours] = field(default_factory=dict)
    note: str = ""

    @property
    def named(self) -> frozenset[str]:
        """The ids of all stations that it says anything of."""
        added = (station.id for station in self.added)
        return frozenset({*added, *self.closed, *self.moved, *self.hours})

    @property
    def source(self) -> str:
        """What stands as the source of the stations that it adds."""
        return f"scenario {self.name}"


def with_added(scenario: Scenario, *stations: Station) -> Scenario:
    """Add stations as planned; one whose id is `new_ids.TO_BE_GIVEN` gets one of its own."""
    added = {station.id: station for station in scenario.added}
    taken = set(scenario.named)
    for station in stations:
        is_given = station.id != TO_BE_GIVEN
        one = station.id if is_given else new_id(taken.__contains__, length=ID_LENGTH)
        taken.add(one)
        added[one] = _set(station, _AS_PLANNED | {"id": one})
    return replace(without(scenario, *added), added=tuple(added.values()))


def with_closed(scenario: Scenario, *station_ids: str) -> Scenario:
    """Close stations; what else is said of them is forgotten, and one that was added is gone."""
    closed = {*scenario.closed, *station_ids} - {station.id for station in scenario.added}
    return replace(without(scenario, *station_ids), closed=tuple(sorted(closed)))


def with_moved(scenario: Scenario, station_id: str, position: Position) -> Scenario:
    """Put a station elsewhere; one that was closed is there again."""
    moved = {**scenario.moved, station_id: position}
    added = _added_so(scenario, station_id, _moving(position))
    return added or replace(scenario, closed=_opened(scenario, station_id), moved=moved)


def with_hours(
    scenario: Scenario,
    station_id: str,
    opening_hours: str | None,
    self_entry_hours: str | None = None,
) -> Scenario:
    """Give a station other hours, None or blank if unknown; one that was closed is there again.

    Raises
    ------
    ScenarioError
        If either is not in OpenStreetMap's syntax.
    """
    hours = _hours(opening_hours), _hours(self_entry_hours)
    added = _added_so(scenario, station_id, _with_hours(hours))
    changed = {**scenario.hours, station_id: hours}
    return added or replace(scenario, closed=_opened(scenario, station_id), hours=changed)


def without(scenario: Scenario, *station_ids: str) -> Scenario:
    """Take back everything that the scenario says of these stations."""
    gone = frozenset(station_ids)
    return replace(
        scenario,
        added=tuple(one for one in scenario.added if one.id not in gone),
        closed=tuple(one for one in scenario.closed if one not in gone),
        moved={one: position for one, position in scenario.moved.items() if one not in gone},
        hours={one: hours for one, hours in scenario.hours.items() if one not in gone},
    )


def applied(scenario: Scenario, stations: Sequence[Station]) -> list[Station]:
    """Return the stations as the scenario has them: those of today first, then those it adds.

    What it adds counts as open: one that staff have taken over, until it is planned no longer.
    Ids of stations that have left the list are passed over; `missing` names them.
    """
    closed = frozenset(scenario.closed)
    own = {station.id: _set(station, _AS_OPEN) for station in scenario.added}
    listed = [_changed(scenario, station, own) for station in stations if station.id not in closed]
    there = {station.id for station in listed}
    return listed + [station for station in own.values() if station.id not in there]


def missing(scenario: Scenario, stations: Iterable[Station]) -> tuple[str, ...]:
    """Return the ids, in order, of stations that it would change and that are not in the list."""
    listed = {station.id for station in stations}
    return tuple(sorted({*scenario.closed, *scenario.moved, *scenario.hours} - listed))


def planned_stations(scenario: Scenario) -> list[Station]:
    """Return the stations that it adds, with status planned and the scenario as their source."""
    return [_set(one, _AS_PLANNED | {"source": scenario.source}) for one in scenario.added]


def _added_so(scenario: Scenario, station_id: str, fields: Mapping[str, Any]) -> Scenario | None:
    """Return the scenario with one that it adds changed so; None if it does not add it."""
    added = {station.id: station for station in scenario.added}
    if station_id not in added:
        return None
    added[station_id] = _set(added[station_id], fields)
    return replace(scenario, added=tuple(added.values()))


def _opened(scenario: Scenario, station_id: str) -> tuple[str, ...]:
    return tuple(one for one in scenario.closed if one != station_id)


def _changed(scenario: Scenario, station: Station, own: Mapping[str, Station]) -> Station:
    if station.id in own and station.status is Status.PLANNED:
        return own[station.id]
    fields: dict[str, Any] = {}
    if station.id in scenario.moved:
        fields |= _moving(scenario.moved[station.id])
    if station.id in scenario.hours:
        fields |= _with_hours(scenario.hours[station.id])
    return _set(station, fields) if fields else station


def _moving(position: Position) -> Mapping[str, Any]:
    return turns.moving(position, source_datum=None, source_position=None, precision_m=None).fields


def _with_hours(hours: Hours) -> Mapping[str, Any]:
    return {"opening_hours": hours[0], "self_entry_hours": hours[1]}


def _hours(expression: str | None) -> str | None:
    if expression is None or not expression.strip():
        return None
    try:
        validate_hours(expression)
    except InvalidHoursError as error:
        raise ScenarioError("scenario_hours", hours=expression, reason=error.reason) from None
    return expression.strip()


def _set(station: Station, fields: Mapping[str, Any]) -> Station:
    return Station.model_validate({**dict(station), **fields})
