"""What every change to stations goes through: who may, what is sound, and the record of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.errors import (
    Fault,
    InvalidStationError,
    StationRemovedError,
    VersionConflictError,
)
from stationmap.stations.calendar import in_beijing
from stationmap.stations.place import shown
from stationmap.stations.station import MAX_TEXT
from stationmap.stations.unstorable import unstorable
from stationmap.upkeep.change import Change, Kept
from stationmap.upkeep.soundness import faults_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from stationmap.services.authority import Authority
    from stationmap.stations.station import Station
    from stationmap.store.protocol import Store
    from stationmap.upkeep.account import Account
    from stationmap.upkeep.area import Areas
    from stationmap.upkeep.change import Action


@dataclass(frozen=True, slots=True)
class Desk:
    """Where changes are made; call its methods within a transaction of its store."""

    store: Store
    authority: Authority
    areas: Areas
    clock: Callable[[], datetime]

    def today(self) -> date:
        """Return the day that it is in Beijing."""
        return in_beijing(self.clock()).date()

    def change(
        self, account: Account, action: Action, why: str, batch: str | None = None
    ) -> Change:
        """Return the record of what an account does now.

        Raises
        ------
        InvalidStationError
            If the reason is too long, or nothing that can be stored.
        """
        if len(why) > MAX_TEXT:
            fault = Fault(code="text_too_long", field="why", value=shown(why))
            raise InvalidStationError("", [fault])
        if unstorable(why) is not None:
            raise InvalidStationError("", [Fault(code="bad_text", field="why", value=shown(why))])
        who, at = account.login, self.clock()
        return Change(action=action, who=who, at=at, why=why.strip(), batch=batch)

    def in_list(self, station_id: str) -> Kept:
        """Return a station that is in the list.

        Raises
        ------
        StationNotFoundError
            If there never was one.
        StationRemovedError
            If it is no longer in the list.
        """
        kept = self.store.get(station_id)
        if kept.removed:
            raise StationRemovedError(station_id, kept.successor)
        return kept

    def sound(self, before: Station | None, after: Station) -> Station:
        """Return the station if the change brings in no fault.

        Raises
        ------
        InvalidStationError
            If it does; it names every one.
        """
        faults = faults_of(before, after, today=self.today())
        if faults:
            raise InvalidStationError(after.id, faults)
        return after

    def next_batch(self, action: Action) -> str:
        """Return what the changes that are about to be made together have in common."""
        return f"{action}-{self.store.revision() + 1}"


def expect(kept: Kept, version: int) -> None:
    """Hold a station to the version that a change was made from.

    Raises
    ------
    VersionConflictError
        If it has another.
    """
    if kept.version != version:
        raise VersionConflictError(kept.station.id, version, kept.version)
