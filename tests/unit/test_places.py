"""The places that the offline search knows: their file and where it comes from."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from stationmap.errors import SettingsError
from stationmap.files.districts import read_districts
from stationmap.geo.geodesic import distance_m
from stationmap.geo.position import Position
from stationmap.geocoding.gazetteer import NamedPlace, read_gazetteer

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "data" / "places.csv"
LANDMARKS = ROOT / "scripts" / "landmarks.csv"
NEAR_ITS_STATION_M = 500.0
HEADER = "name_zh,name_en,lon,lat,aliases\n"


def test_the_script_gives_the_committed_bytes(tmp_path: Path) -> None:
    out = tmp_path / "places.csv"
    subprocess.run([sys.executable, ROOT / "scripts" / "make_places.py", out], check=True)
    assert FILE.read_bytes() == out.read_bytes()


def test_every_place_lies_in_beijing_but_the_airport_on_its_border() -> None:
    districts = read_districts(ROOT / "data" / "districts.geojson")
    places = read_gazetteer(FILE)
    assert len(places) == 217
    outside = [place.name_zh for place in places if districts.of(place.position) is None]
    assert outside == ["大兴机场"]


def test_every_row_says_where_it_is_from() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        sources = [row["source"] for row in csv.DictReader(file)]
    assert {source.partition(":")[0] for source in sources} == {"by hand", "geonames"}


def test_landmarks_placed_by_hand_lie_at_the_stations_of_their_name(shared_data: Path) -> None:
    path = shared_data / "beijing_subway_stations_and_exits_osm_wgs84.geojson"
    stations: dict[str, list[Position]] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        lon, lat = feature["geometry"]["coordinates"][:2]
        stations.setdefault(feature["properties"]["name"], []).append(Position(lon, lat))
    for place in read_gazetteer(LANDMARKS):
        distances_m = [distance_m(place.position, station) for station in stations[place.name_zh]]
        assert min(distances_m) < NEAR_ITS_STATION_M, place.name_zh


def test_a_place_is_read_with_its_aliases(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(HEADER + "国贸,Guomao,116.455,39.909,CBD;大北窑\n", encoding="utf-8")
    assert read_gazetteer(path) == (
        NamedPlace(
            name_zh="国贸",
            name_en="Guomao",
            position=Position(116.455, 39.909),
            aliases=("CBD", "大北窑"),
        ),
    )


@pytest.mark.parametrize(
    "row",
    ["国贸,Guomao,116.455", "国贸,Guomao,x,39.9,", "国贸,Guomao,116.4,91,", "国贸,Guomao,nan,1,"],
)
def test_a_row_that_is_no_place_is_named(tmp_path: Path, row: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(HEADER + "前门,Qianmen,116.391,39.9,\n" + row + "\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="row 3"):
        read_gazetteer(path)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a,b\n1,2\n"])
def test_a_file_that_holds_no_places_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "places.csv"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"places\.csv"):
        read_gazetteer(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"absent\.csv"):
        read_gazetteer(tmp_path / "absent.csv")
