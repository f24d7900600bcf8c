"""Where sample stations stand: thick where people live, nearly nowhere in the mountains."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from math import hypot
from typing import TYPE_CHECKING

import numpy as np
import shapely

from stationmap.geo.position import Position

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from numpy.typing import NDArray

    from stationmap.geocoding.gazetteer import NamedPlace
    from stationmap.stations.districts import District

CELL_LON_DEG, CELL_LAT_DEG = 0.004, 0.003
"""Cells of about 340 m by 330 m, fine beside the smallest town drawn."""
KM_PER_DEG_LAT = 111.0
KM_PER_DEG_LON = 85.0
"""At 40 degrees north; plenty for a density."""

NEAR_KM = 2.0

CITY_CENTRE = Position(116.397, 39.908)
CITY_SPREAD_KM = 12.0
"""One standard deviation: the density has halved at 14 km, about the fifth ring road, and fallen
to a twentieth at 29 km, about the sixth."""
SEAT_WEIGHT, SEAT_SPREAD_KM = 1.0, 2.5
TOWN_WEIGHT, TOWN_SPREAD_KM = 0.5, 0.8
HILLY = frozenset({"110109", "110116", "110117", "110118", "110119"})
"""Districts that are mostly mountains (Mentougou, Huairou, Pinggu, Miyun, Yanqing): there people
live in the seat and the towns, so the city's own density does not reach them."""


class Spread:
    """The density of one district, from which positions inside it are drawn."""

    def __init__(self, district: District, places: Sequence[NamedPlace]) -> None:
        self._outline = district.outline
        self._places = places
        shapely.prepare(self._outline)
        lons, lats = _cells(self._outline)
        self._corners = list(zip(lons.tolist(), lats.tolist(), strict=True))
        weights = density_at(
            lons + CELL_LON_DEG / 2, lats + CELL_LAT_DEG / 2, district=district, places=places
        )
        self._cumulative = list(accumulate(weights.tolist()))

    def draw(self, random: Random) -> Position:
        """Return one position inside the district, at six decimals."""
        while True:
            number = bisect(self._cumulative, random.random() * self._cumulative[-1])
            lon, lat = self._corners[min(number, len(self._corners) - 1)]
            lon = round(lon + random.random() * CELL_LON_DEG, 6)
            lat = round(lat + random.random() * CELL_LAT_DEG, 6)
            if shapely.contains_xy(self._outline, lon, lat):
                return Position(lon, lat)

    def place_near(self, position: Position) -> str:
        """Return the name of the nearest place within reach, or nothing."""
        by_distance = sorted(
            (_apart_km(place.position, position), place.name_zh) for place in self._places
        )
        return next((name for apart_km, name in by_distance if apart_km <= NEAR_KM), "")


def _apart_km(one: Position, other: Position) -> float:
    return hypot((one.lon - other.lon) * KM_PER_DEG_LON, (one.lat - other.lat) * KM_PER_DEG_LAT)


def _cells(
    outline: shapely.Polygon | shapely.MultiPolygon,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the south-west corners of the cells that touch the outline."""
    west, south, east, north = outline.bounds
    columns, rows = np.arange(west, east, CELL_LON_DEG), np.arange(south, north, CELL_LAT_DEG)
    lons, lats = np.tile(columns, len(rows)), np.repeat(rows, len(columns))
    boxes = shapely.box(lons, lats, lons + CELL_LON_DEG, lats + CELL_LAT_DEG)
    inside = shapely.intersects(outline, boxes)
    return lons[inside], lats[inside]


def density_at(
    lons: NDArray[np.float64],
    lats: NDArray[np.float64],
    *,
    district: District,
    places: Sequence[NamedPlace],
) -> NDArray[np.float64]:
    """Return the sum of bells around the city's centre, the district's seat and its towns."""
    seat_names = {district.name_zh, district.name_zh[:-1]}
    density = np.zeros_like(lons)
    if district.adcode not in HILLY:
        density += _bell(lons, lats, CITY_CENTRE, CITY_SPREAD_KM)
    for place in places:
        if seat_names & set(place.names):
            density += SEAT_WEIGHT * _bell(lons, lats, place.position, SEAT_SPREAD_KM)
        else:
            density += TOWN_WEIGHT * _bell(lons, lats, place.position, TOWN_SPREAD_KM)
    return density


def _bell(
    lons: NDArray[np.float64], lats: NDArray[np.float64], centre: Position, spread_km: float
) -> NDArray[np.float64]:
    east_km = (lons - centre.lon) * KM_PER_DEG_LON
    north_km = (lats - centre.lat) * KM_PER_DEG_LAT
    return np.exp(-(east_km**2 + north_km**2) / (2 * spread_km**2))
