"""Programs that others wrote read the stations from a running server: GDAL and geopandas."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pyogrio
import pytest

from rig.counted_bytes import CountedBytes, counted
from rig.sample import whole_sample
from rig.served_app import serve
from stationmap.files.write import to_geojson, write_stations
from stationmap.stations.record import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stationmap import Station

BOX = (116.40, 39.90, 116.45, 39.94)
"""West, south, east and north of some streets in the middle of Beijing."""

KIND = "driver_home"
EACH = 5
"""Of the sample every so many-th station: two thousand, which are more than one page."""

PAGE = 1_500


@pytest.fixture(scope="module")
def stations() -> list[Station]:
    return list(whole_sample()[::EACH])


@pytest.fixture(scope="module")
def api(
    stations: list[Station], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CountedBytes]:
    file = tmp_path_factory.mktemp("served") / "stations.geojson"
    write_stations(stations, file)
    with serve(stations=file, api_limit="0") as app, counted(f"{app.url}/api") as through:
        yield through


@pytest.fixture(scope="module")
def whole_bytes(api: CountedBytes, tmp_path_factory: pytest.TempPathFactory) -> int:
    """Count what the server sends to `ogr2ogr` that asks for everything."""
    api.restart()
    _ogr2ogr(api.url, tmp_path_factory.mktemp("whole") / "all.geojson")
    return api.sent


def _ogr2ogr(url: str, path: Path, *options: str) -> dict[str, dict[str, Any]]:
    """Copy the collection into a file, and return the features by id."""
    program = shutil.which("ogr2ogr")
    if program is None:
        pytest.skip("GDAL's programs are not installed: gdal-bin")
    # By itself this GDAL asks for ten at a time. What the first page has are the fields.
    pages = ("-oo", f"PAGE_SIZE={100 if options else PAGE}")
    command = [program, "-f", "GeoJSON", str(path), f"OAPIF:{url}", "stations", *pages, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {feature["properties"].pop("id"): feature for feature in features}


def _inside(station: Station) -> bool:
    west, south, east, north = BOX
    return west <= station.position.lon <= east and south <= station.position.lat <= north


def _expected(stations: list[Station]) -> dict[str, dict[str, Any]]:
    return {feature["id"]: feature for feature in to_geojson(stations)["features"]}


def _said(properties: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known, and a status that is open unless said otherwise."""
    known = {name: value for name, value in properties.items() if value is not None}
    return {name: value for name, value in known.items() if (name, value) != ("status", "open")}


def test_ogr2ogr_reads_the_same_stations_as_the_store_has(
    api: CountedBytes, stations: list[Station], tmp_path: Path
) -> None:
    found = _ogr2ogr(api.url, tmp_path / "all.geojson")

    expected = _expected(stations)
    assert found.keys() == expected.keys()
    for station_id, feature in expected.items():
        assert found[station_id]["geometry"] == feature["geometry"]
        assert _said(found[station_id]["properties"]) == _said(feature["properties"])


def test_ogr2ogr_fetches_only_what_is_in_a_box(
    api: CountedBytes, stations: list[Station], whole_bytes: int, tmp_path: Path
) -> None:
    api.restart()

    found = _ogr2ogr(api.url, tmp_path / "box.geojson", "-spat", *map(str, BOX))

    assert found.keys() == {station.id for station in stations if _inside(station)}
    assert api.sent < whole_bytes / 5


def test_ogr2ogr_lets_the_server_choose_by_an_attribute(
    api: CountedBytes, stations: list[Station], whole_bytes: int, tmp_path: Path
) -> None:
    api.restart()

    found = _ogr2ogr(api.url, tmp_path / "kind.geojson", "-where", f"kind = '{KIND}'")

    assert found.keys() == {station.id for station in stations if station.kind == KIND}
    assert api.sent < whole_bytes / 5


def test_ogr2ogr_fetches_a_single_station_by_its_id(
    api: CountedBytes, stations: list[Station], whole_bytes: int, tmp_path: Path
) -> None:
    api.restart()
    asked_for = stations[7].id

    found = _ogr2ogr(api.url, tmp_path / "one.geojson", "-where", f"id = '{asked_for}'")

    assert found.keys() == {asked_for}
    assert api.sent < whole_bytes / 5


def test_geopandas_fetches_a_single_station_by_its_id(
    api: CountedBytes, stations: list[Station]
) -> None:
    asked_for = stations[7].id

    frame = gpd.read_file(f"OAPIF:{api.url}", layer="stations", where=f"id = '{asked_for}'")

    assert list(frame["id"]) == [asked_for]


def test_geopandas_reads_the_same_stations_as_the_store_has(
    api: CountedBytes, stations: list[Station]
) -> None:
    frame = gpd.read_file(f"OAPIF:{api.url}", layer="stations").set_index("id")

    expected = _expected(stations)
    points = zip(frame.index, frame.geometry.x, frame.geometry.y, strict=True)
    assert {one: [lon, lat] for one, lon, lat in points} == {
        one: feature["geometry"]["coordinates"] for one, feature in expected.items()
    }
    assert frame.crs == "OGC:CRS84"
    frame["facilities"] = frame["facilities"].dropna().map(json.loads)
    for name in ("name", "kind", "facilities", "capacity", "truck_bays"):
        known = frame[name].dropna().to_dict()
        properties = {one: feature["properties"] for one, feature in expected.items()}
        assert known == {one: said[name] for one, said in properties.items() if name in said}


def test_gdal_learns_every_property_of_the_contract(api: CountedBytes) -> None:
    fields = set(pyogrio.read_info(f"OAPIF:{api.url}", layer="stations")["fields"])

    assert fields == {"id", *PROPERTIES}


def test_geopandas_lets_the_server_choose_by_box_and_attribute(
    api: CountedBytes, stations: list[Station], whole_bytes: int
) -> None:
    api.restart()

    frame = gpd.read_file(
        f"OAPIF:{api.url}", layer="stations", bbox=BOX, where="kind = 'warm_station'"
    )

    assert set(frame["id"]) == {
        station.id for station in stations if _inside(station) and station.kind == "warm_station"
    }
    assert api.sent < whole_bytes / 5
