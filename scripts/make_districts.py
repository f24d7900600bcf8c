"""Make data/districts.geojson: sixteen outlines that meet edge to edge, with names and census.

The outlines that come in were rounded district by district to a grid of about 100 m, so
neighbours overlap in slivers and leave slivers between them. Here all edges are cut at their
crossings, every sliver is given to the neighbour it shares the longest edge with, and the pieces
are joined again: what comes out has neither gaps nor overlaps. The same input gives the same bytes.

    python scripts/make_districts.py OUTLINES.geojson CENSUS.csv data/districts.geojson
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.polygon import orient

GRID_DEG = 1e-6
"""RFC 7946 advises six decimals, about 0.1 m; every crossing is snapped to this grid."""
SLIVER_KM2 = 0.1
"""A detached part smaller than this is an artefact of the 100 m grid, not an exclave: the
smallest true exclave in the input (the airport) has 9.86 km2, the largest artefact 0.08."""
GEOD = Geod(ellps="WGS84")

NAMES_EN = {
    "110101": "Dongcheng", "110102": "Xicheng", "110105": "Chaoyang", "110106": "Fengtai",
    "110107": "Shijingshan", "110108": "Haidian", "110109": "Mentougou", "110111": "Fangshan",
    "110112": "Tongzhou", "110113": "Shunyi", "110114": "Changping", "110115": "Daxing",
    "110116": "Huairou", "110117": "Pinggu", "110118": "Miyun", "110119": "Yanqing",
}  # fmt: skip


def main(outlines_path: Path, census_path: Path, out_path: Path) -> None:
    """Read outlines and census, make the coverage, write one feature a line."""
    features = json.loads(outlines_path.read_text(encoding="utf-8"))["features"]
    features.sort(key=lambda feature: int(feature["properties"]["adcode"]))
    with census_path.open(encoding="utf-8-sig", newline="") as file:
        population = {row["adcode"]: int(row["pop2020"]) for row in csv.DictReader(file)}
    outlines = as_coverage([shapely.geometry.shape(feature["geometry"]) for feature in features])
    lines = []
    for feature, outline in zip(features, outlines, strict=True):
        adcode = str(feature["properties"]["adcode"])
        properties = {
            "adcode": adcode,
            "name_zh": feature["properties"]["name"],
            "name_en": NAMES_EN[adcode],
            "population_2020": population[adcode],
            "area_km2": round(area_km2(outline), 1),
        }
        lines.append(feature_line(adcode, properties, outline))
    head = '{"type":"FeatureCollection","features":[\n'
    out_path.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def as_coverage(outlines: list[Any]) -> list[Any]:
    """Return the outlines with every sliver given to one neighbour: no gaps, no overlaps."""
    edges = shapely.unary_union([outline.boundary for outline in outlines], grid_size=GRID_DEG)
    faces = np.array(list(shapely.get_parts(shapely.polygonize([edges]))))
    owners = claimed_once(faces, outlines)
    owners[in_sliver_parts(faces, owners)] = -1
    give_away(faces, owners)
    joined = [
        shapely.union_all(faces[owners == number], grid_size=GRID_DEG)
        for number in range(len(outlines))
    ]
    if not shapely.coverage_is_valid(joined):
        sys.exit("the outlines do not meet edge to edge")
    return joined


def claimed_once(faces: np.ndarray, outlines: list[Any]) -> np.ndarray:
    """Return each face's only claimant, or -1 where there is none or more than one."""
    inner = shapely.point_on_surface(faces)
    claims = np.array([shapely.intersects(outline, inner) for outline in outlines])
    return np.where(claims.sum(axis=0) == 1, claims.argmax(axis=0), -1)


def in_sliver_parts(faces: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """Say which faces lie in a detached part too small to be an exclave."""
    found = np.zeros(len(faces), dtype=bool)
    for owner in range(owners.max() + 1):
        for part in shapely.get_parts(shapely.union_all(faces[owners == owner])):
            if area_km2(part) < SLIVER_KM2:
                found |= (owners == owner) & shapely.covers(part, faces)
    return found


def give_away(faces: np.ndarray, owners: np.ndarray) -> None:
    """Give each ownerless face to the owner of the longest edge it shares, largest faces first.

    A face that shares no edge with an owned one (outside the city) stays ownerless: it is dropped.
    """
    areas = shapely.area(faces)
    waiting = sorted(map(int, np.flatnonzero(owners < 0)), key=lambda face: -areas[face])
    while waiting:
        given = [face for face in waiting if give_one(face, faces, owners)]
        if not given:
            return
        waiting = [face for face in waiting if face not in set(given)]


def give_one(face: int, faces: np.ndarray, owners: np.ndarray) -> bool:
    """Give one face away; say whether anybody could take it."""
    shared = shapely.length(shapely.intersection(faces[face].boundary, shapely.boundary(faces)))
    lengths = np.bincount(owners[owners >= 0], weights=shared[owners >= 0])
    if lengths.max() == 0:
        return False
    owners[face] = lengths.argmax()
    return True


def area_km2(outline: Any) -> float:
    """Return the geodesic area."""
    return abs(GEOD.geometry_area_perimeter(outline)[0]) / 1e6


def feature_line(adcode: str, properties: dict[str, Any], outline: Any) -> str:
    """Return one feature as one line of GeoJSON: outer rings anticlockwise, six decimals."""
    parts = sorted(shapely.get_parts(outline), key=lambda part: -part.area)
    rings = [
        [
            [[round(lon, 6), round(lat, 6)] for lon, lat in ring.coords]
            for ring in (orient(part).exterior, *orient(part).interiors)
        ]
        for part in parts
    ]
    single = len(rings) == 1
    geometry = {
        "type": "Polygon" if single else "MultiPolygon",
        "coordinates": rings[0] if single else rings,
    }
    feature = {"type": "Feature", "id": adcode, "properties": properties, "geometry": geometry}
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    if len(sys.argv) != 4:  # noqa: PLR2004  # three files and the script's own name
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
