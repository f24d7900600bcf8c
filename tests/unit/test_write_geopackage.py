"""A GeoPackage holds every station, as geographic programs read it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import pyogrio
import pytest

from rig.stations import station
from stationmap import to_geodataframe
from stationmap.files.write import write_stations
from stationmap.stations.codes import Facility, FacilityState

if TYPE_CHECKING:
    from pathlib import Path


def test_a_geographic_program_reads_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "stations.gpkg"
    full = station(
        id="A",
        name="驿站",
        facilities={Facility.WATER: FacilityState.WORKING, Facility.AED: FacilityState.BROKEN},
        capacity=12,
        verified_on=date(2026, 11, 20),
        extra={"x": [1]},
    )
    write_stations([full, station(id="B")], path)

    info = pyogrio.read_info(path)
    assert (info["layer_name"], info["crs"], info["geometry_type"]) == (
        "stations",
        "EPSG:4326",
        "Point",
    )
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert types["verified_on"] == "OFTDate"
    assert types["capacity"] == "OFTInteger64"
    first, second = gpd.read_file(path).to_dict("records")
    assert (first["id"], first["name"], first["capacity"]) == ("A", "驿站", 12)
    assert first["facilities"] == "water|aed:broken"
    assert first["extra"] == '{"x":[1]}'
    assert first["geometry"].x == pytest.approx(full.position.lon, abs=1e-6)
    assert second["id"] == "B"


def test_no_station_makes_an_empty_layer(tmp_path: Path) -> None:
    path = tmp_path / "stations.gpkg"
    write_stations([], path)

    assert pyogrio.read_info(path)["features"] == 0


def test_a_frame_has_every_station_in_its_order_with_what_is_known(tmp_path: Path) -> None:
    first = station(id="B", capacity=12, verified_on=date(2026, 11, 20))
    frame = to_geodataframe([first, station(id="A")])

    assert frame.crs == "EPSG:4326"
    assert frame["id"].tolist() == ["B", "A"]
    assert frame["capacity"].isna().tolist() == [False, True]
    assert frame["verified_on"][0] == date(2026, 11, 20)
    assert (frame.geometry.x[0], frame.geometry.y[0]) == (first.position.lon, first.position.lat)
    frame.to_file(tmp_path / "frame.gpkg", layer="stations")
    assert gpd.read_file(tmp_path / "frame.gpkg")["id"].tolist() == ["B", "A"]


def test_a_frame_of_no_stations_has_the_same_columns() -> None:
    assert to_geodataframe([]).columns.tolist() == to_geodataframe([station()]).columns.tolist()
