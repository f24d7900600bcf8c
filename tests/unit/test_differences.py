"""Differences: what a change changed, field by field."""

from __future__ import annotations

from datetime import date

import pytest

from rig.stations import station
from stationmap.geo.position import Position
from stationmap.labels import Language, text
from stationmap.stations.codes import Facility, FacilityState
from stationmap.stations.record import PROPERTIES
from stationmap.upkeep.differences import Difference, differences
from stationmap.upkeep.fields import fields_of, station_of


def test_equal_stations_have_no_differences() -> None:
    assert differences(station(), station()) == ()


def test_each_field_that_differs_is_told_in_the_order_of_the_contract() -> None:
    before = station(phone="12351", address="甲街")
    after = station(name="新名", phone="12345", address="甲街")

    assert differences(before, after) == (
        Difference("name", "示例驿站", "新名"),
        Difference("phone", "12351", "12345"),
    )


def test_facilities_differ_one_by_one() -> None:
    before = station(facilities={"water": "working", "tv": "working"})
    after = station(facilities={"water": "broken", "aed": "working", "tv": "working"})

    assert differences(before, after) == (
        Difference("facilities.aed", None, FacilityState.WORKING),
        Difference("facilities.water", FacilityState.WORKING, FacilityState.BROKEN),
    )


def test_expiries_and_unknown_properties_differ_one_by_one() -> None:
    before = station(facility_expiry={"first_aid": date(2027, 3, 31)}, extra={"a.b": 1, "c": 2})
    after = station(extra={"a.b": None, "c": 2})

    assert differences(before, after) == (
        Difference("facility_expiry.first_aid", date(2027, 3, 31), None),
        Difference("extra.a.b", 1, None),
    )


def test_a_move_is_a_difference() -> None:
    (found,) = differences(station(), station(position=Position(116.5, 39.9)))

    assert (found.field, found.after) == ("position", Position(116.5, 39.9))


def test_of_a_station_that_was_not_there_every_known_field_is_new() -> None:
    fields = [difference.field for difference in differences(None, station(phone="12351"))]

    assert fields == ["name", "kind", "position", "status", "phone"]


@pytest.mark.parametrize("language", Language)
def test_every_field_has_a_name_for_people(language: Language) -> None:
    for name in ("id", "position", *PROPERTIES):
        assert text(f"field.{name}", language)


def test_a_station_taken_apart_and_put_together_is_the_same() -> None:
    whole = station(
        facilities={Facility.WATER: "working"},
        facility_expiry={Facility.AED: date(2027, 1, 1)},
        audience=("public",),
        honours=("甲", "乙"),
        extra={"a.b": {"c": [1]}, "空": None},
    )

    assert station_of(whole.id, fields_of(whole)) == whole
