"""Stations as values."""

from __future__ import annotations

from rig.stations import station


def test_equal_stations_are_one_in_a_set() -> None:
    facts = {"facilities": {"water": "working"}, "extra": {"x": [1]}}

    assert {station(id="A", **facts), station(id="A", **facts), station(id="B", **facts)} == {
        station(id="A", **facts),
        station(id="B", **facts),
    }
