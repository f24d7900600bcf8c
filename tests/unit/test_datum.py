"""GCJ-02 and BD-09 against published vectors, real pairs, and themselves."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationmap.errors import InvalidPositionError
from stationmap.geo.datum import Datum, coordinates_in, from_wgs84, position_from, to_wgs84
from stationmap.geo.geodesic import GEOD
from stationmap.geo.mainland import in_mainland
from stationmap.geo.position import Position

if TYPE_CHECKING:
    from pathlib import Path

SHIFTED = [Datum.GCJ02, Datum.BD09]

# eviltransform (googollee, MIT), its test vectors: longitude and latitude in WGS-84, in GCJ-02.
EVILTRANSFORM = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]
# coordtransform (wandergis, MIT), what its test/app.js prints for 116.404, 39.915.
WGS84_TO_GCJ02 = (116.41024449916938, 39.91640428150164)
GCJ02_TO_BD09 = (116.41036949371029, 39.92133699351021)

MAINLAND = {
    "Luohu station": (114.1133, 22.5318),
    "Futian port": (114.0657, 22.5185),
    "Shekou": (113.9100, 22.4800),
    "Gongbei port": (113.5497, 22.2190),
    "Xiamen": (118.08, 24.45),
    "Sanya": (109.50, 18.23),
    "Zhoushan": (122.20, 30.00),
    "Dandong": (124.395, 40.125),
    "Heihe": (127.50, 50.245),
    "Kashgar": (75.99, 39.47),
    "Horgos": (80.41, 44.21),
}
NOT_SHIFTED = {
    "Lo Wu, Hong Kong": (114.1133, 22.5283),
    "Central, Hong Kong": (114.158, 22.282),
    "Hong Kong airport": (113.92, 22.31),
    "Macao": (113.543, 22.199),
    "Taipa": (113.5556, 22.1560),
    "Taipei": (121.565, 25.033),
    "Kinmen": (118.32, 24.43),
    "Matsu": (119.93, 26.15),
    "Sinuiju": (124.40, 40.10),
    "Blagoveshchensk": (127.53, 50.26),
    "Tokyo": (139.76, 35.68),
    "London": (-0.12, 51.5),
    "the north pole": (0.0, 90.0),
}

lons_of_china = st.floats(73.0, 136.0)
lats_of_china = st.floats(15.0, 54.0)


@pytest.mark.parametrize(("wgs84", "gcj02"), EVILTRANSFORM)
def test_gcj02_is_that_of_the_published_vectors(
    wgs84: tuple[float, float], gcj02: tuple[float, float]
) -> None:
    assert coordinates_in(Position(*wgs84), "gcj02") == pytest.approx(gcj02, abs=1e-11)

    found = position_from(*gcj02, "gcj02")

    assert (found.lon, found.lat) == pytest.approx(wgs84, abs=1e-9)


def test_bd09_is_that_of_the_published_vectors() -> None:
    """Their GCJ-02 116.404, 39.915 comes in; the same place in BD-09 goes out."""
    place = position_from(116.404, 39.915, "gcj02")

    assert coordinates_in(Position(116.404, 39.915), "gcj02") == pytest.approx(WGS84_TO_GCJ02)
    assert coordinates_in(place, "bd09") == pytest.approx(GCJ02_TO_BD09, abs=1e-9)


@pytest.mark.parametrize("datum", SHIFTED)
@given(lon=lons_of_china, lat=lats_of_china)
def test_what_goes_out_of_the_mainland_comes_back(datum: Datum, lon: float, lat: float) -> None:
    """Up to the very edge of the outline; lon 105 is where the formula has its kink."""
    if not in_mainland(lon, lat):
        return

    back = to_wgs84(*from_wgs84(lon, lat, datum), datum)

    assert back == pytest.approx((lon, lat), abs=1e-9)


@pytest.mark.parametrize("datum", SHIFTED)
def test_a_million_round_trips_err_by_less_than_a_billionth_of_a_degree(datum: Datum) -> None:
    rng = np.random.default_rng(20)
    lons, lats = rng.uniform(73, 135, 200_000), rng.uniform(18, 54, 200_000)
    lons, lats = np.append(lons, 105 + np.geomspace(1e-15, 1, 99)), np.append(lats, [35.0] * 99)
    inside = in_mainland(lons, lats)

    back_lons, back_lats = to_wgs84(*from_wgs84(lons[inside], lats[inside], datum), datum)

    assert inside.sum() > 50_000
    assert np.abs(back_lons - lons[inside]).max() < 1e-9
    assert np.abs(back_lats - lats[inside]).max() < 1e-9


@pytest.mark.parametrize("datum", SHIFTED)
@given(lon=lons_of_china, lat=lats_of_china)
def test_what_comes_in_goes_out_again_unless_no_position_gives_it(
    datum: Datum, lon: float, lat: float
) -> None:
    """Near the edge some coordinates are given by no position: only those may differ."""
    lons, lats = to_wgs84(lon, lat, datum)
    again = from_wgs84(lons, lats, datum)

    edge_between = bool(in_mainland(lon, lat)) and not bool(in_mainland(lons, lats))

    assert edge_between or again == pytest.approx((lon, lat), abs=1e-9)


@pytest.mark.parametrize("place", MAINLAND.values(), ids=MAINLAND)
def test_positions_in_mainland_china_are_shifted_by_some_hundred_metres(
    place: tuple[float, float],
) -> None:
    _, _, metres = GEOD.inv(*place, *coordinates_in(Position(*place), "gcj02"))

    assert 50 < metres < 800


@pytest.mark.parametrize("datum", SHIFTED)
@pytest.mark.parametrize("place", NOT_SHIFTED.values(), ids=NOT_SHIFTED)
def test_positions_elsewhere_are_not_shifted(place: tuple[float, float], datum: Datum) -> None:
    assert coordinates_in(Position(*place), datum) == place


@pytest.mark.parametrize("name", [name for name in NOT_SHIFTED if name != "Lo Wu, Hong Kong"])
def test_positions_elsewhere_come_in_as_they_are(name: str) -> None:
    """Not at Lo Wu: 300 m from the border, the same numbers may mean either side."""
    assert position_from(*NOT_SHIFTED[name], "gcj02") == Position(*NOT_SHIFTED[name])


def test_shapes_are_kept_and_inputs_are_not_written_to() -> None:
    lons, lats = np.full((2, 3), 116.4), np.full((2, 3), 39.9)

    there = from_wgs84(lons, lats, Datum.GCJ02)
    same = from_wgs84(lons, lats, Datum.WGS84)

    assert there[0].shape == there[1].shape == (2, 3)
    assert (lons == 116.4).all()
    assert same[0] is not lons
    assert to_wgs84([], [], "gcj02")[0].shape == (0,)


def test_an_unknown_datum_is_refused() -> None:
    with pytest.raises(ValueError, match="cgcs"):
        to_wgs84([116.4], [39.9], "cgcs")


def test_arrays_of_different_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in shape"):
        to_wgs84([116.4, 116.5], [39.9], "gcj02")


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (0, 90.1), (float("nan"), 0), (0, "x")])
def test_coordinates_out_of_range_are_refused(lon: float, lat: float) -> None:
    with pytest.raises(InvalidPositionError):
        position_from(lon, lat, "gcj02")


@pytest.mark.parametrize("wrong", ["116.4", b"116.4", True, None])
def test_a_position_takes_nothing_but_numbers(wrong: Any) -> None:
    with pytest.raises(InvalidPositionError):
        Position(wrong, 39.9)
    with pytest.raises(InvalidPositionError):
        Position(39.9, wrong)


def test_subway_stations_of_amap_fall_on_those_of_openstreetmap(shared_data: Path) -> None:
    """150 pairs: 543 m apart as they come, 22 m once converted (medians)."""
    with (shared_data / "beijing_subway_paired_gcj02_wgs84_150.csv").open(encoding="utf-8") as file:
        rows = [
            [float(row[name]) for name in ("gcj_lon", "gcj_lat", "osm_wgs_lon", "osm_wgs_lat")]
            for row in csv.DictReader(file)
        ]
    gcj_lons, gcj_lats, lons, lats = np.array(rows).T

    _, _, raw_m = GEOD.inv(gcj_lons, gcj_lats, lons, lats)
    _, _, converted_m = GEOD.inv(*to_wgs84(gcj_lons, gcj_lats, "gcj02"), lons, lats)

    assert len(rows) == 150
    assert 500 < np.median(raw_m) < 580
    assert np.median(converted_m) < 25
