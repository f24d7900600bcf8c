"""GeoJSON in the data contract, and what is close enough to it to be read."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stationmap.files.read import inspect_file, read_stations
from stationmap.geo.datum import Datum, coordinates_in
from stationmap.stations.codes import Audience, Facility, FacilityState, StationKind

SAMPLE = Path(__file__).parents[2] / "data" / "stations.geojson"


def feature(**changes: Any) -> dict[str, Any]:
    """Return a valid feature; a property that is None is left out."""
    properties = {"name": "测试驿站", "kind": "warm_station"} | changes.pop("properties", {})
    return {
        "type": "Feature",
        "id": "A1",
        "geometry": {"type": "Point", "coordinates": [116.404123, 39.915456]},
        "properties": {name: value for name, value in properties.items() if value is not None},
    } | changes


@pytest.fixture
def geojson(tmp_path: Path) -> Any:
    """Return a function that writes features and returns the path."""

    def write(*features: object, **members: object) -> Path:
        path = tmp_path / "stations.geojson"
        document = {"type": "FeatureCollection", "features": features} | members
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return write


def codes(path: Path, **options: Any) -> list[str]:
    return [fault.code for fault in inspect_file(path, **options).faults]


def test_every_property_of_the_contract_is_read(geojson: Any) -> None:
    properties = {
        "status": "suspended",
        "suspended_until": "2026-12-01",
        "opening_hours": "Mo-Fr 08:30-11:30,13:30-17:30; PH off",
        "facilities": {"water": "working", "aircon": "broken", "wifi": "absent"},
        "audience": ["public", "members"],
        "capacity": 12,
        "area_m2": 15.5,
        "honours": ["全国最美驿站"],
        "verified_on": "2026-11-01",
        "source_datum": "gcj02",
        "source_position": [116.41, 39.916],
        "related_ids": ["B2"],
    }

    (station,) = read_stations(geojson(feature(properties=properties)))

    assert station.suspended_until == date(2026, 12, 1)
    assert station.facilities == {
        Facility.WATER: FacilityState.WORKING,
        Facility.AIRCON: FacilityState.BROKEN,
        Facility.WIFI: FacilityState.ABSENT,
    }
    assert station.audience == (Audience.PUBLIC, Audience.MEMBERS)
    assert (station.capacity, station.area_m2) == (12, 15.5)
    assert station.source_datum is Datum.GCJ02
    assert station.source_position == (116.41, 39.916)
    assert station.related_ids == ("B2",)
    assert station.extra == {}


@pytest.mark.parametrize(
    "kind", ["driver_home", "司机之家", "卡车司机之家", "Driver-Home", "ＤＲＩＶＥＲ_home"]
)
def test_a_kind_may_be_its_code_its_label_or_another_word_for_it(geojson: Any, kind: str) -> None:
    (station,) = read_stations(geojson(feature(properties={"kind": kind})))

    assert station.kind is StationKind.DRIVER_HOME


def test_a_list_of_facilities_means_that_each_works(geojson: Any) -> None:
    (station,) = read_stations(geojson(feature(properties={"facilities": ["饮水机", "ac"]})))

    assert station.facilities == {
        Facility.WATER: FacilityState.WORKING,
        Facility.AIRCON: FacilityState.WORKING,
    }


def test_a_facility_whose_state_is_unknown_is_not_there(geojson: Any) -> None:
    facilities = {"water": "unknown", "wifi": None, "tv": True, "sofa": False}

    (station,) = read_stations(geojson(feature(properties={"facilities": facilities})))

    assert station.facilities == {
        Facility.TV: FacilityState.WORKING,
        Facility.SOFA: FacilityState.ABSENT,
    }


def test_unknown_properties_are_kept_as_they_are(geojson: Any) -> None:
    extra = {"wc_code": "7", "tags": {"a": [1, 2.5, None, True]}, "nothing": None}
    path = geojson(feature(properties={"wc_code": "7", "tags": extra["tags"]}))

    (station,) = read_stations(path)

    assert station.extra == {"wc_code": "7", "tags": extra["tags"]}


def test_blank_and_null_properties_are_unknown(geojson: Any) -> None:
    document = feature()
    document["properties"] |= {"phone": " ", "address": None, "capacity": None}

    (station,) = read_stations(geojson(document))

    assert (station.phone, station.address, station.capacity) == (None, None, None)


@pytest.mark.parametrize(("given", "station_id"), [(7, "7"), (7.5, "7.5"), (" B-1 ", "B-1")])
def test_an_id_becomes_text(geojson: Any, given: object, station_id: str) -> None:
    (station,) = read_stations(geojson(feature(id=given)))

    assert station.id == station_id


def test_an_id_may_stand_among_the_properties(geojson: Any) -> None:
    (station,) = read_stations(geojson(feature(id=None, properties={"id": 12})))

    assert station.id == "12"
    assert station.extra == {}


def test_of_two_ids_the_features_own_is_taken_with_a_warning(geojson: Any) -> None:
    path = geojson(feature(properties={"id": "B9"}))

    assert read_stations(path)[0].id == "A1"
    assert codes(path) == ["two_ids"]


def test_a_missing_id_is_made_of_name_and_position_and_stays_the_same(geojson: Any) -> None:
    twins = [feature(id=None), feature(id=None)]

    first = [station.id for station in read_stations(geojson(feature(), *twins))]
    again = [station.id for station in read_stations(geojson(*twins, feature(), feature(id="C")))]

    assert first[1] != first[2]
    assert set(first) < set(again)


def test_ids_that_are_all_missing_are_one_warning(geojson: Any) -> None:
    other = feature(id=None, properties={"name": "另一个"})

    assert codes(geojson(feature(id=None), other)) == ["no_ids"]


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4490"]
)
def test_a_crs_that_is_wgs84_is_accepted(geojson: Any, name: str) -> None:
    path = geojson(feature(), crs={"type": "name", "properties": {"name": name}})

    assert codes(path) == []


@pytest.mark.parametrize(
    ("crs", "named"),
    [
        ({"type": "link", "properties": {"href": "http://x/4326"}}, "http://x/4326"),
        ({"type": "name", "properties": {"name": "EPSG:14326"}}, "EPSG:14326"),
    ],
)
def test_any_other_crs_is_refused_by_its_name(geojson: Any, crs: object, named: str) -> None:
    (fault,) = inspect_file(geojson(feature(), crs=crs)).faults

    assert (fault.code, fault.value) == ("wrong_crs", named)


@pytest.mark.parametrize("form", ["{}\n{}\n", "\x1e{}\n\x1e{}\n", "{}\r\n\r\n{}"])
def test_a_sequence_of_features_is_read_as_their_collection(tmp_path: Path, form: str) -> None:
    lines = [json.dumps(feature(id=own_id)) for own_id in ("A1", "A2")]
    path = tmp_path / "stations.geojson"
    path.write_text(form.format(*lines), encoding="utf-8", newline="")

    assert [station.id for station in read_stations(path)] == ["A1", "A2"]


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_positions_in_another_datum_are_converted_and_kept_as_they_came(
    geojson: Any, datum: str
) -> None:
    (station,) = read_stations(geojson(feature()), datum=datum)

    assert station.source_datum == datum
    assert station.source_position == (116.404123, 39.915456)
    assert coordinates_in(station.position, datum) == pytest.approx(station.source_position)
    assert station.position.lon < 116.404


def test_an_unknown_datum_is_refused(geojson: Any) -> None:
    with pytest.raises(ValueError, match="wgs72"):
        read_stations(geojson(feature()), datum="wgs72")


def test_a_path_may_be_text(geojson: Any) -> None:
    assert len(read_stations(str(geojson(feature())))) == 1


def test_the_sample_has_nothing_wrong() -> None:
    report = inspect_file(SAMPLE)

    assert len(report.stations) > 10_500
    assert report.faults == ()
