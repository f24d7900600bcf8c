"""Places that a search finds by name; for another list, the next are made from the last."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from stationmap.geocoding.name_index import NameIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stationmap.geo.position import Position
    from stationmap.geocoding.lines import Owner
    from stationmap.geocoding.name_index import Entry
    from stationmap.stations.station import Station

Key: TypeAlias = int | str

REINDEX_AFTER = 256
"""Changes after which the index of all places is made anew."""


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


class KnownPlace(NamedTuple):
    """A place and how it is found."""

    entry: Entry
    place: Place
    station: Station | None = None


class PlacesByName:
    """Places, ready to be found by name. They never change; threads may share them.

    Parameters
    ----------
    known
        Places by their numbers, then stations by their ids, each in order, which is their order
        among equals.
    """

    def __init__(self, known: Mapping[Key, KnownPlace]) -> None:
        self.known = known
        self._base = known
        self._base_index = self._index = NameIndex(_entries(known, known))

    def revised(self, known: Mapping[Key, KnownPlace]) -> PlacesByName:
        """Return what answers for these places as new ones would.

        What is known of a place that has not changed must be the same object. While few have
        changed since an index was made of all, that index goes on being asked.
        """
        base = self._base
        fresh = {key: one for key, one in known.items() if base.get(key) is not one}
        gone = [key for key in base if key in fresh or key not in known]
        if len(fresh) + len(gone) > REINDEX_AFTER:
            return PlacesByName(known)
        revised = copy(self)
        revised.known = known
        revised._index = self._base_index.revised(_entries(base, gone), _entries(known, fresh))  # noqa: SLF001 - it is one of us
        return revised

    def find(self, query: str, limit: int) -> list[Place]:
        """Return at most `limit` places, best first, as `NameIndex` ranks them."""
        return [self.known[key].place for _, key in self._index.search(query, limit)]


def _entries(known: Mapping[Key, KnownPlace], keys: Iterable[Key]) -> dict[Owner, Entry]:
    """Return how some of the places are found."""
    return {(int(isinstance(key, str)), key): known[key].entry for key in keys}
