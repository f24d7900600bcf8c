"""What staff look at before they change a station: where an id leads, what is near, a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.errors import RevisionNotFoundError
from stationmap.geo.disc import boxes_around
from stationmap.geo.geodesic import distances_and_bearings
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.merging import Conflict, three_way

if TYPE_CHECKING:
    from stationmap.geo.position import Position
    from stationmap.stations.station import Station
    from stationmap.store.protocol import StationStore
    from stationmap.upkeep.change import Kept, Revision

NEAR_M = 100.0
"""How far around a place one looks for what is there already."""


class LookAtStations:
    """Reads stations as the store has them; threads may share it."""

    def __init__(self, store: StationStore) -> None:
        self._store = store

    def get(self, station_id: str) -> Kept:
        """Return a station, also one that was removed.

        Raises
        ------
        StationNotFoundError
            If there never was one.
        """
        return self._store.get(station_id)

    def resolve(self, station_id: str) -> Kept:
        """Return a station, or what it was merged into in the end; it may be removed too.

        Raises
        ------
        StationNotFoundError
            If there never was one.
        """
        return resolve(self._store, station_id)

    def history(self, station_id: str) -> list[Revision]:
        """Return what was changed of a station, the newest first."""
        return self._store.history(station_id=station_id)

    def near(self, position: Position, radius_m: float = NEAR_M) -> list[tuple[Kept, float]]:
        """Return the stations in the list at most so far away, the nearest first.

        Each comes with its geodesic distance in metres; one exactly so far away is among them.
        """
        found = [
            kept
            for box in boxes_around(position, radius_m)
            for kept in self._store.find(StationQuery(bounds=box))
        ]
        lons = [kept.station.position.lon for kept in found]
        lats = [kept.station.position.lat for kept in found]
        distances_m, _ = distances_and_bearings(position, lons, lats)
        pairs = zip(found, distances_m.tolist(), strict=True)
        within = [(kept, distance_m) for kept, distance_m in pairs if distance_m <= radius_m]
        return sorted(within, key=lambda pair: (pair[1], pair[0].station.id))

    def conflict(self, mine: Station, version: int) -> Conflict:
        """Hold a change against what the store has now.

        Parameters
        ----------
        version
            The version that the change was made from.

        Raises
        ------
        StationNotFoundError, RevisionNotFoundError
            If the station never had that version.
        """
        theirs = self._store.get(mine.id)
        base = self._version(mine.id, version)
        merged = three_way(base, mine, theirs.station)
        return Conflict(
            base=base, theirs=theirs, mine=mine, proposal=merged.station, fields=merged.conflicts
        )

    def _version(self, station_id: str, version: int) -> Station:
        for revision in self._store.history(station_id=station_id):
            if revision.version == version and revision.after is not None:
                return revision.after
        raise RevisionNotFoundError(f"{station_id} version {version}")


def resolve(store: StationStore, station_id: str) -> Kept:
    """Follow the successors of a station; where they lead in a circle, stop at the last."""
    kept = store.get(station_id)
    seen = {station_id}
    while kept.successor is not None and kept.successor not in seen:
        seen.add(kept.successor)
        kept = store.get(kept.successor)
    return kept
