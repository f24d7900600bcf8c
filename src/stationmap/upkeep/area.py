"""Areas: the city, its districts and their streets, as the union is organised."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import shapely

from stationmap.labels import Language, text
from stationmap.stations.districts import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from stationmap.stations.districts import District, Districts
    from stationmap.stations.station import Station

CITY = "city"
"""The code of the area that holds everything, also what lies outside every district."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """A street, town or development zone: the third level of the union.

    Attributes
    ----------
    code
        Nine digits, as text; the first six are not always its district's.
    district
        The adcode of its district.
    outline
        In WGS-84 degrees, where one is known.
    """

    code: str
    name: str
    district: str
    outline: shapely.Polygon | shapely.MultiPolygon | None = None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The district and the street that a station is in; None where it is in none that is known."""

    district: District | None
    street: Street | None

    @property
    def code(self) -> str:
        """The code of the most precise area that is known."""
        if self.street is not None:
            return self.street.code
        return CITY if self.district is None else self.district.adcode


class Areas:
    """The areas in which accounts may write, and which of them a station is in.

    The district is the one that the station's position lies in, whatever its record states. The
    street is the one of that district whose outline holds the position; in a district for whose
    streets there are no outlines, the one of that district that the record states.
    """

    def __init__(self, districts: Districts, streets: Iterable[Street]) -> None:
        self.districts = districts
        self.streets = tuple(sorted(streets, key=lambda street: street.code))
        self._by_code = {street.code: street for street in self.streets}
        self._by_name = {
            (street.district, street_stem(street.name)): street for street in self.streets
        }
        self._drawn = [street for street in self.streets if street.outline is not None]
        self._outlines = np.array([street.outline for street in self._drawn], dtype=object)
        shapely.prepare(self._outlines)
        self._tree = shapely.STRtree(self._outlines)
        self._districts_drawn = {street.district for street in self._drawn}

    def of(self, station: Station) -> Whereabouts:
        """Say where one station is."""
        (whereabouts,) = self.of_many([station])
        return whereabouts

    def of_many(self, stations: Sequence[Station]) -> list[Whereabouts]:
        """Say where each station is; ten thousand take a fraction of a second."""
        lons = np.array([station.position.lon for station in stations], dtype=float)
        lats = np.array([station.position.lat for station in stations], dtype=float)
        places = self.districts.of_many(lons, lats).tolist()
        found = [None if place == NOWHERE else self.districts[place] for place in places]
        drawn = self._drawn_streets(lons, lats)
        return [
            Whereabouts(district, self._street(district, station, among))
            for district, station, among in zip(found, stations, drawn, strict=True)
        ]

    def codes_of(self, stations: Sequence[Station]) -> list[str]:
        """Return the code of the most precise area that each station is in."""
        return [whereabouts.code for whereabouts in self.of_many(stations)]

    def covers(self, area: str, station: Station) -> bool:
        """Say whether a station is in an area; one in no district is in the city alone."""
        return self.within(area, self.of(station).code)

    def within(self, area: str, code: str) -> bool:
        """Say whether the area of a code is the area, or lies wholly in it."""
        if not self.exists(area) or not self.exists(code):
            return False
        street = self._by_code.get(code)
        return area in {CITY, code} or (street is not None and street.district == area)

    def exists(self, area: str) -> bool:
        """Say whether there is an area with this code."""
        return area == CITY or area in self._by_code or self._district(area) is not None

    def name(self, area: str, language: Language) -> str:
        """Name an area; a street with its district. An unknown code stands for itself."""
        if area == CITY:
            return text("area.city", language)
        street = self._by_code.get(area)
        if street is not None:
            district = self.name(street.district, language)
            return text("area.street", language, street=street.name, district=district)
        district_here = self._district(area)
        if district_here is None:
            return area
        return district_here.name_zh if language == Language.ZH else district_here.name_en

    def choices(self) -> list[str]:
        """Return all codes: the city, then each district followed by its streets."""
        codes = [CITY]
        for district in self.districts:
            codes.append(district.adcode)
            codes += [each.code for each in self.streets if each.district == district.adcode]
        return codes

    def street_named(self, district: str, name: str) -> Street | None:
        """Return the street of a district that is called so, whatever its name ends with."""
        return self._by_name.get((district, street_stem(name)))

    def _district(self, adcode: str) -> District | None:
        district = self.districts.named(adcode)
        return district if district is not None and district.adcode == adcode else None

    def _street(
        self, district: District | None, station: Station, drawn: Sequence[Street]
    ) -> Street | None:
        if district is None:
            return None
        if district.adcode in self._districts_drawn:
            return next((each for each in drawn if each.district == district.adcode), None)
        return self.street_named(district.adcode, station.street) if station.street else None

    def _drawn_streets(
        self, lons: NDArray[np.float64], lats: NDArray[np.float64]
    ) -> list[list[Street]]:
        """Return for each position the streets whose outlines hold it, by code."""
        holding: list[list[Street]] = [[] for _ in lons]
        if not self._drawn:
            return holding
        points, candidates = self._tree.query(shapely.points(lons, lats))
        hit = shapely.intersects_xy(self._outlines[candidates], lons[points], lats[points])
        for candidate, point in sorted(zip(candidates[hit].tolist(), points[hit].tolist())):  # noqa: B905  # equal by construction
            holding[point].append(self._drawn[candidate])
        return holding


def street_stem(name: str) -> str:
    """Return what distinguishes a street's name: without spaces and what names may end with."""
    stem = "".join(name.split())
    while ending := next((each for each in _endings() if stem.endswith(each)), None):
        if stem == ending:
            break
        stem = stem.removesuffix(ending)
    return stem


@cache
def _endings() -> tuple[str, ...]:
    table = tomllib.loads((files("stationmap.upkeep") / "areas.toml").read_text(encoding="utf-8"))
    return tuple(table["street_endings"])
