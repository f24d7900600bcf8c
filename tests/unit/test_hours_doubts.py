"""Hours that parse and hardly say what was meant are told of; those that do are left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest

from stationmap import read_stations
from stationmap.files.read import inspect_file
from stationmap.stations.hours_doubts import hours_doubt

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("hours", "code", "part"),
    [
        ("8:30-5:30", "hours_until_morning", "08:30-05:30"),
        ("Mo-Fr 09:00-12:00,13:00-18:00; Sa 10:00-04:00", "hours_until_morning", "10:00-04:00"),
        ("08:30-12:00,02:00-06:00", "hours_jump_back", "08:30-12:00,02:00-06:00"),
        ("08:30-12:00; 14:00-17:30", "hours_overridden", "08:30-12:00"),
        ("Mo-Fr 08:30-12:00; Mo-Fr 14:00-17:30", "hours_overridden", "Mo-Fr 08:30-12:00"),
        ("Mo-Fr 08:30-12:00; 14:00-17:30; PH off", "hours_overridden", "Mo-Fr 08:30-12:00"),
    ],
)
def test_what_looks_wrong_is_named(hours: str, code: str, part: str) -> None:
    doubt = hours_doubt(hours)
    assert doubt is not None
    assert (doubt.code, doubt.part) == (code, part)


@pytest.mark.parametrize(
    "hours",
    [
        "24/7",
        "08:00-20:00",
        "08:30-12:00,14:00-17:30",
        "Mo-Fr 08:00-18:00; Sa 10:00-16:00; PH off",
        "Mo-Su 09:00-18:00; Sa 10:00-16:00",
        "20:00-06:00",
        "18:00-02:00",
        "08:00-24:00",
        "08:00-26:00",
        "Mo-Fr 08:00-12:00, Mo-Fr 14:00-17:00",
        "sunrise-sunset",
        "Apr-Oct 06:00-22:00; Nov-Mar 07:00-21:00",
        "no hours",
    ],
)
def test_what_may_well_be_meant_is_left_alone(hours: str) -> None:
    assert hours_doubt(hours) is None


def test_a_file_with_doubtful_hours_is_used_and_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "stations.geojson"
    properties = {"name": "甲", "kind": "warm_station", "opening_hours": "08:30-12:00; 14:00-17:30"}
    feature = {
        "type": "Feature",
        "id": "a",
        "geometry": {"type": "Point", "coordinates": [116.4174, 39.9296]},
        "properties": properties,
    }
    path.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": [feature]}))

    faults = inspect_file(path).faults

    assert [(one.code, one.field, one.value) for one in faults] == [
        ("hours_overridden", "opening_hours", "08:30-12:00")
    ]
    assert read_stations(path)[0].opening_hours == "08:30-12:00; 14:00-17:30"
