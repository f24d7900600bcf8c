"""The districts of the city, and which of them a position lies in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import ArrayLike, NDArray

    from stationmap.geo.position import Position

NOWHERE = -1
"""What `Districts.of_many` answers for a position outside every district."""


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district with its outline.

    Attributes
    ----------
    adcode
        The six digits of GB/T 2260, as text: a code is not a number.
    population_2020
        Residents at the census of 1 November 2020; 0 if the file does not say.
    outline
        A polygon or multipolygon in WGS-84 degrees, longitude first.
    """

    adcode: str
    name_zh: str
    name_en: str
    population_2020: int
    outline: shapely.Polygon | shapely.MultiPolygon


class Districts:
    """All districts, in order of adcode, ready to be asked where a position lies.

    A position on an edge that districts share belongs to exactly one of them: to the one with the
    lowest adcode. A position on the outer edge of the city belongs to the city.
    """

    def __init__(self, districts: Iterable[District]) -> None:
        self._districts = tuple(sorted(districts, key=lambda district: district.adcode))
        self._outlines = np.array([district.outline for district in self._districts], dtype=object)
        shapely.prepare(self._outlines)
        self._tree = shapely.STRtree(self._outlines)
        self._by_name = {
            name.casefold(): district
            for district in self._districts
            for name in (district.adcode, district.name_zh, district.name_en)
        }

    def __len__(self) -> int:
        """Return how many districts there are."""
        return len(self._districts)

    def __iter__(self) -> Iterator[District]:
        """Go through the districts in order of adcode."""
        return iter(self._districts)

    def __getitem__(self, index: int) -> District:
        """Return the district at an index that `of_many` gave."""
        return self._districts[index]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all districts, in WGS-84 degrees."""
        west, south, east, north = shapely.total_bounds(self._outlines).tolist()
        return west, south, east, north

    def of(self, position: Position) -> District | None:
        """Return the district that a position lies in, or None outside all of them."""
        (index,) = self.of_many([position.lon], [position.lat])
        return None if index == NOWHERE else self._districts[index]

    def of_many(self, lons: ArrayLike, lats: ArrayLike) -> NDArray[np.intp]:
        """Return the index of each position's district.

        Parameters
        ----------
        lons, lats
            WGS-84 degrees, shape (n,).

        Returns
        -------
        indices
            Shape (n,): places in the order of adcode, or NOWHERE (-1).
        """
        x, y = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
        points, candidates = self._tree.query(shapely.points(x, y))
        hit = shapely.intersects_xy(self._outlines[candidates], x[points], y[points])
        indices = np.full(len(x), len(self), dtype=np.intp)
        np.minimum.at(indices, points[hit], candidates[hit])
        indices[indices == len(self)] = NOWHERE
        return indices

    def named(self, name: str) -> District | None:
        """Return the district with this adcode, Chinese or English name, or None."""
        return self._by_name.get(name.strip().casefold())
