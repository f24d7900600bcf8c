"""The changes that staff make to stations, one method each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.services.authority import now_utc
from stationmap.services.desk import Desk, expect
from stationmap.services.looking import LookAtStations
from stationmap.services.merge import merge
from stationmap.services.roll_back import roll_back
from stationmap.services.undo import undo
from stationmap.services.verify import verify
from stationmap.store.protocol import StationQuery
from stationmap.upkeep import turns
from stationmap.upkeep.change import Action
from stationmap.upkeep.locating import located
from stationmap.upkeep.new_ids import TO_BE_GIVEN, new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from stationmap.geo.datum import Datum
    from stationmap.geo.position import Position
    from stationmap.services.authority import Authority
    from stationmap.stations.station import Station
    from stationmap.store.protocol import Store
    from stationmap.upkeep.account import Actor
    from stationmap.upkeep.area import Areas
    from stationmap.upkeep.change import Kept
    from stationmap.upkeep.outcome import RolledBack, Verified
    from stationmap.upkeep.turns import Turn


class EditStations(LookAtStations):
    """Reads and changes stations; threads may share it.

    Every change is one transaction: within it the account, its role and its area are looked up,
    the change is checked, and it is saved with a revision. A change that changes nothing leaves
    no revision. Every change may raise, besides what its method names,

    Raises
    ------
    NotSignedInError, NotAllowedError, OutsideAreaError
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
        super().__init__(store)
        self._desk = Desk(store, authority, areas, clock)

    def add(self, actor: Actor, station: Station, why: str = "") -> Kept:
        """Add a station; one whose id is `new_ids.TO_BE_GIVEN` gets one of its own.

        The district, and the street if it is known, become those of the position.

        Raises
        ------
        InvalidStationError
            If it must not be saved as it is.
        VersionConflictError
            If a station has or had its id.
        """
        desk = self._desk
        with self._store.transaction():
            if station.id == TO_BE_GIVEN:
                station = station.model_copy(update={"id": new_id(self._is_known)})
            station = located(None, station, desk.areas)
            account = desk.authority.require_editor(actor, station)
            desk.sound(None, station)
            return self._store.save(station, desk.change(account, Action.ADDED, why), version=0)

    def save(
        self,
        actor: Actor,
        station: Station,
        *,
        version: int,
        action: Action = Action.EDITED,
        why: str = "",
    ) -> Kept:
        """Save a changed station; its id says which. If it moved, so do district and street.

        Raises
        ------
        StationNotFoundError, StationRemovedError
            If it is not in the list.
        VersionConflictError
            If the store has another version than the one that the change was made from.
        InvalidStationError
            If it must not be saved so.
        """
        desk = self._desk
        with self._store.transaction():
            kept = desk.in_list(station.id)
            station = located(kept.station, station, desk.areas)
            account = desk.authority.require_editor(actor, kept.station, station)
            if station == kept.station:
                return kept
            expect(kept, version)
            desk.sound(kept.station, station)
            return self._store.save(station, desk.change(account, action, why), version=version)

    def verify(self, actor: Actor, ids: Iterable[str], why: str = "") -> Verified:
        """Note of many stations that today they are as the list says."""
        return verify(self._desk, actor, ids, why)

    def suspend(  # noqa: PLR0913 - each is a fact of its own, given by name
        self,
        actor: Actor,
        station_id: str,
        *,
        version: int,
        until: date | None,
        since: date | None = None,
        why: str = "",
    ) -> Kept:
        """Suspend a station from a day, today if none is given, to a last day, if it is known."""
        today = self._desk.today()
        turn = turns.suspension(since=since or today, until=until, today=today)
        return self._take(actor, station_id, turn, version, why)

    def reopen(self, actor: Actor, station_id: str, *, version: int, why: str = "") -> Kept:
        """Put into use again what was suspended, closed or only planned."""
        return self._take(actor, station_id, turns.reopening(), version, why)

    def close(self, actor: Actor, station_id: str, *, version: int, why: str = "") -> Kept:
        """Close a station for good; it stays in the list, so that its old links say so."""
        return self._take(actor, station_id, turns.closing(), version, why)

    def move(  # noqa: PLR0913 - each is a fact of its own, given by name
        self,
        actor: Actor,
        station_id: str,
        *,
        version: int,
        position: Position,
        source_datum: Datum | None = None,
        source_position: tuple[float, float] | None = None,
        precision_m: float | None = None,
        why: str = "",
    ) -> Kept:
        """Put a station elsewhere, and keep how its new position came in."""
        turn = turns.moving(
            position,
            source_datum=source_datum,
            source_position=source_position,
            precision_m=precision_m,
        )
        return self._take(actor, station_id, turn, version, why)

    def merge(  # noqa: PLR0913 - each is a fact of its own, given by name
        self,
        actor: Actor,
        gone_id: str,
        *,
        gone_version: int,
        into: Station,
        into_version: int,
        why: str = "",
    ) -> Kept:
        """Make one station of two: `into` is saved, the other one leaves the list for it."""
        return merge(
            self._desk,
            actor,
            (gone_id, gone_version),
            (into, into_version),
            why,
        )

    def remove(self, actor: Actor, station_id: str, *, version: int, why: str = "") -> Kept:
        """Take out of the list what should never have been in it; its id stays known.

        A station that was there and is no more is closed, so that its old links say so.
        """
        desk = self._desk
        with self._store.transaction():
            kept = desk.in_list(station_id)
            account = desk.authority.require_editor(actor, kept.station)
            expect(kept, version)
            change = desk.change(account, Action.REMOVED, why)
            return self._store.remove(station_id, change, version=version)

    def undo(self, actor: Actor, number: int, why: str = "") -> Kept:
        """Take back what one revision did, and what was done together with it."""
        return undo(self._desk, actor, number, why)

    def roll_back(self, actor: Actor, batch: str, why: str = "") -> RolledBack:
        """Take back an import, but for the stations that were changed since."""
        return roll_back(self._desk, actor, batch, why)

    def _take(self, actor: Actor, station_id: str, turn: Turn, version: int, why: str) -> Kept:
        with self._store.transaction():
            changed = turn.of(self._desk.in_list(station_id).station)
            return self.save(actor, changed, version=version, action=turn.action, why=why)

    def _is_known(self, station_id: str) -> bool:
        query = StationQuery(ids=frozenset({station_id}), with_removed=True)
        return bool(self._store.find(query))
