"""Stations that are probably the same one entered twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from stationmap.geo.chord import ecef, short_geodesic_m
from stationmap.geo.geodesic import distances_and_bearings
from stationmap.upkeep import name_likeness
from stationmap.upkeep.name_likeness import SAME, essence, letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stationmap.stations.station import Station

REACH_M = 250.0
"""Beyond this, nothing is taken for the same place: a geocoder's guess is rarely farther off."""

ALIKE_HERE = 60.0
"""Of 100: how alike two stations at one spot must be; at `REACH_M` it is ALIKE_THERE."""

ALIKE_THERE = 92.0
SAME_ADDRESS, SAME_PHONE, SAME_HOST = 15.0, 10.0, 5.0
HOTLINE_DIGITS = 5
"""A telephone number as short as 12351 is everybody's."""

_NOT_DIGITS = re.compile(r"\D+")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stations that are probably one.

    Attributes
    ----------
    distance_m
        Geodesic.
    likeness
        Of 100: how alike the names are, and a little more for a common address, telephone or host.
    """

    a: Station
    b: Station
    distance_m: float
    likeness: float


def likely_duplicates(stations: Sequence[Station]) -> list[Pair]:
    """Return the pairs that are probably one station each, the likeliest first.

    Two are taken for one by the likeness that their distance asks for: at one spot 60 of 100,
    at 250 m 92, farther never. Names that differ in a number are of two stations, and so are two
    that name each other as related. Different kinds in one house are normal: they count only if
    their names are the same.
    """
    lons = np.array([station.position.lon for station in stations], dtype=float)
    lats = np.array([station.position.lat for station in stations], dtype=float)
    places_m = ecef(lons, lats)
    found = cKDTree(places_m).query_pairs(REACH_M, output_type="ndarray")
    chords_m = np.linalg.norm(places_m[found[:, 0]] - places_m[found[:, 1]], axis=1)
    distances_m = short_geodesic_m(chords_m).tolist()
    pairs = (
        _pair(stations[first], stations[second], distance_m)
        for (first, second), distance_m in zip(found.tolist(), distances_m, strict=True)
    )
    return _likeliest_first(pairs)


def duplicates_of(station: Station, nearby: Sequence[Station]) -> list[Pair]:
    """Return the pairs of one station with those nearby that it probably is, by the same rule."""
    lons = [other.position.lon for other in nearby]
    lats = [other.position.lat for other in nearby]
    distances_m, _ = distances_and_bearings(station.position, lons, lats)
    return _likeliest_first(
        _pair(station, other, distance_m)
        for other, distance_m in zip(nearby, distances_m.tolist(), strict=True)
        if other.id != station.id
    )


def likeness(a: Station, b: Station) -> float:
    """Say of 100 how alike two stations are, wherever they stand; 0 if they are surely two."""
    if a.id in b.related_ids or b.id in a.related_ids:
        return 0.0
    if a.kind is not b.kind:
        return SAME if letters_of(a.name) == letters_of(b.name) else 0.0
    names = essence(a.name, a.district), essence(b.name, b.district)
    if not all(names):  # nothing but generic words: they are all there is to compare
        names = letters_of(a.name), letters_of(b.name)
    alike = name_likeness.likeness(*names)
    if not alike:
        return 0.0
    alike += SAME_ADDRESS * _are_same(a.address, b.address)
    alike += SAME_HOST * _are_same(a.host, b.host)
    alike += SAME_PHONE * _are_same_phone(a.phone, b.phone)
    return min(alike, SAME)


def _are_same(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and letters_of(a) == letters_of(b)


def _are_same_phone(a: str | None, b: str | None) -> bool:
    digits = _NOT_DIGITS.sub("", a or "")
    return len(digits) > HOTLINE_DIGITS and digits == _NOT_DIGITS.sub("", b or "")


def _pair(a: Station, b: Station, distance_m: float) -> Pair | None:
    if distance_m > REACH_M:
        return None
    needed = ALIKE_HERE + (ALIKE_THERE - ALIKE_HERE) * distance_m / REACH_M
    alike = likeness(a, b)
    return Pair(a, b, distance_m, alike) if alike >= needed else None


def _likeliest_first(pairs: Iterable[Pair | None]) -> list[Pair]:
    found = [pair for pair in pairs if pair is not None]
    return sorted(found, key=lambda pair: (-pair.likeness, pair.distance_m, pair.a.id, pair.b.id))
