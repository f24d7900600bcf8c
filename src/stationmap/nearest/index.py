"""The index that everybody asks: stations near a position, in an area, or for a million points."""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import islice
from math import isnan
from operator import index as as_int
from typing import TYPE_CHECKING

import numpy as np

from stationmap.nearest.area import places_in_area
from stationmap.nearest.nearby import Nearby
from stationmap.nearest.single import SingleSearch
from stationmap.nearest.valid import valid_coordinates
from stationmap.stations.filter import StationFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import ArrayLike, NDArray
    from shapely import MultiPolygon, Polygon

    from stationmap.geo.position import Position
    from stationmap.nearest.single import Ranked
    from stationmap.stations.station import Station

FILTERS_KEPT = 32
"""How many filters keep the index of their stations; the least recently used is dropped."""

FIRST_LOOK = 16
"""How many stations a plain condition is tried on before all are ranked."""


class StationIndex:
    """Finds stations by geodesic distance; every answer equals measuring to each station.

    Equal distances are ordered by place in the given sequence. The index never changes, and
    threads may share it.

    Parameters
    ----------
    stations
        In any order; the places in this sequence are what `nearest_many` returns.

    Attributes
    ----------
    stations
        As they were given.
    lons, lats
        Their WGS-84 degrees, each of shape (n,); read-only.
    """

    def __init__(self, stations: Iterable[Station]) -> None:
        self.stations = tuple(stations)
        self.lons = _frozen([station.position.lon for station in self.stations])
        self.lats = _frozen([station.position.lat for station in self.stations])
        self._search = SingleSearch(self.lons, self.lats)
        # The cache must not hold the index itself, which would then outlive its last user.
        self._fitting = lru_cache(FILTERS_KEPT)(partial(_index_of_fitting, self.stations))

    def __len__(self) -> int:
        """Return the number of stations."""
        return len(self.stations)

    def __repr__(self) -> str:
        """Say how many stations there are: a notebook shows what stands last in a cell."""
        return f"{type(self).__name__}({len(self)} stations)"

    def nearest(
        self, position: Position, k: int = 5, where: Callable[[Station], bool] | None = None
    ) -> list[Nearby]:
        """Return the k nearest stations that fit, the nearest first.

        Parameters
        ----------
        k
            How many; fewer come back where fewer fit.
        where
            A `StationFilter`, whose stations are indexed once and kept, or any other condition
            on a station, which is asked anew each time, of the nearest stations first.

        Raises
        ------
        ValueError
            If k is not a whole number of at least 1.
        """
        k = _whole_k(k)
        if where is None:
            return self._nearby(self._search.nearest(position, k))
        if isinstance(where, StationFilter):
            return self._filtered(where).nearest(position, k)
        return list(islice((near for near in self._outward(position) if where(near.station)), k))

    def within(
        self,
        position: Position,
        radius_m: float,
        where: Callable[[Station], bool] | None = None,
    ) -> list[Nearby]:
        """Return the stations at most `radius_m` away that fit, the nearest first.

        A station at exactly `radius_m` is within. `where` is as for `nearest`.

        Raises
        ------
        ValueError
            If the radius is negative or not a number.
        """
        if isnan(radius_m) or radius_m < 0:
            raise ValueError(f"a radius is a number of metres from 0 up, not {radius_m!r}")
        if isinstance(where, StationFilter):
            return self._filtered(where).within(position, radius_m)
        found = self._nearby(self._search.within(position, radius_m))
        return found if where is None else [near for near in found if where(near.station)]

    def in_area(self, area: Polygon | MultiPolygon) -> list[Station]:
        """Return the stations in an area, in the order in which they were given.

        Parameters
        ----------
        area
            A shapely Polygon or MultiPolygon in WGS-84 degrees, longitude first. Its boundary,
            that of its holes too, belongs to it. An invalid area is repaired as by
            `shapely.make_valid`; an empty one holds no station.

        Raises
        ------
        ValueError
            If the area is neither a Polygon nor a MultiPolygon, or a corner is not finite.
        """
        return [self.stations[place] for place in places_in_area(area, self.lons, self.lats)]

    def nearest_many(
        self, lons: ArrayLike, lats: ArrayLike, k: int = 1
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Find the k nearest stations of many positions at once.

        Parameters
        ----------
        lons, lats
            WGS-84 degrees, each of shape (n,).

        Returns
        -------
        indices, distances_m
            Each of shape (n, k), the nearest first: places in the sequence of stations, and
            geodesic metres to 0.1 mm. Where there is no k-th station the index is -1 and the
            distance infinite.

        Raises
        ------
        InvalidPositionError
            If a position cannot be; it names the first that cannot.
        ValueError
            If the two do not have the same shape (n,), or k is not a whole number from 1 up.
        """
        return self._search.bulk.nearest(*valid_coordinates(lons, lats), _whole_k(k))

    def _outward(self, position: Position) -> Iterator[Nearby]:
        """Yield every station, nearest first; measure to all only if the first few were asked."""
        yield from self._nearby(self._search.nearest(position, FIRST_LOOK))
        everything = self._search.nearest(position, len(self))
        yield from self._nearby(everything.part(FIRST_LOOK, len(self)))

    def _filtered(self, where: StationFilter) -> StationIndex:
        return self if where == StationFilter() else self._fitting(where)

    def _nearby(self, ranked: Ranked) -> list[Nearby]:
        columns = (column.tolist() for column in ranked)
        return [
            Nearby(self.stations[place], metres, bearing)
            for place, metres, bearing in zip(*columns, strict=True)
        ]


def _index_of_fitting(stations: Iterable[Station], where: StationFilter) -> StationIndex:
    """Index the stations that fit; their order, and so their ties, stay."""
    return StationIndex(station for station in stations if where(station))


def _frozen(degrees: list[float]) -> NDArray[np.float64]:
    column = np.array(degrees, dtype=np.float64)
    column.flags.writeable = False
    return column


def _whole_k(k: int) -> int:
    try:
        whole = as_int(k)
    except TypeError:
        whole = 0
    if whole < 1:
        raise ValueError(f"k is a whole number of at least 1, not {k!r}")
    return whole
