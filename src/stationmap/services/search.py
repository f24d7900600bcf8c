"""Search for a place by what people type: stations, districts, places, coordinates, addresses."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

import shapely

from stationmap.geo.position import Position
from stationmap.geocoding.name_index import Entry, NameIndex
from stationmap.geocoding.typed_position import typed_position

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stationmap.geocoding.gazetteer import Gazetteer, NamedPlace
    from stationmap.geocoding.online import FoundAddress
    from stationmap.stations.districts import District, Districts
    from stationmap.stations.station import Station


MAX_ADDRESS = 200
"""Characters of a query that are sent to a service; no address is longer."""
SEPARATOR = " \N{MIDDLE DOT} "


class PlaceKind(StrEnum):
    """What was found."""

    STATION = "station"
    DISTRICT = "district"
    PLACE = "place"
    POSITION = "position"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Something that a search found.

    Attributes
    ----------
    name
        As it is written in the data; of coordinates, longitude first.
    detail
        What tells it from others of the same name: an address, a district; may be empty.
    position
        Where it is; of a district, its seat where the gazetteer knows it, else a point inside.
    station_id
        The station's id, if it is one.
    """

    kind: PlaceKind
    name: str
    detail: str
    position: Position
    station_id: str | None = None


class _KnownStation(NamedTuple):
    """A station and how it is found."""

    station: Station
    entry: Entry
    place: Place


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
        self._elsewhere = [
            *(_of_district(district, seats) for district in districts),
            *(self._of_place(place) for place in gazetteer),
        ]
        self._know(stations, {})

    def with_stations(self, stations: Iterable[Station]) -> SearchPlaces:
        """Return the same search for other stations; those that both know cost little."""
        revised = copy(self)
        revised._know(stations, self._known)  # noqa: SLF001 - it is one of us
        return revised

    def _know(self, stations: Iterable[Station], before: Mapping[str, _KnownStation]) -> None:
        """Index all places; take what is known of a station from before, if it is the same."""
        self._known = {
            station.id: known
            if (known := before.get(station.id)) and known.station is station
            else _KnownStation(station, *_of_station(station))
            for station in stations
        }
        found = [*self._elsewhere, *((known.entry, known.place) for known in self._known.values())]
        self._places = [place for _, place in found]
        self._index = NameIndex([entry for entry, _ in found])

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
        return [self._places[number] for number in self._index.search(query, limit)]

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

    def _of_place(self, place: NamedPlace) -> tuple[Entry, Place]:
        names = tuple(name for name in place.names if self._districts.named(name) is None)
        district = self._district_name(place.position)
        found = Place(
            kind=PlaceKind.PLACE,
            name=place.name_zh,
            detail=SEPARATOR.join(filter(None, (district, place.name_en))),
            position=place.position,
        )
        return Entry(names=names), found

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


def _of_district(district: District, seats: Mapping[str, Position]) -> tuple[Entry, Place]:
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
    return Entry(names=(district.name_zh, short_name, *english)), found


def _of_station(station: Station) -> tuple[Entry, Place]:
    found = Place(
        kind=PlaceKind.STATION,
        name=station.name,
        detail=station.address or station.district or "",
        position=station.position,
        station_id=station.id,
    )
    texts = (station.address, station.district, station.street, station.host)
    return Entry(names=(station.name,), other_texts=tuple(filter(None, texts))), found
