"""What holds for every scenario and every list of stations."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from rig.scenarios import scenario
from rig.stores import shop
from stationmap import Position
from stationmap.coverage.scenario import (
    Scenario,
    applied,
    missing,
    with_added,
    with_closed,
    with_hours,
    with_moved,
    without,
)
from stationmap.stations.codes import Status
from stationmap.store.plan_rows import scenario_of, scenario_row

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap import Station

IDS = st.sampled_from(["a", "b", "c", "d", "驿", "'"])
PLACES = st.builds(Position, st.floats(116, 117), st.floats(39, 41))
STATUSES = st.sampled_from(list(Status))
HOURS = st.sampled_from([None, "24/7", "Mo-Fr 08:30-17:30"])
STATIONS = st.lists(st.builds(shop, IDS, status=STATUSES), unique_by=lambda one: one.id)


def added(station_id: str, status: Status) -> Callable[[Scenario], Scenario]:
    return lambda made: with_added(made, shop(station_id, status=status))


def closed(station_id: str) -> Callable[[Scenario], Scenario]:
    return lambda made: with_closed(made, station_id)


def moved(station_id: str, position: Position) -> Callable[[Scenario], Scenario]:
    return lambda made: with_moved(made, station_id, position)


def hours(station_id: str, opening: str | None) -> Callable[[Scenario], Scenario]:
    return lambda made: with_hours(made, station_id, opening, opening)


EDITS = (
    st.builds(added, IDS, STATUSES)
    | st.builds(closed, IDS)
    | st.builds(moved, IDS, PLACES)
    | st.builds(hours, IDS, HOURS)
)


def after(edits: list[Callable[[Scenario], Scenario]]) -> Scenario:
    return reduce(lambda made, edit: edit(made), edits, scenario())


SCENARIOS = st.lists(EDITS, max_size=12).map(after)


@given(SCENARIOS, STATIONS, st.data())
def test_adding_and_taking_back_leaves_the_same(
    made: Scenario, stations: list[Station], data: st.DataObject
) -> None:
    new = data.draw(st.sampled_from(["x", "y"]))
    position = data.draw(PLACES)
    for edit in (added(new, Status.OPEN), closed(new), moved(new, position), hours(new, "24/7")):
        assert without(edit(made), new) == made
        assert applied(without(edit(made), new), stations) == applied(made, stations)


@given(SCENARIOS, STATIONS)
def test_a_station_that_is_not_named_stays_as_it_is_and_in_order(
    made: Scenario, stations: list[Station]
) -> None:
    found = applied(made, stations)
    untouched = [one for one in stations if one.id not in made.named]

    assert [one for one in found if one.id not in made.named] == untouched
    listed = [one.id for one in stations if one.id not in made.closed]
    assert [one.id for one in found][: len(listed)] == listed


@given(SCENARIOS, STATIONS)
def test_nothing_is_there_twice_and_nothing_that_is_closed(
    made: Scenario, stations: list[Station]
) -> None:
    ids = [one.id for one in applied(made, stations)]
    wanted = {one.id for one in stations} | {one.id for one in made.added}

    assert sorted(ids) == sorted(wanted - set(made.closed))


@given(SCENARIOS)
def test_a_station_is_named_in_one_place_alone(made: Scenario) -> None:
    own, gone = {one.id for one in made.added}, set(made.closed)
    changed = set(made.moved) | set(made.hours)

    assert not own & gone
    assert not own & changed
    assert not gone & changed
    assert {one.status for one in made.added} <= {Status.PLANNED}


@given(SCENARIOS, STATIONS)
def test_what_is_missing_is_what_would_be_changed_and_is_not_there(
    made: Scenario, stations: list[Station]
) -> None:
    everything = [*stations, *(shop(one) for one in missing(made, stations))]

    assert missing(made, everything) == ()
    assert set(missing(made, stations)) <= made.named - {one.id for one in stations}


@given(SCENARIOS)
def test_a_scenario_comes_back_from_its_row(made: Scenario) -> None:
    assert scenario_of(scenario_row(made)) == made
