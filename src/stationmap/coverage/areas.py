"""The areas that figures are given for: districts, streets, or what planners bring."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from stationmap.errors import AreaFileError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Outlines = NDArray[np.object_]

NO_AREA = -1
"""What `AreaSet.of_many` answers for a position outside every area."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AreaSet:
    """Areas in their order, ready to be asked which of them a position lies in.

    Attributes
    ----------
    name
        What planners call the set.
    codes
        No two the same.
    names, names_en
        In Chinese and in English; without English names the others stand for them.
    outlines
        Polygons and multipolygons in WGS-84 degrees, longitude first, shape (k,).

    Raises
    ------
    AreaFileError
        If there are none, the lengths differ, a code stands twice, or an outline is no valid
        polygon: it names the first such area.
    """

    name: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    outlines: Outlines
    names_en: tuple[str, ...] = ()
    _tree: shapely.STRtree = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Keep checked, prepared outlines."""
        outlines = np.empty(len(self.outlines), dtype=object)
        outlines[:] = list(self.outlines)
        object.__setattr__(self, "names_en", self.names_en or self.names)
        if {len(self.codes), len(self.names), len(self.names_en)} != {len(outlines)}:
            raise AreaFileError("areas_shape", codes=len(self.codes), outlines=len(outlines))
        if not len(outlines):
            raise AreaFileError("areas_none")
        _refuse_a_code_twice(self.codes)
        for name, outline in zip(self.names, outlines, strict=True):
            _refuse_what_is_no_polygon(name, outline)
        shapely.prepare(outlines)
        outlines.flags.writeable = False
        object.__setattr__(self, "outlines", outlines)
        object.__setattr__(self, "_tree", shapely.STRtree(outlines))

    def __len__(self) -> int:
        """Return the number of areas."""
        return len(self.codes)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all areas, in WGS-84 degrees."""
        west, south, east, north = shapely.total_bounds(self.outlines).tolist()
        return west, south, east, north

    def of_many(self, lons: ArrayLike, lats: ArrayLike) -> NDArray[np.intp]:
        """Return the place of the area that each position lies in.

        Areas hold their edges. A position on an edge that areas share, or where they overlap,
        belongs to exactly one of them: to the first in order.

        Parameters
        ----------
        lons, lats
            WGS-84 degrees, shape (n,).

        Returns
        -------
        Shape (n,): places in the order of the areas, or NO_AREA (-1).
        """
        x, y = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
        points, candidates = self._tree.query(shapely.points(x, y))
        hit = shapely.intersects_xy(self.outlines[candidates], x[points], y[points])
        members = np.full(len(x), len(self), dtype=np.intp)
        np.minimum.at(members, points[hit], candidates[hit])
        members[members == len(self)] = NO_AREA
        return members


def _refuse_a_code_twice(codes: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise AreaFileError("areas_code_twice", area=code)
        seen.add(code)


def _refuse_what_is_no_polygon(name: str, outline: object) -> None:
    if not isinstance(outline, shapely.Polygon | shapely.MultiPolygon) or outline.is_empty:
        raise AreaFileError("areas_no_polygon", area=name)
    if not outline.is_valid:
        raise AreaFileError("areas_invalid", area=name, reason=shapely.is_valid_reason(outline))
