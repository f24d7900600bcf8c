"""The labelled sample: full size, standing where people live, and plainly invented."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from stationmap.files.districts import read_districts
from stationmap.files.read import inspect_file
from stationmap.geocoding.gazetteer import read_gazetteer
from stationmap.nearest.index import StationIndex
from stationmap.stations.codes import Audience, Facility, FacilityState, StationKind, Status
from stationmap.stations.hours import is_round_the_clock
from stationmap.stations.station import Station

if TYPE_CHECKING:
    from stationmap.stations.districts import Districts

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "data" / "stations.geojson"
PUBLISHED = {
    StationKind.WARM_STATION: 8300,
    StationKind.SERVICE_CENTER: 17,
    StationKind.SERVICE_POINT: 367,
    StationKind.WORKERS_HOME: 381,
    StationKind.MIND_STATION: 390,
    StationKind.NURSING_ROOM: 1095,
    StationKind.CRAFT_ACADEMY: 5,
}
PLAUSIBLE = {
    StationKind.DRIVER_HOME: (20, 100),
    StationKind.NOON_REST: (30, 120),
    StationKind.WORKERS_LIBRARY: (100, 400),
    StationKind.CULTURE_PALACE: (16, 20),
}
MOUNTAINS = {"门头沟区", "怀柔区", "密云区", "延庆区"}


@pytest.fixture(scope="module")
def districts() -> Districts:
    return read_districts(ROOT / "data" / "districts.geojson")


@pytest.fixture(scope="module")
def stations(districts: Districts) -> list[Station]:
    report = inspect_file(FILE, "wgs84", districts)
    assert report.faults == ()
    return list(report.stations)


@pytest.fixture(scope="module")
def warm(stations: list[Station]) -> list[Station]:
    return [station for station in stations if station.kind is StationKind.WARM_STATION]


def share(stations: list[Station], chosen: list[Station]) -> float:
    return len(chosen) / len(stations)


def test_the_script_gives_the_committed_bytes(tmp_path: Path) -> None:
    out = tmp_path / "stations.geojson"
    subprocess.run([sys.executable, ROOT / "scripts" / "make_sample.py", out], check=True)
    assert FILE.read_bytes() == out.read_bytes()


def test_each_feature_has_a_line_and_the_file_stays_small() -> None:
    assert FILE.stat().st_size < 9_000_000
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert sum('"type":"Feature"' in line for line in lines) == len(lines) - 2


def test_there_are_as_many_of_each_kind_as_published(stations: list[Station]) -> None:
    counts = Counter(station.kind for station in stations)
    assert {kind: counts[kind] for kind in PUBLISHED} == PUBLISHED
    for kind, (fewest, most) in PLAUSIBLE.items():
        assert fewest <= counts[kind] <= most


def test_every_record_is_plainly_invented(stations: list[Station]) -> None:
    for station in stations:
        assert station.is_sample
        for words in (station.name, station.address, station.host):
            assert words is not None
            assert words.startswith("示例")
        assert station.phone in {None, "12351"}


def test_ids_are_short_and_stand_once(stations: list[Station]) -> None:
    assert len({station.id for station in stations}) == len(stations)
    assert max(len(station.id) for station in stations) <= 6


def test_every_position_lies_in_its_district(stations: list[Station], districts: Districts) -> None:
    lons = [station.position.lon for station in stations]
    lats = [station.position.lat for station in stations]
    computed = [districts[index].name_zh for index in districts.of_many(lons, lats)]
    assert computed == [station.district for station in stations]


def test_warm_stations_are_shared_out_by_population(
    warm: list[Station], districts: Districts
) -> None:
    """Each district's number is its exact share, rounded up or down."""
    counts = Counter(station.district for station in warm)
    people = sum(district.population_2020 for district in districts)
    for district in districts:
        exact = len(warm) * district.population_2020 / people
        assert abs(counts[district.name_zh] - exact) < 1


def test_every_district_has_a_service_center(stations: list[Station]) -> None:
    centers = [s for s in stations if s.kind is StationKind.SERVICE_CENTER]
    assert len({station.district for station in centers}) == 16


def test_mountains_are_nearly_empty_away_from_towns(warm: list[Station]) -> None:
    """Of the stations in the mountain districts 95 in 100 stand within 5 km of a named place."""
    places = read_gazetteer(ROOT / "data" / "places.csv")
    towns = StationIndex(
        [
            Station(
                id=str(number), name=place.name_zh, kind="warm_station", position=place.position
            )
            for number, place in enumerate(places)
        ]
    )
    there = [station.position for station in warm if station.district in MOUNTAINS]
    _, distances_m = towns.nearest_many([p.lon for p in there], [p.lat for p in there])
    assert np.mean(distances_m <= 5000) > 0.95


def test_stations_are_dense_in_the_city_and_sparse_outside(warm: list[Station]) -> None:
    """The median distance to the next station is told by district, in metres."""
    index = StationIndex(warm)
    lons, lats = ([s.position.lon for s in warm], [s.position.lat for s in warm])
    _, distances_m = index.nearest_many(lons, lats, k=2)
    names = np.array([station.district for station in warm])
    median_m = {name: float(np.median(distances_m[names == name, 1])) for name in set(names)}
    assert 100 < median_m["东城区"] < 300
    assert median_m["东城区"] < median_m["海淀区"] < median_m["平谷区"]
    assert max(median_m.values()) < 1500


def test_hours_are_of_every_sort(stations: list[Station]) -> None:
    texts = [station.opening_hours or "" for station in stations]
    assert 0.05 < share(stations, [s for s in stations if not s.opening_hours]) < 0.25
    assert 0.05 < share(stations, [s for s in stations if is_round_the_clock(s)]) < 0.35
    assert 0.05 < share(stations, [s for s in stations if s.self_entry_hours]) < 0.25
    assert any("08:30-11:30,13:30-17:30" in text for text in texts)
    assert any("PH off" in text for text in texts)


def test_facilities_are_in_every_state(stations: list[Station]) -> None:
    seen = {(code, state) for s in stations for code, state in s.facilities.items()}
    assert {state for _, state in seen} == set(FacilityState)
    assert {code for code, _ in seen} == set(Facility)
    assert any(len(s.facilities) < len(Facility) / 2 for s in stations)


def test_whom_a_station_is_for_is_of_every_sort(warm: list[Station]) -> None:
    assert {code for station in warm for code in station.audience} == set(Audience)
    own = [station for station in warm if station.audience == (Audience.OWN_STAFF,)]
    assert 0.1 < share(warm, own) < 0.4
    assert 0 < share(warm, [station for station in warm if not station.audience]) < 0.15


def test_some_are_suspended_with_dates_and_some_closed_or_planned(
    stations: list[Station],
) -> None:
    counts = Counter(station.status for station in stations)
    assert set(counts) == set(Status)
    assert counts[Status.OPEN] > 0.9 * len(stations)
    suspended = [station for station in stations if station.status is Status.SUSPENDED]
    assert all(station.suspended_from for station in suspended)
    assert any(station.suspended_until is None for station in suspended)
    assert any(station.suspended_until for station in suspended)


def test_records_are_fresh_stale_or_never_verified(stations: list[Station]) -> None:
    days = [s.verified_on for s in stations if s.verified_on]
    assert 0.05 < 1 - len(days) / len(stations) < 0.15
    assert min(days) < date(2026, 1, 1) < date(2026, 10, 1) < max(days)


def test_drivers_find_bays_showers_washers_and_beds_round_the_clock(
    stations: list[Station],
) -> None:
    homes = [station for station in stations if station.kind is StationKind.DRIVER_HOME]
    for home in homes:
        assert is_round_the_clock(home)
        assert (home.truck_bays or 0) >= 20
        assert min(home.showers or 0, home.washers or 0) >= 2
        assert home.beds
