"""Two records of the same place made one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.errors import Fault, InvalidStationError
from stationmap.services.desk import expect
from stationmap.upkeep.change import Action
from stationmap.upkeep.locating import located

if TYPE_CHECKING:
    from stationmap.services.desk import Desk
    from stationmap.stations.station import Station
    from stationmap.upkeep.account import Actor
    from stationmap.upkeep.change import Kept


def merge(
    desk: Desk, actor: Actor, gone: tuple[str, int], into: tuple[Station, int], why: str
) -> Kept:
    """Save one station and take the other out of the list, so that its id leads to the first.

    Both revisions carry the same `batch`, by which undoing one undoes the other.

    Parameters
    ----------
    gone
        The id of the one that leaves the list, and the version that was looked at.
    into
        The one that stays, with what it gets from the other, and the version that was looked at.

    Raises
    ------
    StationNotFoundError, StationRemovedError
        If either is not in the list; so no two stations can lead to one another.
    VersionConflictError
        If either has another version.
    InvalidStationError
        If both are the same, or the one that stays must not be saved so.
    """
    (gone_id, gone_version), (station, version) = gone, into
    if gone_id == station.id:
        fault = Fault(code="merged_into_itself", field="id", value=gone_id, station_id=gone_id)
        raise InvalidStationError(gone_id, [fault])
    with desk.store.transaction():
        leaving, staying = desk.in_list(gone_id), desk.in_list(station.id)
        station = located(staying.station, station, desk.areas)
        account = desk.authority.require_editor(actor, leaving.station, staying.station, station)
        expect(leaving, gone_version)
        expect(staying, version)
        desk.sound(staying.station, station)
        batch = desk.next_batch(Action.MERGED)
        change = desk.change(account, Action.MERGED, why, batch)
        if station != staying.station:
            staying = desk.store.save(station, change, version=version)
        desk.store.remove(gone_id, change, version=gone_version, successor=station.id)
        return staying
