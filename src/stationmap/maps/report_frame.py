"""The piece of the world that a drawn map shows, and how its shapes become paths of SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bounds = tuple[float, float, float, float]

M_PER_DEGREE = 111_320.0
"""Of latitude, and of longitude on the equator: near enough for a drawing."""

MARGIN = 0.03
"""Of the picture: left free around what is shown."""

TOLERANCE_PX = 0.7
"""Corners that stand out less than this are left away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An upright map in which metres are as long from west to east as from south to north.

    Attributes
    ----------
    west, north
        Of the picture's upper left corner, WGS-84 degrees.
    px_per_lon, px_per_lat
        How long a degree is drawn.
    """

    west: float
    north: float
    px_per_lon: float
    px_per_lat: float
    width: float
    height: float

    @classmethod
    def around(cls, bounds: Bounds, *, width: float, max_height: float) -> Frame:
        """Return the frame of a width that shows west, south, east and north; low at most so."""
        west, south, east, north = bounds
        shrink = np.cos(np.radians((south + north) / 2))
        spans = max((east - west) * shrink, 1e-4), max(north - south, 1e-4)
        inner = width * (1 - 2 * MARGIN), max_height - 2 * width * MARGIN
        px_per_lat = float(min(inner[0] / spans[0], inner[1] / spans[1]))
        px_per_lon = float(px_per_lat * shrink)
        height = spans[1] * px_per_lat + 2 * width * MARGIN
        return cls(
            west=(west + east) / 2 - width / 2 / px_per_lon,
            north=(south + north) / 2 + height / 2 / px_per_lat,
            px_per_lon=px_per_lon,
            px_per_lat=px_per_lat,
            width=width,
            height=round(height, 1),
        )

    @property
    def metres_per_px(self) -> float:
        """How many metres a unit of the picture is long."""
        return M_PER_DEGREE / self.px_per_lat

    @property
    def box(self) -> shapely.Polygon:
        """What the frame shows, in degrees."""
        east, south = (
            self.west + self.width / self.px_per_lon,
            self.north - self.height / self.px_per_lat,
        )
        return shapely.box(self.west, south, east, self.north)

    def places(self, lons: Any, lats: Any) -> Floats:
        """Return where positions are drawn: x to the right, y downwards, shape (n, 2)."""
        x = (np.asarray(lons, dtype=float) - self.west) * self.px_per_lon
        y = (self.north - np.asarray(lats, dtype=float)) * self.px_per_lat
        return np.column_stack([x, y])

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where one position is drawn."""
        x, y = self.places([lon], [lat])[0].tolist()
        return x, y

    def shows(self, lon: float, lat: float) -> bool:
        """Say whether a position is in the picture."""
        x, y = self.place(lon, lat)
        return 0 <= x <= self.width and 0 <= y <= self.height

    def path(self, shape: Any) -> str:
        """Return the polygons of a shape as path data, cut to the picture; empty for none."""
        seen = shapely.clip_by_rect(shape, *self.box.buffer(1 / self.px_per_lat * 4).bounds)
        simple = shapely.simplify(seen, TOLERANCE_PX / self.px_per_lat)
        rings = []
        for part in shapely.get_parts(simple):
            if isinstance(part, shapely.Polygon) and not part.is_empty:
                rings += [part.exterior, *part.interiors]
        return "".join(map(self._ring, rings))

    def _ring(self, ring: shapely.LinearRing) -> str:
        corners = shapely.get_coordinates(ring)[:-1]
        drawn = np.round(self.places(corners[:, 0], corners[:, 1]), 1).tolist()
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in drawn) + "Z"


def square_around(bounds: Bounds, *, least_m: float) -> Bounds:
    """Return bounds that are as wide as high, and at least so many metres, around a centre."""
    west, south, east, north = bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    shrink = float(np.cos(np.radians(lat)))
    half = max(north - south, (east - west) * shrink, least_m / M_PER_DEGREE) / 2
    return lon - half / shrink, lat - half, lon + half / shrink, lat + half
