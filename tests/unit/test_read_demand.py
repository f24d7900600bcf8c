"""Demand from tables and GeoJSON as planners have them, and what is said of those that fail."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pytest
from openpyxl import Workbook

from rig.plan_files import geojson, point, refused, shifted, square
from stationmap.errors import DemandError
from stationmap.files.areas import read_areas
from stationmap.files.demand import read_demand
from stationmap.geo.datum import from_wgs84
from stationmap.geo.geodesic import GEOD
from stationmap.labels import Language, text

if TYPE_CHECKING:
    from pathlib import Path

    from stationmap.coverage.demand import DemandSurface
    from stationmap.errors import PlanError

STREETS = "haidian_29_streets_wgs84_pop2020.geojson"
RESTAURANTS = "haidian_restaurants_2012_5830_gcj02_wgs84.csv"
BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[116.3, 39.9], [116.4, 40.0], [116.4, 39.9], [116.3, 40.0], [116.3, 39.9]]],
}


def table(lines: str, encoding: str = "utf-8", **options: Any) -> DemandSurface:
    return read_demand(lines.encode(encoding), "pickups.csv", name="pick-ups", **options)


def features(*given: tuple[Any, dict[str, Any] | None], **options: Any) -> DemandSurface:
    return read_demand(geojson(*given), "demand.geojson", name="demand", **options)


def apart_m(one: DemandSurface, other: DemandSurface) -> float:
    return float(np.max(GEOD.inv(one.lons, one.lats, other.lons, other.lats)[2]))


def told(error: PlanError) -> tuple[str, dict[str, object]]:
    assert isinstance(error, DemandError)
    return error.code, error.facts


def test_the_streets_of_haidian_keep_their_population(shared_data: Path) -> None:
    content = (shared_data / STREETS).read_bytes()
    streets = {
        each["properties"]["id"]: each["properties"] for each in orjson.loads(content)["features"]
    }

    surface = read_demand(content, STREETS, name="residents")

    assert surface.total == 3_133_469
    assert surface.source == f"{STREETS} (pop2020)"
    areas = read_areas(content, STREETS, name="streets")
    members = areas.of_many(surface.lons, surface.lats)
    found = np.bincount(members, surface.weights, minlength=len(areas))
    assert found.tolist() == [streets[code]["pop2020"] for code in areas.codes]


@pytest.mark.parametrize("datum", ["wgs84", "gcj02"])
def test_of_paired_columns_those_of_the_datum_count(shared_data: Path, datum: str) -> None:
    content = (shared_data / RESTAURANTS).read_bytes()

    surface = read_demand(content, RESTAURANTS, name="restaurants", datum=datum)

    assert (len(surface), surface.total, surface.source) == (5830, 5830.0, RESTAURANTS)
    rows = [line.split(",")[-2:] for line in content.decode("utf-8-sig").splitlines()[1:]]
    lons, lats = np.array(rows, dtype=float).T
    assert np.max(GEOD.inv(surface.lons, surface.lats, lons, lats)[2]) < 0.1


def test_the_columns_of_a_datum_that_a_file_has_not_are_asked_for(shared_data: Path) -> None:
    content = (shared_data / RESTAURANTS).read_bytes()

    error = refused(lambda: read_demand(content, RESTAURANTS, name="restaurants", datum="bd09"))

    assert told(error) == ("demand_other_datum", {"datum": "bd09", "found": "gcj02, wgs84"})


@pytest.mark.parametrize(
    ("header", "total"),
    [
        ("lon,lat,population", 30.0),
        ("lon,lat,pop2020", 30.0),
        ("经度,纬度,人口", 30.0),
        ("经度,纬度,2020年常住人口（人）", 30.0),
        ("东经,北纬,权重", 30.0),
        ("Longitude,Latitude,Weight", 30.0),
        ("x,y,数量", 30.0),
        ("lon,lat,height", 2.0),
    ],
)
def test_the_column_of_weights_is_guessed_and_without_one_each_row_counts_as_one(
    header: str, total: float
) -> None:
    surface = table(f"{header}\n116.30,39.90,10\n116.31,39.91,20\n")

    assert surface.total == total
    assert surface.lons.tolist() == [116.30, 116.31]
    assert surface.lats.tolist() == [39.90, 39.91]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    surface = table("名称,经度,纬度,人口\n中关村,116.31,39.98,12\n", encoding)

    assert surface.total == 12.0


def test_a_workbook_is_a_table_too() -> None:
    workbook = Workbook()
    sheet = workbook.create_sheet("人口", 0)
    for row in (["经度", "纬度", "人口"], [116.31, 39.98, 1200], [116.32, 39.98, 0.5]):
        sheet.append(row)
    file = BytesIO()
    workbook.save(file)

    surface = read_demand(file.getvalue(), "人口.xlsx", name="residents")

    assert surface.weights.tolist() == [1200.0, 0.5]


def test_thousands_may_be_set_off_by_commas() -> None:
    assert table('lon,lat,pop\n116.3,39.9,"1,226,315"\n').total == 1_226_315


def test_a_person_may_say_which_column_counts() -> None:
    lines = "lon,lat,pop2010,pop2020\n116.3,39.9,10,20\n"

    assert table(lines, weight_column="pop2010").total == 10.0
    error = refused(lambda: table(lines))
    assert told(error) == ("demand_which_column", {"columns": "pop2010, pop2020"})


def test_a_column_that_is_not_there_is_told_with_those_that_are() -> None:
    error = refused(lambda: table("lon,lat,pop\n116.3,39.9,1\n", weight_column="people"))

    assert told(error) == ("no_column", {"column": "people", "columns": "pop"})
    assert "pop" in text(f"plan_error.{error.code}", Language.EN, **error.facts)


def test_what_holds_nothing_is_left_out() -> None:
    surface = table("lon,lat,pop\n116.3,39.9,0\n116.4,39.9,5\n")

    assert surface.lons.tolist() == [116.4]


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_positions_of_points_come_out_in_wgs84(datum: str) -> None:
    lons, lats = from_wgs84([116.3], [39.9], datum)
    lon, lat = float(lons[0]), float(lats[0])
    right = table("lon,lat\n116.3,39.9\n")

    assert apart_m(right, table(f"lon,lat\n{lon},{lat}\n", datum=datum)) < 1e-3
    assert apart_m(right, features((point(lon, lat), {}), datum=datum)) < 1e-3


def test_vertices_of_polygons_come_out_in_wgs84(shared_data: Path) -> None:
    content = (shared_data / STREETS).read_bytes()
    document = orjson.loads(content)
    for each in document["features"]:
        each["geometry"] = shifted(each["geometry"], "bd09")

    surface = read_demand(orjson.dumps(document), STREETS, name="residents", datum="bd09")

    assert apart_m(surface, read_demand(content, STREETS, name="residents")) < 1e-2
    assert surface.total == 3_133_469


def test_points_of_a_geojson_weigh_what_they_say_and_one_each_if_they_say_nothing() -> None:
    surface = features((point(116.3, 39.9), {"pop": 7}), (point(116.4, 39.9), {"pop": "1.5"}))

    assert surface.weights.tolist() == [7.0, 1.5]
    assert features((point(116.3, 39.9), None)).weights.tolist() == [1.0]


def test_a_multipoint_shares_its_weight_and_counts_its_points_without_one() -> None:
    many = {"type": "MultiPoint", "coordinates": [[116.3, 39.9], [116.4, 39.9], [116.5, 39.9]]}

    shared = features((many, {"pop": 10}))

    assert shared.total == 10.0
    assert shared.weights == pytest.approx([10 / 3] * 3)
    assert features((many, {})).weights.tolist() == [1.0, 1.0, 1.0]


def test_points_and_polygons_may_stand_in_one_file() -> None:
    surface = features((point(116.3, 39.9), {"pop": 5}), (square(116.4, 39.9, 0.01), {"pop": 7}))

    assert surface.total == 12.0


@pytest.mark.parametrize(
    ("lines", "code", "facts"),
    [
        ("", "file_empty", None),
        ("lon,lat,pop\n", "file_empty", None),
        (
            "lon,lat,pop\n116.3,39.9,1\n116.3,39.9,-2\n",
            "row_negative",
            {"number": 3, "column": "pop", "value": "-2"},
        ),
        ("lon,lat,pop\n116.3,39.9,nan\n", "row_weight", None),
        ("lon,lat,pop\n116.3,39.9,1e999\n", "row_weight", None),
        ("lon,lat,pop\n116.3,39.9,many\n", "row_weight", None),
        ("lon,lat,pop\n116.3,39.9,\n", "row_weight", {"number": 2, "column": "pop", "value": ""}),
        ("lon,lat,pop\n116.3,39.9,0\n", "demand_all_zero", {}),
        ("lon,lat\n39.9,116.3\n", "row_swapped", {"number": 2, "value": "39.9, 116.3"}),
        ("lon,lat\n43.8,87.6\n", "demand_swapped", {"value": "43.8, 87.6"}),
        ("lon,lat\n448000,4420000\n", "row_position", None),
        ("lon,lat\nnan,39.9\n", "row_position", None),
        ("lon,lat\n,39.9\n", "row_position", {"number": 2, "value": ", 39.9"}),
        ("lon,lat\n116.3,39.9,5\n", "row_ragged", {"number": 2, "value": 3, "expected": 2}),
        ("name,pop\na,1\n", "demand_no_axes", {"columns": "name, pop"}),
        ('lon,lat\n116.3,"39.9\n', "file_csv", None),
    ],
)
def test_a_table_that_cannot_be_used_says_where_and_why(
    lines: str, code: str, facts: dict[str, object] | None
) -> None:
    error = refused(lambda: table(lines))

    assert told(error) == (code, error.facts if facts is None else facts)


@pytest.mark.parametrize(
    ("geometry", "properties", "code", "facts"),
    [
        (
            BOW_TIE,
            {"name": "Bow", "pop": 1},
            "feature_crosses",
            {"number": 2, "name": "Bow", "at": "116.350000, 39.950000"},
        ),
        (point(116.3, 39.9), {"pop": -3}, "feature_negative", None),
        (point(116.3, 39.9), {"pop": True}, "feature_weight", None),
        (point(116.3, 39.9), {"pop": 1e300}, "feature_weight", None),
        (point(116.3, 39.9), {}, "feature_weight", None),
        (point(39.9, 116.3), {"pop": 1}, "feature_swapped", None),
        (point(448000, 4420000), {"pop": 1}, "feature_range", None),
        (None, {"pop": 1}, "feature_geometry", None),
        ({"type": "Point", "coordinates": []}, {"pop": 1}, "feature_broken", None),
        ({"type": "Point", "coordinates": ["a", 1]}, {"pop": 1}, "feature_broken", None),
        (
            {"type": "Polygon", "coordinates": [[[1, 1], [2, 2]]]},
            {"pop": 1},
            "feature_broken",
            None,
        ),
        (
            {"type": "LineString", "coordinates": [[116.3, 39.9], [116.4, 39.9]]},
            {"pop": 1},
            "feature_geometry",
            {
                "number": 2,
                "value": "LineString",
                "expected": "Point, MultiPoint, Polygon, MultiPolygon",
            },
        ),
    ],
)
def test_a_feature_that_cannot_be_used_says_which_and_why(
    geometry: Any, properties: dict[str, Any], code: str, facts: dict[str, object] | None
) -> None:
    error = refused(lambda: features((point(116.3, 39.9), {"pop": 1}), (geometry, properties)))

    assert told(error) == (code, error.facts if facts is None else facts)
    assert error.facts["number"] == 2


def test_a_coordinate_that_no_number_holds_is_told() -> None:
    content = geojson((point(116.25, 39.9), {"pop": 1})).replace(b"116.25", b"1" * 400)

    error = refused(lambda: read_demand(content, "demand.geojson", name="demand"))

    assert told(error) == ("feature_broken", {"number": 1})


def test_axes_that_are_swapped_in_range_are_found_too() -> None:
    """Urumqi lies at 87.6, 43.8: both could be a latitude."""
    error = refused(lambda: features((point(43.8, 87.6), {}), (point(43.9, 87.5), {})))

    assert told(error) == ("feature_swapped", {"number": 1, "value": "43.8, 87.6"})


def test_a_polygon_needs_a_column_with_its_population() -> None:
    error = refused(lambda: features((square(116.3, 39.9, 0.01), {"name": "a", "height": 3})))

    assert told(error) == ("demand_no_population", {"columns": "name, height"})


@pytest.mark.parametrize(
    ("properties", "geometry", "column"),
    [
        ('{"pop": NaN}', '{"type": "Point", "coordinates": [116.3, 39.9]}', "pop"),
        ('{"pop": 1}', '{"type": "Point", "coordinates": [Infinity, 39.9]}', "geometry"),
    ],
)
def test_what_is_no_number_is_found_in_its_feature(
    properties: str, geometry: str, column: str
) -> None:
    feature = f'{{"type": "Feature", "properties": {properties}, "geometry": {geometry}}}'
    content = f'{{"type": "FeatureCollection", "features": [{feature}]}}'.encode()

    error = refused(lambda: read_demand(content, "a.geojson", name="demand"))

    assert told(error) == ("feature_not_finite", {"number": 1, "column": column})


@pytest.mark.parametrize(
    ("content", "file_name", "code"),
    [
        (b"{}", "demand.shp", "file_suffix"),
        (b"", "demand.geojson", "file_empty"),
        (b'{"type": "FeatureCollection", "features": []}', "a.geojson", "file_empty"),
        (b"[1]", "a.geojson", "file_no_collection"),
        (b'{"type": "FeatureCollection"', "a.geojson", "file_json"),
        (b"<OGRVRTDataSource/>", "a.geojson", "file_json"),
        (b"\xff\xfe\x00\xd8", "a.csv", "file_encoding"),
        (b"PK\x03\x04", "a.xlsx", "file_xlsx"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(content: bytes, file_name: str, code: str) -> None:
    error = refused(lambda: read_demand(content, file_name, name="demand"))

    assert told(error)[0] == code


@pytest.mark.parametrize("file_name", ["a.csv", "a.geojson"])
def test_a_file_of_too_many_points_is_refused(file_name: str) -> None:
    content = {
        "a.csv": b"lon,lat\n" + b"116.3,39.9\n" * 100_001,
        "a.geojson": b'{"type": "FeatureCollection", "features": [%s0]}' % (b"0," * 100_000),
    }

    error = refused(lambda: read_demand(content[file_name], file_name, name="demand"))

    assert told(error) == ("file_too_many", {"most": "100,000"})


def test_a_file_in_another_reference_system_is_refused() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4527"}}
    content = geojson((point(116.3, 39.9), {}), crs=crs)

    error = refused(lambda: read_demand(content, "a.geojson", name="demand"))

    assert told(error)[0] == "file_crs"
