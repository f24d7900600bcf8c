"""Stations as values."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from rig.stations import station


def test_equal_stations_are_one_in_a_set() -> None:
    facts = {"facilities": {"water": "working"}, "extra": {"x": [1]}}

    assert {station(id="A", **facts), station(id="A", **facts), station(id="B", **facts)} == {
        station(id="A", **facts),
        station(id="B", **facts),
    }


@pytest.mark.parametrize("name", ["\u200b", "\u202e\u2066", "\u00ad", "\u3164", "\u2800 \ufe0f"])
def test_a_name_or_id_of_which_nothing_can_be_seen_is_missing(name: str) -> None:
    for facts in ({"name": name}, {"id": name}):
        with pytest.raises(ValidationError) as refused:
            station(**facts)
        assert [error["type"] for error in refused.value.errors()] == ["missing"]


@pytest.mark.parametrize("name", ["驿\u200b站", "\ue123", "1", "e\u0301"])
def test_a_name_of_which_something_can_be_seen_is_a_name(name: str) -> None:
    assert station(name=name).name == name
