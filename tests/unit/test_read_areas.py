"""Areas out of a GeoJSON, and out of what the program has itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pytest
import shapely

from rig.plan_files import geojson, point, refused, shifted, square
from stationmap.errors import AreaFileError
from stationmap.files.areas import district_areas, read_areas, street_areas
from stationmap.files.districts import read_districts
from stationmap.files.streets import read_streets

if TYPE_CHECKING:
    from stationmap.coverage.areas import AreaSet

STREETS = "haidian_29_streets_wgs84_pop2020.geojson"
FAR_AWAY = square(5, 5, 1)["coordinates"]
DATA = Path(__file__).resolve().parents[2] / "data"


def areas(*given: tuple[Any, dict[str, Any] | None], **options: Any) -> AreaSet:
    return read_areas(geojson(*given), "areas.geojson", name="areas", **options)


def two(first: dict[str, Any], second: dict[str, Any], **options: Any) -> AreaSet:
    return areas((square(116.3, 39.9, 0.1), first), (square(116.4, 39.9, 0.1), second), **options)


def test_the_streets_of_haidian_are_29_areas(shared_data: Path) -> None:
    content = (shared_data / STREETS).read_bytes()

    streets = read_areas(content, STREETS, name="streets of Haidian")

    assert (len(streets), streets.name) == (29, "streets of Haidian")
    expected = [each["properties"] for each in orjson.loads(content)["features"]]
    assert streets.codes == tuple(each["id"] for each in expected)
    assert streets.names == tuple(each["name"] for each in expected)
    assert streets.names_en == streets.names


@pytest.mark.parametrize(
    ("first", "second", "codes", "names"),
    [
        ({"code": "a", "name": "A"}, {"code": "b", "name": "B"}, ("a", "b"), ("A", "B")),
        ({"编码": 1, "街道": "A"}, {"编码": 2.0, "街道": "B"}, ("1", "2"), ("A", "B")),
        ({"name": "A"}, {"name": "B"}, ("1", "2"), ("A", "B")),
        ({"id": "x"}, {"id": "y"}, ("x", "y"), ("x", "y")),
        ({"adcode": 110108, "id": 7}, {"adcode": 110108, "id": 8}, ("7", "8"), ("7", "8")),
        ({"code": "a", "name": "A"}, {"code": "b", "name": None}, ("a", "b"), ("A", "b")),
    ],
)
def test_codes_and_names_are_guessed(
    first: dict[str, Any],
    second: dict[str, Any],
    codes: tuple[str, ...],
    names: tuple[str, ...],
) -> None:
    found = two(first, second)

    assert (found.codes, found.names) == (codes, names)


def test_codes_and_names_may_be_said() -> None:
    first, second = {"name": "A", "nr": 5, "label": "X"}, {"name": "B", "nr": 6, "label": "Y"}

    found = two(first, second, code_column="nr", name_column="label")

    assert (found.codes, found.names) == (("5", "6"), ("X", "Y"))


def test_english_names_are_taken_where_there_are_any() -> None:
    found = two({"name": "甲", "name_en": "First"}, {"name": "乙", "name_en": None})

    assert (found.names, found.names_en) == (("甲", "乙"), ("First", "乙"))


def test_outlines_come_out_in_wgs84() -> None:
    outline = square(116.3, 39.9, 0.1)

    found = areas((shifted(outline, "gcj02"), {}), datum="gcj02")

    corners = shapely.get_coordinates(found.outlines[0])
    assert corners == pytest.approx(np.array(outline["coordinates"][0]), abs=1e-8)


def test_elevations_are_left_out() -> None:
    ring = [[116.3, 39.9, 5], [116.4, 39.9, 5], [116.4, 40.0, 5], [116.3, 39.9, 5]]

    found = areas(({"type": "Polygon", "coordinates": [ring]}, {}))

    assert not shapely.has_z(found.outlines).any()


def test_the_districts_are_areas() -> None:
    districts = read_districts(DATA / "districts.geojson")

    found = district_areas(districts)

    assert found.codes == tuple(district.adcode for district in districts)
    assert (found.name, len(found)) == ("districts", 16)
    assert (found.names[5], found.names_en[5]) == ("海淀区", "Haidian")
    assert found.of_many([116.3], [40.0]).tolist() == [5]


def test_streets_are_areas_where_their_outlines_are_known(shared_data: Path) -> None:
    districts = read_districts(DATA / "districts.geojson")
    outlines = shared_data / STREETS
    drawn = read_streets(DATA / "streets.csv", outlines=outlines, districts=districts)

    assert street_areas(read_streets(DATA / "streets.csv")) is None
    found = street_areas(drawn)
    assert found is not None
    assert len(found) == 29
    assert all(code.startswith("110108") for code in found.codes)


@pytest.mark.parametrize(
    ("geometry", "properties", "code", "facts"),
    [
        (point(116.3, 39.9), {}, "feature_geometry", {"value": "Point"}),
        (None, {}, "feature_geometry", {"value": ""}),
        (
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
            {"名称": "某街道"},
            "feature_crosses",
            {"name": "某街道", "at": "0.500000, 0.500000"},
        ),
        (
            {"type": "Polygon", "coordinates": [*square(1, 1, 2)["coordinates"], *FAR_AWAY]},
            {},
            "feature_invalid",
            {"name": "#2"},
        ),
        (square(39.9, 116.3, 0.1), {}, "feature_swapped", {}),
    ],
)
def test_a_feature_that_is_no_area_says_which_and_why(
    geometry: Any, properties: dict[str, Any], code: str, facts: dict[str, object]
) -> None:
    error = refused(lambda: areas((square(116.3, 39.9, 0.1), {}), (geometry, properties)))

    assert isinstance(error, AreaFileError)
    assert error.code == code
    assert error.facts == error.facts | facts | {"number": 2}


@pytest.mark.parametrize(
    ("options", "code", "facts"),
    [
        ({"code_column": "zip"}, "no_column", {"column": "zip", "columns": "name, kind"}),
        ({"name_column": "zip"}, "no_column", {"column": "zip", "columns": "name, kind"}),
        ({"code_column": "kind"}, "areas_code_twice", {"area": "street"}),
    ],
)
def test_a_column_that_cannot_be_used_says_why(
    options: dict[str, str], code: str, facts: dict[str, object]
) -> None:
    first, second = {"name": "A", "kind": "street"}, {"name": "B", "kind": "street"}

    error = refused(lambda: two(first, second, **options))

    assert (error.code, error.facts) == (code, facts)


def test_a_code_that_is_missing_says_where() -> None:
    error = refused(lambda: two({"nr": 1}, {"nr": None}, code_column="nr"))

    assert (error.code, error.facts) == ("areas_no_code", {"number": 2, "column": "nr"})


def test_areas_come_as_geojson_alone() -> None:
    error = refused(lambda: read_areas(b"a", "areas.zip", name="areas"))

    assert error.code == "file_suffix"
