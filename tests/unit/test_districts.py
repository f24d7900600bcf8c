"""The districts: their file, and which of them a position lies in."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from stationmap.errors import SettingsError
from stationmap.files.districts import read_districts
from stationmap.geo.position import Position
from stationmap.stations.districts import NOWHERE, District, Districts

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "data" / "districts.geojson"
RIGHT_OF_1353 = {"wgs84": 1343, "gcj02": 1315}
"""How many transit places fall into their true district; the ten that do not in WGS-84 lie within
70 m of it, where the outlines are no finer."""


@pytest.fixture(scope="module")
def districts() -> Districts:
    return read_districts(FILE)


def square(adcode: str, west: float) -> District:
    return District(
        adcode=adcode,
        name_zh=f"区{adcode}",
        name_en=f"District {adcode}",
        population_2020=1,
        outline=shapely.box(west, 0, west + 1, 1),
    )


def test_there_are_sixteen_with_the_population_of_the_census(districts: Districts) -> None:
    assert len(districts) == 16
    assert sum(district.population_2020 for district in districts) == 21_893_095
    assert all(district.name_zh.endswith("区") for district in districts)


def test_their_outlines_meet_without_gap_or_overlap(districts: Districts) -> None:
    outlines = [district.outline for district in districts]
    assert shapely.coverage_is_valid(outlines)
    whole = shapely.union_all(outlines)
    assert whole.geom_type == "Polygon"
    assert len(shapely.get_rings(whole)) == 1


def test_the_file_is_rfc_7946_with_six_decimals_at_most() -> None:
    collection = json.loads(FILE.read_text(encoding="utf-8"))
    assert set(collection) == {"type", "features"}
    for feature in collection["features"]:
        assert feature["id"] == feature["properties"]["adcode"]
        outline = shapely.geometry.shape(feature["geometry"])
        degrees = shapely.get_coordinates(outline)
        assert np.array_equal(degrees, np.round(degrees, 6))
        assert all(part.exterior.is_ccw for part in shapely.get_parts(outline))


def test_the_script_gives_the_committed_bytes(shared_data: Path, tmp_path: Path) -> None:
    out = tmp_path / "districts.geojson"
    inputs = [
        shared_data / "beijing_districts_wgs84_from_echarts_MIT.geojson",
        shared_data / "beijing_district_census2020.csv",
    ]
    script = ROOT / "scripts" / "make_districts.py"
    subprocess.run([sys.executable, script, *inputs, out], check=True)
    assert FILE.read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [
        (116.397, 39.909, "东城区"),
        (116.311, 39.984, "海淀区"),
        (116.587, 40.080, "朝阳区"),
        (115.9715, 40.46093, "延庆区"),
    ],
    ids=["Tiananmen", "Zhongguancun", "the airport, an exclave", "Yanqing"],
)
def test_well_known_places_lie_where_they_do(
    districts: Districts, lon: float, lat: float, name: str
) -> None:
    district = districts.of(Position(lon, lat))
    assert district is districts.named(name)


def test_outside_the_city_there_is_no_district(districts: Districts) -> None:
    assert districts.of(Position(117.2, 39.13)) is None
    assert districts.of(Position(-180.0, 90.0)) is None


def test_a_shared_edge_belongs_to_the_lowest_adcode_alone() -> None:
    pair = Districts([square("2", 1.0), square("1", 0.0)])
    on_edge, at_corner = Position(1.0, 0.5), Position(1.0, 0.0)
    for position in (on_edge, at_corner):
        district = pair.of(position)
        assert district is not None
        assert district.adcode == "1"


def test_the_outer_edge_belongs_to_the_city() -> None:
    assert Districts([square("1", 0.0)]).of(Position(0.0, 0.5)) is not None


def test_every_corner_of_the_real_outlines_belongs_to_exactly_one(districts: Districts) -> None:
    corners = shapely.get_coordinates([district.outline for district in districts])
    found = districts.of_many(corners[:, 0], corners[:, 1])
    touching = np.array(
        [shapely.intersects_xy(district.outline, *corners.T) for district in districts]
    )
    assert np.array_equal(found, touching.argmax(axis=0))
    assert touching.any(axis=0).all()


def test_many_positions_are_answered_as_each_by_itself(districts: Districts) -> None:
    rng = np.random.default_rng(7)
    lons, lats = rng.uniform(115.3, 117.6, 300), rng.uniform(39.3, 41.2, 300)
    for index, lon, lat in zip(districts.of_many(lons, lats), lons, lats, strict=True):
        expected = None if index == NOWHERE else districts[index]
        assert districts.of(Position(lon, lat)) is expected


def test_no_positions_and_no_districts_are_no_trouble(districts: Districts) -> None:
    assert len(districts.of_many([], [])) == 0
    assert Districts([]).of(Position(116.4, 39.9)) is None


def test_properties_that_a_district_lacks_are_named(tmp_path: Path) -> None:
    path = tmp_path / "districts.geojson"
    outline = '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}'
    feature = f'{{"geometry": {outline}, "properties": {{"level": "district"}}}}'
    path.write_text(f'{{"features": [{feature}]}}', encoding="utf-8")

    with pytest.raises(SettingsError, match="feature 1: has no adcode, name_zh;"):
        read_districts(path)


@pytest.mark.parametrize(
    "properties",
    [
        {"adcode": 410105, "name": "金水区", "center": [113.66, 34.8], "level": "district"},
        {"区划代码": "410105", "名称": "金水区"},
        {"id": "7", "adcode": "410105", "name": "x", "name_zh": "金水区", "name_en": None},
    ],
)
def test_another_publisher_may_call_the_properties_otherwise(
    tmp_path: Path, properties: dict[str, Any]
) -> None:
    path = tmp_path / "districts.geojson"
    outline = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    feature = {"type": "Feature", "geometry": outline, "properties": properties}
    path.write_text(json.dumps({"features": [feature]}), encoding="utf-8")

    (district,) = read_districts(path)

    assert (district.adcode, district.name_zh, district.name_en) == ("410105", "金水区", "金水区")
    assert district.population_2020 == 0


@pytest.mark.parametrize("name", ["110108", "海淀区", "Haidian", " haidian "])
def test_a_district_is_found_by_code_and_by_either_name(districts: Districts, name: str) -> None:
    district = districts.named(name)
    assert district is not None
    assert district.adcode == "110108"


def test_the_bounds_hold_the_whole_city(districts: Districts) -> None:
    assert districts.bounds == pytest.approx((115.42, 39.44, 117.51, 41.06), abs=0.02)


def test_an_unknown_name_is_no_district(districts: Districts) -> None:
    assert districts.named("浦东新区") is None


@pytest.mark.parametrize(("datum", "right"), RIGHT_OF_1353.items())
def test_real_transit_places_fall_into_their_district(
    districts: Districts, shared_data: Path, datum: str, right: int
) -> None:
    path = shared_data / "beijing_amap_transit_poi_1353_gcj02_wgs84_adcode.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    lons = [float(row[f"lon_{datum}"]) for row in rows]
    lats = [float(row[f"lat_{datum}"]) for row in rows]
    found = [districts[index].adcode for index in districts.of_many(lons, lats)]
    hits = sum(code == row["adcode"] for code, row in zip(found, rows, strict=True))
    assert (len(rows), hits) == (1353, right)


def collection(geometry_type: str, coordinates: object) -> str:
    geometry = {"type": geometry_type, "coordinates": coordinates}
    return json.dumps({"features": [{"properties": {"adcode": "1"}, "geometry": geometry}]})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "no GeoJSON"),
        ("[]", "no GeoJSON"),
        ('{"features": 3}', "no GeoJSON"),
        ('{"features": [{"properties": {}, "geometry": null}]}', "feature 1"),
        ('{"features": [1, 2, 3, 4, 5]}', "and 2 more"),
        (collection("Point", [1, 2]), "no polygon"),
        (collection("Polygon", [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]), "Self-intersection"),
    ],
)
def test_a_file_that_holds_no_districts_is_refused(
    tmp_path: Path, content: str, reason: str
) -> None:
    path = tmp_path / "districts.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=reason):
        read_districts(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"absent\.geojson"):
        read_districts(tmp_path / "absent.geojson")
