"""A scenario changes what it names, and leaves everything else as it is today."""

from __future__ import annotations

from datetime import date

import pytest

from rig.scenarios import scenario
from rig.stores import shop
from stationmap import Position
from stationmap.coverage.scenario import (
    applied,
    missing,
    planned_stations,
    with_added,
    with_closed,
    with_hours,
    with_moved,
    without,
)
from stationmap.errors import ScenarioError
from stationmap.geo.datum import Datum
from stationmap.stations.codes import Status
from stationmap.upkeep.new_ids import TO_BE_GIVEN

TODAY = [shop("a"), shop("b"), shop("c", status="planned"), shop("d", status="closed")]
THERE = Position(116.3, 39.8)


def test_a_scenario_that_names_nothing_leaves_everything_as_it_is() -> None:
    assert applied(scenario(), TODAY) == TODAY
    assert scenario().named == frozenset()


def test_an_added_station_is_planned_and_counts_as_open() -> None:
    made = with_added(scenario(), shop("n", status="suspended", suspended_from=date(2026, 1, 1)))

    assert made.added == (shop("n", status="planned"),)
    assert applied(made, TODAY) == [*TODAY, shop("n", status="open")]


def test_stations_that_have_no_id_yet_get_one_each() -> None:
    new = [shop(TO_BE_GIVEN, capacity=number) for number in range(50)]

    made = with_added(scenario(), *new)

    ids = [station.id for station in made.added]
    assert len(set(ids)) == 50
    assert all(one.startswith("yz-") and len(one) == 11 for one in ids)
    assert [station.capacity for station in made.added] == list(range(50))


def test_adding_the_same_id_again_replaces_it_in_its_place() -> None:
    made = with_added(scenario(), shop("n"), shop("m"))

    again = with_added(made, shop("n", capacity=3))

    assert again.added == (shop("n", status="planned", capacity=3), shop("m", status="planned"))


def test_a_closed_station_is_not_there() -> None:
    made = with_closed(scenario(), "b", "a")

    assert made.closed == ("a", "b")
    assert applied(made, TODAY) == TODAY[2:]


def test_closing_what_the_scenario_adds_takes_it_back() -> None:
    made = with_closed(with_added(scenario(), shop("n"), shop("m")), "n")

    assert made == with_added(scenario(), shop("m"))


def test_a_moved_station_is_elsewhere_and_says_nothing_of_how_it_was_located() -> None:
    located = shop(
        "a", source_datum=Datum.GCJ02, source_position=(116.5, 39.9), position_precision_m=5
    )

    moved, *rest = applied(with_moved(scenario(), "a", THERE), [located, *TODAY[1:]])

    assert moved == shop("a", lon=THERE.lon, lat=THERE.lat)
    assert rest == TODAY[1:]


def test_a_station_with_other_hours_has_them() -> None:
    today = [shop("a", opening_hours="Mo-Fr 09:00-17:00", self_entry_hours="24/7")]

    made = with_hours(scenario(), "a", " 00:00-24:00 ", "")

    assert applied(made, today) == [shop("a", opening_hours="00:00-24:00")]


def test_a_station_can_be_moved_and_have_other_hours() -> None:
    made = with_hours(with_moved(scenario(), "a", THERE), "a", "24/7")

    assert applied(made, TODAY)[0] == shop("a", lon=116.3, lat=39.8, opening_hours="24/7")


def test_hours_that_do_not_parse_are_refused_with_the_reason() -> None:
    with pytest.raises(ScenarioError) as refused:
        with_hours(scenario(), "a", "9 to 5")

    assert refused.value.code == "scenario_hours"
    assert refused.value.facts["hours"] == "9 to 5"
    assert refused.value.facts["reason"]


def test_what_the_scenario_adds_is_itself_moved_and_given_hours() -> None:
    made = with_added(scenario(), shop("n"))

    made = with_hours(with_moved(made, "n", THERE), "n", "24/7")

    whole = shop("n", lon=116.3, lat=39.8, opening_hours="24/7", status="planned")
    assert made == scenario(added=(whole,))


def test_a_station_is_named_in_one_place_alone() -> None:
    changed = with_hours(with_moved(scenario(), "a", THERE), "a", "24/7")

    closed = with_closed(changed, "a")
    assert closed == scenario(closed=("a",))
    assert with_moved(closed, "a", THERE) == scenario(moved={"a": THERE})
    assert with_hours(closed, "a", "24/7") == scenario(hours={"a": ("24/7", None)})
    assert with_added(closed, shop("a")) == scenario(added=(shop("a", status="planned"),))


def test_without_takes_back_everything_that_is_said_of_a_station() -> None:
    made = with_added(with_closed(scenario(), "b"), shop("n"))
    made = with_hours(with_moved(made, "a", THERE), "a", None)

    assert made.named == {"a", "b", "n"}
    assert without(made, "a", "b", "n", "unknown") == scenario()


def test_stations_that_left_the_list_are_passed_over_and_named() -> None:
    made = with_closed(with_moved(scenario(), "x", THERE), "y", "a")
    made = with_added(with_hours(made, "z", "24/7"), shop("n"))

    assert missing(made, TODAY) == ("x", "y", "z")
    assert applied(made, TODAY) == [*TODAY[1:], shop("n")]


def test_a_station_that_staff_have_taken_over_is_there_once_and_in_its_place() -> None:
    """The scenario's own while the list only plans it; what the list says once it is in use."""
    made = with_added(scenario(), shop("n", capacity=1), shop("m"), shop("o"))
    taken_over = [shop("n", status="planned", capacity=9), shop("m", status="suspended")]

    assert applied(made, [*taken_over, *TODAY]) == [
        shop("n", status="open", capacity=1),
        shop("m", status="suspended"),
        *TODAY,
        shop("o", status="open"),
    ]


def test_a_station_that_was_taken_over_can_still_be_moved_in_the_scenario() -> None:
    made = with_added(scenario(), shop("n"))

    found = applied(with_moved(made, "n", THERE), [shop("n", status="planned")])

    assert found == [shop("n", lon=THERE.lon, lat=THERE.lat)]


def test_planned_stations_name_the_scenario_as_their_source() -> None:
    made = with_added(scenario(name="海淀 2027"), shop("n", capacity=9))

    assert planned_stations(made) == [
        shop("n", status=Status.PLANNED, capacity=9, source="scenario 海淀 2027")
    ]


def test_an_edit_leaves_the_scenario_it_was_made_from() -> None:
    before = with_moved(with_closed(scenario(), "b"), "a", THERE)
    copy = with_moved(with_closed(scenario(), "b"), "a", THERE)

    with_moved(with_hours(with_added(before, shop("n")), "a", "24/7"), "c", THERE)
    without(before, "a", "b")

    assert before == copy
