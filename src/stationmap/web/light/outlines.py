"""The districts' outlines for the page's sketch: coarse, since no street is beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import shapely

if TYPE_CHECKING:
    from stationmap.stations.districts import Districts

TOLERANCE_DEG = 0.004
"""About 400 m: what the sketch of a few kilometres can do without."""
STEPS_PER_DEGREE = 2_000
"""About 50 m."""


def outlines(districts: Districts) -> bytes:
    """Return all outlines as JSON: by district its names, and rings as steps along each axis."""
    simple = shapely.coverage_simplify([district.outline for district in districts], TOLERANCE_DEG)
    return orjson.dumps(
        [
            {
                "zh": district.name_zh,
                "en": district.name_en,
                "code": district.adcode,
                "rings": [_steps(part.exterior.coords) for part in shapely.get_parts(outline)],
            }
            for district, outline in zip(districts, simple, strict=True)
        ]
    )


def _steps(coordinates: shapely.coords.CoordinateSequence) -> list[int]:
    """Return the differences from corner to corner, longitude and latitude by turns."""
    steps: list[int] = []
    at_lon = at_lat = 0
    for lon, lat in coordinates:
        to_lon, to_lat = round(lon * STEPS_PER_DEGREE), round(lat * STEPS_PER_DEGREE)
        steps += (to_lon - at_lon, to_lat - at_lat)
        at_lon, at_lat = to_lon, to_lat
    return steps
