"""The stations as they are now: the store's newest revision, ready to be asked."""

from __future__ import annotations

from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from stationmap.errors import StationNotFoundError
from stationmap.nearest.index import StationIndex
from stationmap.services.find import FindStations
from stationmap.services.search import SearchPlaces
from stationmap.store.protocol import StationQuery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationmap.geocoding.gazetteer import Gazetteer
    from stationmap.services.search import AsksOnline
    from stationmap.settings import Settings
    from stationmap.stations.districts import Districts
    from stationmap.stations.station import Station
    from stationmap.store.protocol import StationStore


class LiveStations:
    """Follows the store; threads may share it."""

    def __init__(
        self,
        store: StationStore,
        settings: Settings,
        *,
        districts: Districts,
        gazetteer: Gazetteer,
        geocoder: AsksOnline | None = None,
    ) -> None:
        self._store = store
        self.settings = settings
        self.districts = districts
        self.gazetteer = gazetteer
        self.geocoder = geocoder
        self._lock = Lock()
        self._snapshot: Snapshot | None = None

    def current(self) -> Snapshot:
        """Return the stations of the store's newest revision."""
        with self._lock:
            revision = self._store.revision()
            if self._snapshot is None or self._snapshot.revision != revision:
                kept = self._store.find(StationQuery())
                self._snapshot = Snapshot(
                    self, revision, {one.station.id: one.station for one in kept}
                )
            return self._snapshot


class Snapshot:
    """The stations of one revision; it never changes."""

    def __init__(self, live: LiveStations, revision: int, by_id: Mapping[str, Station]) -> None:
        self._live = live
        self.revision = revision
        self.by_id = by_id
        self.settings = live.settings
        self.districts = live.districts
        self.stations = tuple(by_id.values())
        self.index = StationIndex(self.stations)
        self.find = FindStations(self.index, stale_after_days=self.settings.stale_after_days)

    @cached_property
    def search(self) -> SearchPlaces:
        """The search for stations, districts, places and addresses by name."""
        live = self._live
        return SearchPlaces(self.stations, self.districts, live.gazetteer, live.geocoder)

    def station(self, station_id: str) -> Station:
        """Return the station with this id.

        Raises
        ------
        StationNotFoundError
            If there is none.
        """
        try:
            return self.by_id[station_id]
        except KeyError:
            raise StationNotFoundError(station_id) from None
