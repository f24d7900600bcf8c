"""Two versions of a station made from the same third: what both changed into one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stationmap.upkeep.fields import fields_of, in_order, station_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stationmap.stations.station import Station
    from stationmap.upkeep.change import Kept

TOGETHER: Mapping[str, str] = {
    "source_datum": "position",
    "source_position": "position",
    "position_precision_m": "position",
    "suspended_from": "status",
    "suspended_until": "status",
}
"""Fields that mean something only together with another: they are taken from one side, all."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What both sides changed, in one station.

    Attributes
    ----------
    station
        Where the sides disagree it is as theirs.
    conflicts
        The fields that both changed, each to something else; `position` and `status` stand for
        all that belongs to them (`TOGETHER`).
    """

    station: Station
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A change that was made from a version which is no longer the newest.

    Attributes
    ----------
    base
        The version that the change was made from.
    theirs
        What the store has now; it may be removed.
    mine
        The station as the change would have it.
    proposal
        Theirs, with every change of mine in fields that they did not change.
    fields
        What both changed, each to something else: the proposal has theirs.
    """

    base: Station
    theirs: Kept
    mine: Station
    proposal: Station
    fields: tuple[str, ...]

    def settled(self, mine: Iterable[str]) -> Station:
        """Return the proposal with these fields as in mine."""
        return with_fields(self.proposal, self.mine, mine)


def three_way(base: Station, mine: Station, theirs: Station) -> Merged:
    """Merge two versions of a station that were made from the same base.

    A field that one side changed is as that side has it. One that both changed to the same is
    no conflict. Facilities, their expiry and unknown properties are fields of their own each.
    """
    olds, ours, others = (_units(station) for station in (base, mine, theirs))
    merged: dict[str, Any] = {}
    conflicts = []
    for name in olds.keys() | ours.keys() | others.keys():
        old, our, other = (side.get(name, {}) for side in (olds, ours, others))
        if our != old and other not in (old, our):
            conflicts.append(name)
        merged |= our if other == old else other
    return Merged(station_of(theirs.id, merged), tuple(in_order(conflicts)))


def with_fields(station: Station, source: Station, fields: Iterable[str]) -> Station:
    """Return a station with these fields, and what belongs to them, as in another one."""
    units, taken = _units(station), _units(source)
    units |= {name: taken.get(name, {}) for name in fields}
    return station_of(station.id, _joined(units))


def propose_merge(gone: Station, kept: Station) -> Station:
    """Propose what one station of two is to be: the kept one, with what only the other knows.

    Where it is and whether it is in use are always as the kept one says; both give their
    honours. The id of the one that goes is among its related ids.
    """
    merged = station_of(kept.id, _joined(_units(gone) | _units(kept)))
    related = dict.fromkeys((*kept.related_ids, gone.id, *gone.related_ids))
    return merged.model_copy(
        update={
            "honours": tuple(dict.fromkeys((*kept.honours, *gone.honours))),
            "related_ids": tuple(one for one in related if one != kept.id),
        }
    )


def _joined(units: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {field: value for unit in units.values() for field, value in unit.items()}


def _units(station: Station) -> dict[str, dict[str, Any]]:
    """Return the fields of a station, those that mean something only together in one unit."""
    units: dict[str, dict[str, Any]] = {}
    for field, value in fields_of(station).items():
        units.setdefault(TOGETHER.get(field, field), {})[field] = value
    return units
