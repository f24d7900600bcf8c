"""Areas: which district and street a station is in, and which area holds which."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
import shapely

from rig.stations import station
from stationmap.errors import SettingsError
from stationmap.files.districts import read_districts
from stationmap.files.streets import read_streets
from stationmap.geo.position import Position
from stationmap.labels import Language
from stationmap.upkeep.area import CITY, Areas, Street, street_stem

ROOT = Path(__file__).resolve().parents[2]
STREETS = ROOT / "data" / "streets.csv"
HAIDIAN, CHAOYANG = "110108", "110105"
XUEYUANLU = "110108010"
IN_HAIDIAN = Position(116.35, 39.99)
IN_CHAOYANG = Position(116.48, 39.95)
IN_HEBEI = Position(115.0, 38.0)


@pytest.fixture(scope="module")
def areas() -> Areas:
    return Areas(read_districts(ROOT / "data" / "districts.geojson"), read_streets(STREETS))


def test_the_list_has_every_street_of_the_source(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "china-division_beijing_streets_names_codes.json"
    made = tmp_path / "streets.csv"
    script = ROOT / "scripts" / "make_streets.py"
    subprocess.run([sys.executable, script, source, made], check=True)
    assert made.read_bytes() == STREETS.read_bytes()


def test_no_two_streets_of_a_district_are_told_apart_by_their_ending_alone() -> None:
    with STREETS.open(encoding="utf-8", newline="") as file:
        keys = [(row["district"], street_stem(row["name"])) for row in csv.DictReader(file)]
    assert len(keys) == len(set(keys)) == 349


def test_the_district_is_the_one_of_the_position_whatever_is_stated(areas: Areas) -> None:
    forged = station(position=IN_CHAOYANG, district="海淀区", street="学院路街道")
    assert areas.codes_of([forged]) == [CHAOYANG]
    assert not areas.covers(HAIDIAN, forged)
    assert not areas.covers(XUEYUANLU, forged)


@pytest.mark.parametrize("name", ["学院路街道", "学院路", " 学院路 街道办事处"])
def test_a_street_is_known_by_its_name_with_any_ending(areas: Areas, name: str) -> None:
    where = areas.of(station(position=IN_HAIDIAN, street=name))
    assert where.street is not None
    assert where.street.code == where.code == XUEYUANLU


def test_a_town_is_known_by_the_name_of_its_area(areas: Areas) -> None:
    assert areas.street_named(HAIDIAN, "东升镇") == areas.street_named(HAIDIAN, "东升地区")
    assert areas.street_named("110113", "杨镇") is not None


def test_a_street_that_no_list_has_leaves_the_station_to_its_district(areas: Areas) -> None:
    unknown = station(position=IN_HAIDIAN, street="没有这条街道")
    assert areas.codes_of([unknown]) == [HAIDIAN]
    assert areas.covers(HAIDIAN, unknown)
    assert not areas.covers(XUEYUANLU, unknown)


def test_a_street_of_the_same_name_in_another_district_is_another(areas: Areas) -> None:
    both = [station(position=where, street="八里庄街道") for where in (IN_HAIDIAN, IN_CHAOYANG)]
    assert [code[:6] for code in areas.codes_of(both)] == [HAIDIAN, CHAOYANG]


def test_a_station_in_no_district_is_in_the_city_alone(areas: Areas) -> None:
    outside = station(position=IN_HEBEI, district="海淀区", street="学院路街道")
    assert areas.codes_of([outside]) == [CITY]
    assert areas.covers(CITY, outside)
    assert not any(areas.covers(code, outside) for code in areas.choices() if code != CITY)


def test_areas_lie_in_each_other_in_three_levels(areas: Areas) -> None:
    assert areas.within(CITY, CITY)
    assert areas.within(CITY, XUEYUANLU)
    assert areas.within(HAIDIAN, XUEYUANLU)
    assert areas.within(XUEYUANLU, XUEYUANLU)
    assert not areas.within(XUEYUANLU, HAIDIAN)
    assert not areas.within(HAIDIAN, CITY)
    assert not areas.within(CHAOYANG, XUEYUANLU)


@pytest.mark.parametrize("forged", ["", "110", "海淀区", "Haidian", "110108999", "CITY", "%"])
def test_an_area_that_there_is_not_holds_nothing(areas: Areas, forged: str) -> None:
    assert not areas.exists(forged)
    assert not areas.within(forged, HAIDIAN)
    assert not areas.within(forged, forged)
    assert not areas.within(CITY, forged)


def test_there_are_one_city_sixteen_districts_and_their_streets(areas: Areas) -> None:
    choices = areas.choices()
    assert len(choices) == len(set(choices)) == 1 + 16 + 349
    assert choices[0] == CITY
    assert choices.index(XUEYUANLU) > choices.index(HAIDIAN)


def test_areas_have_names_in_both_languages(areas: Areas) -> None:
    assert areas.name(CITY, Language.ZH) == "全市"
    assert areas.name(HAIDIAN, Language.ZH) == "海淀区"
    assert areas.name(XUEYUANLU, Language.ZH) == "海淀区学院路街道"
    assert areas.name(XUEYUANLU, Language.EN) == "学院路街道, Haidian"
    assert areas.name("gone", Language.ZH) == "gone"


def test_ten_thousand_stations_are_placed_at_once(areas: Areas) -> None:
    many = [station(id=str(n), position=IN_HAIDIAN, street="学院路街道") for n in range(10_000)]
    assert set(areas.codes_of(many)) == {XUEYUANLU}


def test_where_a_street_is_drawn_the_position_decides() -> None:
    districts = read_districts(ROOT / "data" / "districts.geojson")
    drawn = Street(
        code=XUEYUANLU,
        name="学院路街道",
        district=HAIDIAN,
        outline=shapely.box(116.34, 39.98, 116.36, 40.0),
    )
    other = Street(code="110108011", name="中关村街道", district=HAIDIAN)
    areas = Areas(districts, [drawn, other])
    inside = station(position=IN_HAIDIAN, street="中关村街道")
    outside = station(position=Position(116.31, 39.98), street="学院路街道")
    assert areas.codes_of([inside, outside]) == [XUEYUANLU, HAIDIAN]


def test_real_outlines_of_haidian_place_stations_in_its_streets(shared_data: Path) -> None:
    outlines = shared_data / "haidian_29_streets_wgs84_pop2020.geojson"
    districts = read_districts(ROOT / "data" / "districts.geojson")
    streets = read_streets(STREETS, outlines=outlines, districts=districts)
    assert sum(street.outline is not None for street in streets) == 29
    areas = Areas(districts, streets)
    here = station(position=Position(116.3476, 39.9918), street="中关村街道")
    there = station(position=IN_CHAOYANG, street="八里庄街道")
    assert areas.codes_of([here, there]) == [XUEYUANLU, "110105015"]


@pytest.mark.parametrize(
    ("properties", "geometry"),
    [
        ({"name": "没有这条街道"}, shapely.box(116.34, 39.98, 116.36, 40.0)),
        ({"code": "110108999"}, shapely.box(116.34, 39.98, 116.36, 40.0)),
        (
            {"name": "学院路街道", "district": "没有这个区"},
            shapely.box(116.34, 39.98, 116.36, 40.0),
        ),
        ({"name": "学院路街道"}, shapely.box(0, 0, 1, 1)),
        ({"code": XUEYUANLU}, shapely.Point(116.35, 39.99)),
        ({"code": XUEYUANLU}, shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])),
    ],
)
def test_an_outline_that_is_no_street_is_refused_by_its_number(
    tmp_path: Path, properties: dict[str, str], geometry: shapely.Geometry
) -> None:
    path = tmp_path / "outlines.geojson"
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": json.loads(shapely.to_geojson(geometry)),
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    districts = read_districts(ROOT / "data" / "districts.geojson")
    with pytest.raises(SettingsError, match="feature 1") as refusal:
        read_streets(STREETS, outlines=path, districts=districts)
    assert refusal.value.setting == "street_outlines"


@pytest.mark.parametrize("content", ["", "code,name\n1,x\n", "\xff"])
def test_what_is_no_list_of_streets_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "streets.csv"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(SettingsError, match="no list of streets"):
        read_streets(path)
