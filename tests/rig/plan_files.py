"""Small files as planners upload them, and what the program says of one that it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pytest
import rasterio.io
import shapely
import shapely.geometry
from affine import Affine

from stationmap.coverage.problem_text import problem_text
from stationmap.errors import PlanError
from stationmap.geo.datum import from_wgs84
from stationmap.labels import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

NORTH_WEST = Affine(0.001, 0.0, 116.0, 0.0, -0.001, 40.5)
"""Cells of a thousandth of a degree, the first one's corner north-west of Beijing."""


def refused(read: Callable[[], object]) -> PlanError:
    """Return what a call refuses, once its sentences have been made in both languages."""
    with pytest.raises(PlanError) as caught:
        read()
    for language in Language:
        assert problem_text(caught.value, language).strip()
    return caught.value


def square(west: float, south: float, side: float) -> dict[str, Any]:
    """Return a square as a GeoJSON geometry."""
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def point(lon: float, lat: float) -> dict[str, Any]:
    """Return a point as a GeoJSON geometry."""
    return {"type": "Point", "coordinates": [lon, lat]}


def shifted(geometry: dict[str, Any], datum: str) -> dict[str, Any]:
    """Return a geometry as it stands in a file of another datum."""

    def moved(at: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(from_wgs84(at[:, 0], at[:, 1], datum))

    shape = shapely.transform(shapely.geometry.shape(geometry), moved)
    written: dict[str, Any] = shapely.geometry.mapping(shape)
    return written


def geojson(*features: tuple[Any, dict[str, Any] | None], **members: Any) -> bytes:
    """Return a FeatureCollection of geometries with their properties."""
    written = [
        {"type": "Feature", "geometry": geometry, "properties": properties}
        for geometry, properties in features
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": written} | members)


def geotiff(cells: NDArray[np.generic], **profile: Any) -> bytes:
    """Return a GeoTIFF of one band: in EPSG:4326, north-west of Beijing, unless told otherwise."""
    usual: dict[str, Any] = {"crs": "EPSG:4326", "transform": NORTH_WEST, "count": 1}
    profile = usual | profile
    height, width = cells.shape
    with rasterio.io.MemoryFile() as file:
        with file.open(
            driver="GTiff", height=height, width=width, dtype=cells.dtype, **profile
        ) as dataset:
            for band in range(1, profile["count"] + 1):
                dataset.write(cells, band)
        return bytes(file.read())
