"""The score of a district's records: hand-computed, and never more than its parts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rig.stations import station
from stationmap.upkeep.quality import (
    WEIGHTS,
    Part,
    marks,
    quality_by_group,
    quality_of_all,
)
from stationmap.upkeep.standards import Profile, checklist

DAY = date(2026, 11, 21)
NAME = {"zh": "名", "en": "name"}
PROFILE = Profile.model_validate(
    {
        "code": "basics",
        "version": "1",
        "since": "2026-01-01",
        "name": NAME,
        "kinds": ["warm_station"],
        "sources": [{"name": NAME, "published": "2026"}],
        "items": [
            {"working": ["water"]},
            {"working": ["pump"]},
            {"name": NAME, "not_recorded": True},
        ],
    }
)


def marks_of(**facts: Any) -> dict[Part, float]:
    one = station(**facts)
    held = [checklist(PROFILE, one)]
    told = marks(one, day=DAY, stale_after_days=180, checklists=held)
    return dict(zip(Part, told, strict=True))


def test_the_weights_are_a_hundred_points() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert set(WEIGHTS) == set(Part)


@pytest.mark.parametrize(
    ("part", "facts", "expected"),
    [
        (Part.VERIFIED, {}, 0),
        (Part.VERIFIED, {"verified_on": date(2026, 5, 25)}, 1),
        (Part.VERIFIED, {"verified_on": date(2026, 5, 24)}, 0),
        (Part.HOURS, {}, 0),
        (Part.HOURS, {"opening_hours": "24/7"}, 1),
        (Part.HOURS, {"opening_hours": "整天"}, 0),
        (Part.HOURS, {"opening_hours": "24/7", "self_entry_hours": "整天"}, 0),
        (Part.ENTRY, {}, 0),
        (Part.ENTRY, {"entry": ["face"]}, 0.5),
        (Part.ENTRY, {"entry": ["face"], "audience": ["public"]}, 1),
        (Part.FACILITIES, {}, 0),
        (Part.FACILITIES, {"facilities": {"water": "absent"}}, 0.5),
        (Part.FACILITIES, {"facilities": {"water": "absent", "pump": "working"}}, 1),
        (Part.CONTACT, {"phone": "12351"}, 0.5),
        (Part.CONTACT, {"phone": "12351", "address": "某街 1 号"}, 1),
        (Part.POSITION, {}, 1),
        (Part.POSITION, {"position_precision_m": 100}, 1),
        (Part.POSITION, {"position_precision_m": 101}, 0),
        (Part.ANSWERED, {}, 1),
        (Part.DISTINCT, {}, 1),
    ],
)
def test_a_station_has_of_a_part_what_is_known_and_sound(
    part: Part, facts: dict[str, Any], expected: float
) -> None:
    assert marks_of(**facts)[part] == expected


def test_without_a_standard_one_known_facility_is_enough() -> None:
    one = station(facilities={"water": "absent"})

    told = marks(one, day=DAY, stale_after_days=180, checklists=[])

    assert dict(zip(Part, told, strict=True))[Part.FACILITIES] == 1


def test_the_score_is_the_sum_of_the_shares_of_the_weights() -> None:
    """Two stations: one has everything, the other half of entry and a sound, lone position.

    Its points: 10 / 2 for entry, 15 position, 5 answered, 5 distinct: 30. The mean is 65.
    """
    whole = [1.0] * 8
    poor = list(marks_of(entry=["face"]).values())

    found = quality_of_all([whole, poor])

    assert found.stations == 2
    assert found.score == pytest.approx(65)
    assert found.shares[Part.ENTRY] == 0.75
    assert found.points(Part.ENTRY) == 7.5


def test_each_group_is_scored_by_its_own_stations() -> None:
    found = quality_by_group([[1.0] * 8, [0.0] * 8, [1.0] * 8], ["a", "b", "b"])

    assert {name: one.score for name, one in found.items()} == pytest.approx({"a": 100, "b": 50})
    assert [one.stations for one in found.values()] == [1, 2]


def test_of_no_stations_nothing_is_scored() -> None:
    assert quality_by_group([], []) == {}
    assert quality_of_all([]).score == 0
