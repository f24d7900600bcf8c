"""Which stations a filter lets through."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace
from typing import TYPE_CHECKING, Any

import pytest

from stationmap import Facility, Position, Station, StationFilter

if TYPE_CHECKING:
    from collections.abc import Iterable


def asking(**parts: Any) -> StationFilter:
    """Make a filter of codes as people write them."""
    return StationFilter(**parts)


def station(**facts: Any) -> Station:
    """Make a warm station about which only these facts are known."""
    known = {
        "id": "1",
        "name": "示例驿站",
        "kind": "warm_station",
        "position": Position(116.4, 39.9),
    }
    return Station(**{**known, **facts})


def lets_through(given: StationFilter, **facts: Any) -> bool:
    """Apply a filter to a station about which only these facts are known."""
    return given(station(**facts))


def test_an_empty_filter_lets_everything_through() -> None:
    assert lets_through(asking())
    assert lets_through(asking(), status="closed", audience=["own_staff"])


def test_one_of_the_kinds_is_enough() -> None:
    either = asking(kinds={"warm_station", "driver_home"})
    assert lets_through(either)
    assert lets_through(either, kind="driver_home")
    assert not lets_through(either, kind="nursing_room")


def test_one_of_the_statuses_is_enough() -> None:
    assert lets_through(asking(statuses={"open", "suspended"}), status="suspended")
    assert not lets_through(asking(statuses={"open"}), status="planned")


def test_every_facility_must_be_known_to_work() -> None:
    both = asking(working={"water", "microwave"})
    assert lets_through(both, facilities={"water": "working", "microwave": "working"})
    assert not lets_through(both, facilities={"water": "working", "microwave": "broken"})
    assert not lets_through(both, facilities={"water": "working", "microwave": "absent"})
    assert not lets_through(both, facilities={"water": "working"})


def test_one_of_the_audience_is_enough() -> None:
    couriers = asking(audience={"outdoor_workers", "public"})
    assert lets_through(couriers, audience=["own_staff", "outdoor_workers"])
    assert not lets_through(couriers, audience=["own_staff", "members"])


def test_an_unknown_audience_is_never_taken_for_no() -> None:
    assert lets_through(asking(audience={"public"}), audience=[])


@pytest.mark.parametrize(
    ("facts", "parks"),
    [
        ({"truck_bays": 3}, True),
        ({"truck_bays": 0}, False),
        ({}, False),
        ({"facilities": {"truck_parking": "working"}, "truck_bays": 0}, True),
        ({"facilities": {"truck_parking": "broken"}, "truck_bays": 3}, False),
        ({"facilities": {"truck_parking": "absent"}, "truck_bays": 3}, False),
    ],
)
def test_bays_tell_of_truck_parking_unless_its_state_is_known(
    facts: dict[str, Any], *, parks: bool
) -> None:
    assert lets_through(asking(working={"truck_parking"}), **facts) is parks


def test_bays_tell_of_nothing_but_truck_parking() -> None:
    assert not lets_through(asking(working={"shower"}), truck_bays=3)


@pytest.mark.parametrize(
    ("facts", "passes"),
    [
        ({"opening_hours": "24/7"}, True),
        ({"opening_hours": "Mo-Fr 09:00-17:00", "self_entry_hours": "24/7"}, True),
        ({"opening_hours": "Mo-Fr 09:00-17:00"}, False),
        ({}, False),
    ],
)
def test_round_the_clock_must_be_known(facts: dict[str, Any], *, passes: bool) -> None:
    assert lets_through(asking(round_the_clock=True), **facts) is passes


def test_every_part_must_be_met() -> None:
    exacting = asking(kinds={"driver_home"}, working={"shower"}, audience={"public"})
    facts = {"kind": "driver_home", "facilities": {"shower": "working"}, "audience": ["public"]}
    assert lets_through(exacting, **facts)
    for missing in facts:
        wrong = {"kind": "warm_station", "facilities": {}, "audience": ["members"]}[missing]
        assert not lets_through(exacting, **{**facts, missing: wrong})


def test_filters_that_ask_the_same_are_the_same_however_they_are_written() -> None:
    written, repeated = (
        asking(working=["water", "wifi"]),
        asking(working=("wifi", "water", "wifi")),
    )
    assert written == repeated
    assert hash(written) == hash(repeated)


@pytest.mark.parametrize("field", ["kinds", "working", "audience", "statuses"])
def test_a_code_that_does_not_exist_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match="hot_tub"):
        asking(**{field: {"hot_tub"}})


@pytest.mark.parametrize(
    "working",
    [
        {"water", "aed"},
        [Facility.AED, "water", "water"],
        (code for code in (Facility.WATER, Facility.AED)),
    ],
)
def test_any_iterable_of_codes_makes_the_same_filter(working: Iterable[str]) -> None:
    given = StationFilter(working=working)
    kept = StationFilter(working=frozenset({Facility.WATER, Facility.AED}))

    assert given == kept
    assert hash(given) == hash(kept)
    assert given.working == {Facility.WATER, Facility.AED}
    assert all(isinstance(code, Facility) for code in given.working)


def test_a_filter_can_be_copied_with_a_part_replaced_and_never_changed() -> None:
    given = StationFilter(kinds=["driver_home"], round_the_clock=True)

    assert replace(given, kinds=frozenset()) == StationFilter(round_the_clock=True)
    assert pickle.loads(pickle.dumps(given)) == given  # noqa: S301  # our own
    with pytest.raises(FrozenInstanceError):
        given.kinds = frozenset()  # type: ignore[misc]  # what is tested
