"""Scenarios are kept for all planners, and staff take their stations over, all or none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from rig.edit_desk import ADMIN, IN_CHAOYANG, IN_HAIDIAN, IN_HAIDIAN_TOO, NOBODY, PLANNER, STAFF
from rig.plan_desk import PlanDesk
from rig.scenarios import scenario
from rig.stores import change, shop
from stationmap.coverage.scenario import (
    applied,
    with_added,
    with_closed,
    with_hours,
    with_moved,
    without,
)
from stationmap.errors import (
    NotAllowedError,
    NotSignedInError,
    PlanError,
    ScenarioError,
    StationRemovedError,
)
from stationmap.stations.codes import Status
from stationmap.store.protocol import StationQuery
from stationmap.store.sqlite import SqliteStore
from stationmap.upkeep.change import Action
from stationmap.upkeep.new_ids import TO_BE_GIVEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stationmap.coverage.scenario import Scenario
    from stationmap.geo.position import Position
    from stationmap.stations.station import Station


@pytest.fixture(params=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PlanDesk]:
    """Open a desk over each kind of store."""
    if request.param == "memory":
        yield PlanDesk()
        return
    opened = PlanDesk(store=SqliteStore(tmp_path / "store.sqlite"))
    yield opened
    opened.store.close()


def new(where: Position, name: str = "新驿站", **facts: Any) -> Station:
    """Make a station that has no id yet."""
    known = {"id": TO_BE_GIVEN, "name": name, "position": where}
    return shop("x").model_copy(update={**known, **facts})


def with_two(desk: PlanDesk) -> Scenario:
    """Keep a scenario that adds two stations in 海淀区."""
    made = desk.scenarios.create(PLANNER, "海淀 2027")
    added = with_added(made, new(IN_HAIDIAN, "一"), new(IN_HAIDIAN_TOO, "二"))
    return desk.scenarios.save(PLANNER, added)


def listed(desk: PlanDesk) -> list[Station]:
    return [kept.station for kept in desk.store.find(StationQuery())]


# ---- keeping -----------------------------------------------------------------------------------


def test_a_new_scenario_changes_nothing_and_is_its_maker_s(desk: PlanDesk) -> None:
    made = desk.scenarios.create(PLANNER, "  海淀 \n 2027 ")

    assert (made.name, made.owner, made.version) == ("海淀 2027", "planner", 1)
    assert made.created_at == made.changed_at == desk.now
    assert made.named == frozenset()
    assert desk.scenarios.get(made.id) == made
    assert desk.scenarios.all() == [made]


def test_what_is_saved_is_there_with_a_new_version(desk: PlanDesk) -> None:
    made = desk.scenarios.create(PLANNER, "2027")
    changed = with_hours(with_moved(with_closed(made, "a"), "b", IN_HAIDIAN), "b", "24/7")

    saved = desk.scenarios.save(ADMIN, replace(changed, name="2028", note=" 说明 \n\n 二 "))

    assert saved == replace(changed, name="2028", note="说明\n二", version=2)
    assert desk.scenarios.get(made.id) == saved


def test_who_made_it_and_when_stays(desk: PlanDesk) -> None:
    made = desk.scenarios.create(PLANNER, "2027")
    forged = replace(made, owner="somebody", created_at=desk.now.replace(year=2000))

    saved = desk.scenarios.save(ADMIN, forged)

    assert (saved.owner, saved.created_at) == ("planner", desk.now)


def test_who_saves_second_is_told_and_overwrites_nothing(desk: PlanDesk) -> None:
    made = desk.scenarios.create(PLANNER, "2027")
    first = desk.scenarios.save(PLANNER, with_closed(made, "a"))

    with pytest.raises(ScenarioError) as refused:
        desk.scenarios.save(ADMIN, with_closed(made, "b"))

    assert (refused.value.code, refused.value.facts) == ("scenario_changed", {"name": "2027"})
    assert desk.scenarios.all() == [first]


def test_saying_the_same_again_is_no_change_and_no_conflict(desk: PlanDesk) -> None:
    """A second click comes with the version of the first."""
    made = desk.scenarios.create(PLANNER, "2027")
    first = desk.scenarios.save(PLANNER, with_closed(made, "a"))

    again = desk.scenarios.save(PLANNER, with_closed(made, "a"))

    assert again == first
    assert desk.scenarios.get(made.id).version == 2


def test_of_many_who_save_at_once_one_succeeds(desk: PlanDesk) -> None:
    made = desk.scenarios.create(PLANNER, "2027")

    def save(number: int) -> str | int:
        try:
            return desk.scenarios.save(PLANNER, with_closed(made, f"{number}")).version
        except ScenarioError as refused:
            return refused.code

    with ThreadPoolExecutor(8) as threads:
        saved = list(threads.map(save, range(16)))

    assert sorted(saved, key=str) == [2] + ["scenario_changed"] * 15
    assert desk.scenarios.get(made.id).closed == (f"{saved.index(2)}",)


def test_a_removed_scenario_cannot_be_saved_or_read(desk: PlanDesk) -> None:
    made = desk.scenarios.create(PLANNER, "2027")
    desk.scenarios.remove(ADMIN, made.id)

    for attempt in (
        lambda: desk.scenarios.get(made.id),
        lambda: desk.scenarios.save(PLANNER, made),
        lambda: desk.scenarios.remove(PLANNER, made.id),
        lambda: desk.scenarios.take_over(ADMIN, made.id),
        lambda: desk.scenarios.get("NUL \x00"),
    ):
        with pytest.raises(ScenarioError, match="scenario_unknown"):
            attempt()
    assert desk.scenarios.create(PLANNER, "2027").id != made.id


def test_staff_and_strangers_keep_no_scenario_and_staff_read_all(desk: PlanDesk) -> None:
    made = desk.scenarios.create(PLANNER, "2027")
    for actor, error in ((STAFF, NotAllowedError), (NOBODY, NotSignedInError)):
        with pytest.raises(error):
            desk.scenarios.create(actor, "2028")
        with pytest.raises(error):
            desk.scenarios.save(actor, with_closed(made, "a"))
        with pytest.raises(error):
            desk.scenarios.remove(actor, made.id)

    assert desk.scenarios.all() == [made]


def test_names_and_notes_that_cannot_be_are_refused(desk: PlanDesk) -> None:
    made = desk.scenarios.create(PLANNER, "2027")
    for name, code in (
        ("", "name_missing"),
        ("长" * 61, "name_too_long"),
        ("half \ud83d", "name_bad"),
        ("2027", "name_taken"),
        (" 2027 ", "name_taken"),
    ):
        with pytest.raises(PlanError, match=code):
            desk.scenarios.create(PLANNER, name)
    with pytest.raises(ScenarioError, match="scenario_note"):
        desk.scenarios.save(PLANNER, replace(made, note="x" * 301))
    desk.scenarios.create(PLANNER, "2028")
    with pytest.raises(ScenarioError, match="name_taken"):
        desk.scenarios.save(PLANNER, replace(made, name="2028"))

    assert desk.scenarios.get(made.id) == made


def test_a_scenario_of_too_many_stations_is_refused(desk: PlanDesk) -> None:
    made = desk.scenarios.create(PLANNER, "2027")
    most = with_closed(made, *(f"{number}" for number in range(2000)))

    saved = desk.scenarios.save(PLANNER, most)

    with pytest.raises(ScenarioError) as refused:
        desk.scenarios.save(PLANNER, with_closed(saved, "one more"))
    assert refused.value.facts == {"stations": 2001, "most": 2000}


def test_one_more_scenario_than_there_may_be_is_refused(desk: PlanDesk) -> None:
    with desk.store.transaction():
        for number in range(500):
            one = scenario(id=f"{number}", name=f"{number}", version=1)
            desk.store.plans.save_scenario(one, was=0)

    with pytest.raises(ScenarioError, match="scenario_too_many"):
        desk.scenarios.create(PLANNER, "one more")


# ---- taking over -------------------------------------------------------------------------------


def test_staff_take_over_every_station_as_planned_in_one_batch(desk: PlanDesk) -> None:
    made = with_two(desk)

    assert desk.scenarios.take_over(STAFF, made.id) == 2

    stations = sorted(listed(desk), key=lambda station: station.name)
    assert [station.name for station in stations] == ["一", "二"]
    assert {station.id for station in stations} == made.named
    assert {station.status for station in stations} == {Status.PLANNED}
    assert {station.source for station in stations} == {"scenario 海淀 2027"}
    assert {station.district for station in stations} == {"海淀区"}
    (batch,) = desk.store.batches()
    assert (batch.who, batch.changes, batch.why) == ("staff", 2, "scenario 海淀 2027")
    assert {one.change.action for one in desk.store.history()} == {Action.IMPORTED}


def test_what_was_taken_over_can_be_rolled_back_and_taken_over_again(desk: PlanDesk) -> None:
    made = with_two(desk)
    desk.scenarios.take_over(STAFF, made.id)
    (batch,) = desk.store.batches()

    rolled_back = desk.edit.roll_back(STAFF, batch.id)

    assert set(rolled_back.undone) == made.named
    assert listed(desk) == []
    assert desk.scenarios.take_over(STAFF, made.id) == 2
    assert len(listed(desk)) == 2


def test_what_staff_have_made_of_a_station_stays(desk: PlanDesk) -> None:
    made = with_two(desk)
    desk.scenarios.take_over(STAFF, made.id)
    first, second = made.added
    desk.edit.reopen(STAFF, first.id, version=1)

    again = desk.scenarios.save(PLANNER, with_added(made, new(IN_HAIDIAN, "三")))

    assert desk.scenarios.take_over(STAFF, made.id) == 1
    assert desk.store.get(first.id).station.status is Status.OPEN
    assert desk.store.get(second.id).version == 1
    assert desk.scenarios.take_over(STAFF, made.id) == 0
    assert len(desk.store.batches()) == 2
    opened = applied(again, listed(desk))
    assert {station.id for station in opened} == again.named
    assert {station.status for station in opened} == {Status.OPEN}


def test_a_station_that_was_merged_away_does_not_come_back(desk: PlanDesk) -> None:
    made = with_two(desk)
    desk.scenarios.take_over(STAFF, made.id)
    first, second = made.added
    desk.edit.merge(
        STAFF, first.id, gone_version=1, into=desk.store.get(second.id).station, into_version=1
    )

    assert desk.scenarios.take_over(STAFF, made.id) == 0
    with pytest.raises(StationRemovedError):
        desk.edit.reopen(STAFF, first.id, version=2)


def test_a_station_outside_the_area_is_named_and_nothing_is_written(desk: PlanDesk) -> None:
    made = with_two(desk)
    made = desk.scenarios.save(PLANNER, with_added(made, new(IN_CHAOYANG, "朝阳新站")))

    with pytest.raises(ScenarioError) as refused:
        desk.scenarios.take_over(STAFF, made.id)

    assert refused.value.code == "scenario_outside"
    assert refused.value.facts == {"stations": "朝阳新站"}
    assert desk.store.revision() == 0
    assert desk.scenarios.take_over(ADMIN, made.id) == 3


def test_of_many_stations_outside_the_area_the_first_are_named(desk: PlanDesk) -> None:
    made = desk.scenarios.create(PLANNER, "朝阳")
    many = [new(IN_CHAOYANG, f"{number}") for number in range(9)]
    desk.scenarios.save(PLANNER, with_added(made, *many))

    with pytest.raises(ScenarioError) as refused:
        desk.scenarios.take_over(STAFF, made.id)

    assert refused.value.facts == {"stations": "0, 1, 2, 3, 4, …"}


@pytest.mark.parametrize(
    ("actor", "error"), [(PLANNER, NotAllowedError), (NOBODY, NotSignedInError)]
)
def test_planners_and_strangers_take_nothing_over(
    desk: PlanDesk, actor: Any, error: type[Exception]
) -> None:
    made = with_two(desk)

    with pytest.raises(error):
        desk.scenarios.take_over(actor, made.id)

    assert listed(desk) == []


def test_a_station_that_must_not_be_saved_is_named_and_nothing_is_written(desk: PlanDesk) -> None:
    made = with_two(desk)
    wrong = new(IN_HAIDIAN, "错站", opening_hours="9 to 5")
    desk.scenarios.save(PLANNER, with_added(made, wrong))

    with pytest.raises(ScenarioError) as refused:
        desk.scenarios.take_over(STAFF, made.id)

    assert (refused.value.code, refused.value.facts) == ("scenario_unsound", {"station": "错站"})
    assert desk.store.revision() == 0


def test_closed_and_moved_stations_stay_as_they_are_in_the_list(desk: PlanDesk) -> None:
    desk.store.save_all([(shop("a"), 0), (shop("b"), 0)], change(Action.FILLED))
    made = with_two(desk)
    desk.scenarios.save(PLANNER, with_moved(with_closed(made, "a"), "b", IN_CHAOYANG))

    assert desk.scenarios.take_over(STAFF, made.id) == 2

    assert [desk.store.get(one).station for one in "ab"] == [shop("a"), shop("b")]


def test_a_scenario_without_new_stations_writes_nothing(desk: PlanDesk) -> None:
    made = with_two(desk)
    desk.scenarios.save(PLANNER, without(made, *made.named))

    assert desk.scenarios.take_over(STAFF, made.id) == 0
    assert desk.store.revision() == 0


def test_two_who_take_over_at_once_write_each_station_once(desk: PlanDesk) -> None:
    made = with_two(desk)

    with ThreadPoolExecutor(4) as threads:
        written = list(threads.map(lambda _: desk.scenarios.take_over(STAFF, made.id), range(8)))

    assert sorted(written) == [0] * 7 + [2]
    assert [kept.version for kept in desk.store.find(StationQuery())] == [1, 1]


def test_planned_stations_are_exported_as_they_would_be_taken_over(desk: PlanDesk) -> None:
    made = with_two(desk)

    planned = desk.scenarios.planned_stations(made)
    desk.scenarios.take_over(STAFF, made.id)

    assert planned == [desk.store.get(station.id).station for station in made.added]
