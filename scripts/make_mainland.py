"""Make src/stationmap/geo/mainland.geojson: where map services shift positions to GCJ-02.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/make_mainland.py package/countries-10m.json

world-atlas (ISC) is Natural Earth 1:10,000,000 (public domain) as TopoJSON. The coast is widened
into the sea, so that quays, bridges and islands are inside; the land borders are kept as they are.
Hong Kong, Macao and the islands below are cut out with hand-drawn outlines, because Natural Earth
generalises them by up to a kilometre. It is a technical mask and says nothing about borders.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import orjson
import shapely

OUT = Path(__file__).parents[1] / "src/stationmap/geo/mainland.geojson"
SEA_MARGIN_DEG = 0.15
SIMPLIFIED_DEG = 0.004
DECIMALS = 4

HONG_KONG_WATERS = shapely.Polygon(
    [
        (113.865, 22.430), (113.945, 22.470), (113.998, 22.496), (114.020, 22.490),
        (114.100, 22.480), (114.200, 22.520), (114.232, 22.546), (114.245, 22.555),
        (114.300, 22.565), (114.360, 22.565), (114.450, 22.555), (114.455, 22.530),
        (114.470, 22.470), (114.500, 22.400), (114.500, 22.140), (113.835, 22.140),
        (113.835, 22.330),
    ]
)  # fmt: skip
MACAO = shapely.Polygon(
    [
        (113.5340, 22.2130), (113.5400, 22.2150), (113.5490, 22.2155), (113.5560, 22.2165),
        (113.5660, 22.2160), (113.5900, 22.2110), (113.6150, 22.1600), (113.6150, 22.0950),
        (113.5530, 22.0950), (113.5510, 22.1200), (113.5400, 22.1205), (113.5400, 22.1385),
        (113.5495, 22.1385), (113.5500, 22.1450), (113.5370, 22.1600), (113.5300, 22.1800),
        (113.5345, 22.1900),
    ]
)  # fmt: skip
STRAIT_ISLANDS = shapely.union_all(
    [
        shapely.box(118.21, 24.39, 118.50, 24.53),  # Kinmen and Lieyu
        shapely.box(118.38, 24.11, 118.45, 24.20),  # Dongding
        shapely.box(119.86, 26.10, 120.10, 26.32),  # Nangan, Beigan
        shapely.box(119.89, 25.92, 119.99, 26.01),  # Juguang
        shapely.box(120.44, 26.32, 120.55, 26.42),  # Dongyin
        shapely.box(119.42, 24.96, 119.49, 25.02),  # Wuqiu
    ]
)


def main(countries: Path) -> None:
    """Write the mask from the TopoJSON of countries."""
    frame = gpd.read_file(countries, layer="countries", engine="pyogrio")
    shapes = {
        name: _areas(shape) for name, shape in zip(frame["name"], frame.geometry, strict=True)
    }
    china = shapes.pop("China")
    hong_kong = shapely.union(shapes.pop("Hong Kong"), HONG_KONG_WATERS)
    shapes.pop("Macao")
    widened = shapely.buffer(china, SEA_MARGIN_DEG, quad_segs=2)
    near = [shape for shape in shapes.values() if shapely.intersects(shape, widened)]
    mask = shapely.simplify(shapely.difference(widened, shapely.union_all(near)), SIMPLIFIED_DEG)
    for cut in (hong_kong, MACAO, shapely.buffer(shapes["Taiwan"], 0.02), STRAIT_ISLANDS):
        mask = shapely.difference(mask, cut)
    mask = shapely.set_precision(mask, 10**-DECIMALS)
    OUT.write_bytes(orjson.dumps(_feature(mask)) + b"\n")


def _areas(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the areas of a shape, made valid; lines that repairs leave behind are dropped."""
    parts = shapely.get_parts(shapely.get_parts([shapely.make_valid(shape)]))
    return shapely.union_all([part for part in parts if shapely.get_dimensions(part) == 2])  # noqa: PLR2004 - a surface


def _feature(mask: shapely.Geometry) -> dict[str, object]:
    """Return the mask as one feature, each outer ring and its holes a polygon."""
    polygons = [
        [[[round(x, DECIMALS), round(y, DECIMALS)] for x, y in ring.coords] for ring in rings]
        for part in shapely.get_parts(mask)
        for rings in [[part.exterior, *part.interiors]]
    ]
    return {
        "type": "Feature",
        "properties": {
            "name": "Where GCJ-02 applies: a technical mask, no statement about borders",
            "source": "Natural Earth 1:10m (public domain) through world-atlas 2.0.2 (ISC)",
        },
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
