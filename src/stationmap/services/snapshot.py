"""The stations of one revision of the store, ready to be asked; the next is made from the last."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING

from stationmap.nearest.index import StationIndex
from stationmap.nearest.revised import RevisedIndex
from stationmap.services.find import FindStations
from stationmap.stations.districts import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from stationmap.services.search import SearchPlaces
    from stationmap.settings import Settings
    from stationmap.stations.districts import Districts
    from stationmap.stations.station import Station
    from stationmap.upkeep.change import Kept


class Surroundings:
    """What snapshots share: the settings, the districts, and the newest search.

    The districts and the search are made when they are first asked for, since most commands need
    neither. Threads may share all of it.

    Parameters
    ----------
    read_districts, make_search
        What makes them; the search may be among whatever stations.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        read_districts: Callable[[], Districts],
        make_search: Callable[[Districts], SearchPlaces],
    ) -> None:
        self.settings = settings
        self._read_districts = read_districts
        self._make_search = make_search
        self._making = RLock()
        self._search: SearchPlaces | None = None

    @cached_property
    def districts(self) -> Districts:
        """The districts of the city."""
        with self._making:
            return self.__dict__.get("districts") or self._read_districts()

    def search_among(self, by_id: Mapping[str, Station]) -> SearchPlaces:
        """Return the search for these stations, made from the one that was made last.

        They stand in order of id.
        """
        with self._making:
            before = self._search or self._make_search(self.districts)
            self._search = before.with_stations(by_id)
            return self._search


@dataclass(frozen=True, eq=False, kw_only=True)
class Snapshot:
    """All stations that are in the list at one revision. It never changes; threads may share it.

    Attributes
    ----------
    revision
        The number of the newest revision that it holds.
    by_id
        Every station by its id, in order of id.
    base
        An index of the stations at this or an earlier revision, in order of id.
    changed
        What was changed since then, by id: as it is now.
    """

    revision: int
    by_id: Mapping[str, Station]
    base: StationIndex
    changed: Mapping[str, Kept] = field(default_factory=dict)
    around: Surroundings

    @classmethod
    def of(cls, stations: Iterable[Station], *, revision: int, around: Surroundings) -> Snapshot:
        """Make the first one, of all stations that are in the list."""
        by_id = _in_order({station.id: station for station in stations})
        base = StationIndex(by_id.values())
        return cls(revision=revision, by_id=by_id, base=base, around=around)

    def after(self, changes: Iterable[Kept], revision: int) -> Snapshot:
        """Return the next one, for a newer revision and what has changed until then."""
        changed, by_id = dict(self.changed), dict(self.by_id)
        for kept in changes:
            changed[kept.station.id] = kept
            if kept.removed:
                by_id.pop(kept.station.id, None)
            else:
                by_id[kept.station.id] = kept.station
        return Snapshot(
            revision=revision,
            by_id=_in_order(by_id),
            base=self.base,
            changed=changed,
            around=self.around,
        )

    def rebased(self, base: StationIndex, revision: int) -> Snapshot:
        """Return the same on a newer base, which holds the stations at the revision given."""
        changed = {one: kept for one, kept in self.changed.items() if kept.revision > revision}
        return Snapshot(
            revision=self.revision,
            by_id=self.by_id,
            base=base,
            changed=changed,
            around=self.around,
        )

    @property
    def settings(self) -> Settings:
        """The settings of the process."""
        return self.around.settings

    @property
    def districts(self) -> Districts:
        """The districts of the city."""
        return self.around.districts

    @cached_property
    def stations(self) -> tuple[Station, ...]:
        """Every station, in order of id."""
        return tuple(self.by_id.values())

    @cached_property
    def index(self) -> RevisedIndex:
        """The index of the stations."""
        fresh = [kept.station for kept in self.changed.values() if not kept.removed]
        return RevisedIndex(self.base, gone=self.changed.keys(), fresh=fresh)

    @cached_property
    def find(self) -> FindStations:
        """What answers a courier's question."""
        return FindStations(self.index, stale_after_days=self.settings.stale_after_days)

    @cached_property
    def search(self) -> SearchPlaces:
        """The search for stations, districts, places and addresses by name."""
        return self.around.search_among(self.by_id)

    @cached_property
    def district_codes(self) -> dict[str, str]:
        """The code of the district in which each station lies, by the station's id."""
        lons = [station.position.lon for station in self.stations]
        lats = [station.position.lat for station in self.stations]
        places = self.districts.of_many(lons, lats).tolist()
        codes = [district.adcode for district in self.districts]
        return {
            station.id: codes[place]
            for station, place in zip(self.stations, places, strict=True)
            if place != NOWHERE
        }

    @cached_property
    def has_samples(self) -> bool:
        """Whether any station was invented to try the program on."""
        return any(station.is_sample for station in self.stations)


def _in_order(by_id: dict[str, Station]) -> dict[str, Station]:
    """Put in order of id, so that every process breaks ties alike."""
    ids = list(by_id)
    in_order = sorted(ids)
    return by_id if ids == in_order else {one: by_id[one] for one in in_order}
