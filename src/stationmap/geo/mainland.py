"""Where map services shift positions: mainland China, coarsely.

The outline (mainland.geojson, made by scripts/make_mainland.py) follows Natural Earth 1:10m on
land, reaches 0.15 degree out to sea, and leaves out Hong Kong, Macao, Taiwan, Kinmen and Matsu.
It is good to about 500 m at Hong Kong and Macao and to 2 km along the other land borders: nearer to
one than that, the answer may be wrong.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import orjson
import shapely

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def in_mainland(lons: ArrayLike, lats: ArrayLike) -> NDArray[np.bool_]:
    """Say which WGS-84 positions lie where GCJ-02 applies; the edge itself does not.

    Parameters
    ----------
    lons, lats
        Degrees, of any one shape.
    """
    points = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
    return np.asarray(shapely.contains_xy(mainland_outline(), *points), dtype=np.bool_)


@cache
def mainland_outline() -> shapely.MultiPolygon:
    """Return the outline itself, WGS-84 degrees, prepared."""
    text = files("stationmap.geo").joinpath("mainland.geojson").read_bytes()
    outline = shapely.geometry.shape(orjson.loads(text)["geometry"])
    if not isinstance(outline, shapely.MultiPolygon):
        raise TypeError("mainland.geojson holds no MultiPolygon")
    shapely.prepare(outline)
    return outline
