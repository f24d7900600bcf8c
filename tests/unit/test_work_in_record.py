"""What is wrong with records by themselves: hours, districts, datums, positions elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rig.stations import station
from stationmap import Position
from stationmap.files.districts import read_districts
from stationmap.geo.datum import Datum, from_wgs84, to_wgs84
from stationmap.settings import Settings
from stationmap.upkeep.work import WorkItem, WorkKind
from stationmap.upkeep.work_in_record import work_in_records

if TYPE_CHECKING:
    from stationmap.stations.districts import Districts

HAIDIAN = Position(116.2983, 39.9593)
NEAR_HAIDIANS_EDGE = Position(116.3275, 39.93)
"""In Haidian; as far to the east as a datum shifts, 500 m or 1 km, it is Xicheng."""

IN_XICHENG = Position(116.33, 39.93)
"""In Xicheng; 500 m to the west it is Haidian."""


@pytest.fixture(scope="module")
def districts() -> Districts:
    return read_districts(Settings().districts)


def wrong(districts: Districts, **facts: Any) -> list[WorkItem]:
    return list(work_in_records([station(**facts)], districts))


def test_a_sound_record_gives_no_work(districts: Districts) -> None:
    assert wrong(districts, position=HAIDIAN, district="海淀区", opening_hours="24/7") == []


@pytest.mark.parametrize("field", ["opening_hours", "self_entry_hours"])
def test_hours_that_do_not_parse_are_to_be_mended(districts: Districts, field: str) -> None:
    (item,) = wrong(districts, **{field: "白天"})

    assert (item.kind, item.facts) == (WorkKind.BAD_HOURS, {"hours": "白天"})


def test_two_unreadable_hours_of_a_station_are_one_piece_of_work(districts: Districts) -> None:
    assert len(wrong(districts, opening_hours="白天", self_entry_hours="晚上")) == 1


def test_a_position_in_another_district_than_stated_is_wrong(districts: Districts) -> None:
    (item,) = wrong(districts, position=HAIDIAN, district="顺义区")

    assert item.kind is WorkKind.WRONG_DISTRICT
    assert item.facts == {"stated": districts.named("顺义区"), "here": districts.named("海淀区")}


def test_the_district_that_an_address_names_counts_where_none_is_stated(
    districts: Districts,
) -> None:
    (item,) = wrong(districts, position=HAIDIAN, address="北京市顺义区某街 1 号")

    assert item.kind is WorkKind.WRONG_DISTRICT


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_a_datum_that_puts_a_position_right_is_named(districts: Districts, datum: Datum) -> None:
    at = NEAR_HAIDIANS_EDGE
    lons, lats = from_wgs84([at.lon], [at.lat], datum)
    shifted = Position(float(lons[0]), float(lats[0]))

    found = wrong(districts, position=shifted, district="海淀区")

    assert [item.kind for item in found] == [WorkKind.WRONG_DATUM]
    assert found[0].facts == {"stated": districts.named("海淀区"), "datum": datum}


def test_a_position_that_was_shifted_though_it_was_right_is_found_by_how_it_came(
    districts: Districts,
) -> None:
    """It came as GPS, was taken for GCJ-02, and so moved 500 m to the west."""
    lons, lats = to_wgs84([IN_XICHENG.lon], [IN_XICHENG.lat], Datum.GCJ02)
    (item,) = wrong(
        districts,
        position=Position(float(lons[0]), float(lats[0])),
        source_position=(IN_XICHENG.lon, IN_XICHENG.lat),
        source_datum="gcj02",
        district="西城区",
    )

    assert (item.kind, item.facts["datum"]) == (WorkKind.WRONG_DATUM, Datum.WGS84)


def test_a_position_outside_the_city_is_to_be_mended(districts: Districts) -> None:
    assert [i.kind for i in wrong(districts, position=Position(117.2, 39.1))] == [
        WorkKind.OUTSIDE_CITY
    ]
    stated = wrong(districts, position=Position(0, 0), district="海淀区")
    assert [item.kind for item in stated] == [WorkKind.OUTSIDE_CITY]


def test_a_station_that_is_closed_for_good_needs_no_mending(districts: Districts) -> None:
    assert wrong(districts, position=Position(0, 0), opening_hours="白天", status="closed") == []


def test_of_no_stations_nothing_is_wrong(districts: Districts) -> None:
    assert list(work_in_records([], districts)) == []
