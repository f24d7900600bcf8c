"""Search for a place by what people type: stations, districts, places, coordinates, addresses."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Protocol

import shapely

from stationmap.geo.position import Position
from stationmap.geocoding.name_index import Entry
from stationmap.geocoding.spelling import CHINESE, plain
from stationmap.geocoding.typed_position import typed_position
from stationmap.services.places_by_name import KnownPlace, Place, PlaceKind, PlacesByName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stationmap.geocoding.gazetteer import Gazetteer, NamedPlace
    from stationmap.geocoding.online import FoundAddress
    from stationmap.services.places_by_name import Key
    from stationmap.stations.districts import District, Districts
    from stationmap.stations.station import Station


MAX_ADDRESS = 200
"""Characters of a query that are sent to a service; no address is longer."""
MIN_CHARACTERS, MIN_LETTERS = 2, 4
"""Of a name that is recognised within a longer text."""
SEPARATOR = " \N{MIDDLE DOT} "


class AsksOnline(Protocol):
    """A geocoder that asks a service on the network."""

    def find(self, query: str) -> Sequence[FoundAddress]:
        """Return what the service knows, best first, in WGS-84."""


class SearchPlaces:
    """Finds places offline; asks a service only where one is configured and `find_online` called.

    Of equal matches districts come first, then places, then stations: one place is not lost among
    three hundred stations that are named after it.
    """

    def __init__(
        self,
        stations: Iterable[Station],
        districts: Districts,
        gazetteer: Gazetteer,
        geocoder: AsksOnline | None = None,
    ) -> None:
        self._districts = districts
        self._geocoder = geocoder
        seats = {name: place.position for place in reversed(gazetteer) for name in place.names}
        elsewhere = [
            *(_of_district(district, seats) for district in districts),
            *(self._of_place(place) for place in gazetteer),
        ]
        self._elsewhere: dict[Key, KnownPlace] = dict(enumerate(elsewhere))
        by_id = {station.id: station for station in sorted(stations, key=lambda one: one.id)}
        self._places = PlacesByName(self._elsewhere | _known(by_id, {}))

    def with_stations(self, by_id: Mapping[str, Station]) -> SearchPlaces:
        """Return the same search for other stations; those that both know cost little.

        Parameters
        ----------
        by_id
            The stations by their ids, in order of id.
        """
        other, before = copy(self), self._places
        known = self._elsewhere | _known(by_id, before.known)
        other._places = before.revised(known)  # noqa: SLF001 - it is one of us
        return other

    @property
    def can_ask_online(self) -> bool:
        """Whether a geocoder is configured."""
        return self._geocoder is not None

    def find(self, query: str, limit: int = 8) -> list[Place]:
        """Return what the query may mean, best first, without any network.

        Two numbers with fractions are coordinates in WGS-84, in either order. Anything else is
        looked up by names, as `NameIndex` ranks them. Whatever is typed is harmless.
        """
        position = typed_position(query)
        if position is not None:
            return [self._of_position(position)]
        return self._places.find(query, limit)

    def named_in(self, query: str) -> list[Place]:
        """Return the places and districts that an address names, the narrowest first.

        They are for a query that `find` knows nothing for, as a whole. A Chinese address goes from
        the large to the small, others the other way.
        """
        typed = plain(query[:MAX_ADDRESS])
        found = [
            (typed.rfind(name) + len(name), len(name), known.place)
            for known in self._elsewhere.values()
            for name in known.entry.written
            if len(name) >= (MIN_CHARACTERS if CHINESE.search(name) else MIN_LETTERS)
            and name in typed
        ]
        found.sort(key=lambda one: one[:2], reverse=bool(CHINESE.search(typed)))
        return list(dict.fromkeys(place for _, _, place in found))

    def find_online(self, query: str) -> list[Place]:
        """Return what the configured geocoder knows; call it only with the person's consent.

        The query leaves this machine. Without a geocoder, or without a query, nothing is found.

        Raises
        ------
        GeocodingError
            If the service gave no usable answer.
        """
        if self._geocoder is None or not query.strip():
            return []
        return [
            Place(
                kind=PlaceKind.ADDRESS,
                name=found.name,
                detail=self._district_name(found.position),
                position=found.position,
            )
            for found in self._geocoder.find(query.strip()[:MAX_ADDRESS])
        ]

    def _of_place(self, place: NamedPlace) -> KnownPlace:
        names = tuple(name for name in place.names if self._districts.named(name) is None)
        district = self._district_name(place.position)
        found = Place(
            kind=PlaceKind.PLACE,
            name=place.name_zh,
            detail=SEPARATOR.join(filter(None, (district, place.name_en))),
            position=place.position,
        )
        return KnownPlace(Entry(names=names), found)

    def _of_position(self, position: Position) -> Place:
        return Place(
            kind=PlaceKind.POSITION,
            name=f"{position.lon:.6f}, {position.lat:.6f}",
            detail=self._district_name(position),
            position=position,
        )

    def _district_name(self, position: Position) -> str:
        district = self._districts.of(position)
        return district.name_zh if district else ""


def _of_district(district: District, seats: Mapping[str, Position]) -> KnownPlace:
    short_name = district.name_zh[:-1]
    inside = shapely.point_on_surface(district.outline)
    seat = seats.get(district.name_zh) or seats.get(short_name)
    found = Place(
        kind=PlaceKind.DISTRICT,
        name=district.name_zh,
        detail=district.name_en,
        position=seat or Position(inside.x, inside.y),
    )
    english = (district.name_en, f"{district.name_en} District")
    return KnownPlace(Entry(names=(district.name_zh, short_name, *english)), found)


def _known(by_id: Mapping[str, Station], before: Mapping[Key, KnownPlace]) -> dict[Key, KnownPlace]:
    """Work out how stations are found, where it is not known from before."""
    known: dict[Key, KnownPlace] = {}
    for key, station in by_id.items():
        one = before.get(key)
        known[key] = one if one and one.station is station else _of_station(station)
    return known


def _of_station(station: Station) -> KnownPlace:
    found = Place(
        kind=PlaceKind.STATION,
        name=station.name,
        detail=station.address or station.district or "",
        position=station.position,
        station_id=station.id,
    )
    texts = (station.address, station.district, station.street, station.host)
    entry = Entry(names=(station.name,), other_texts=tuple(filter(None, texts)))
    return KnownPlace(entry, found, station)
