"""Editing stations: who may, what is refused, what each action does, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from rig.edit_desk import (
    ADMIN,
    IN_CHAOYANG,
    IN_HAIDIAN,
    IN_HAIDIAN_TOO,
    NOBODY,
    NOW,
    PLANNER,
    STAFF,
    EditDesk,
)
from rig.stations import station
from stationmap.errors import (
    InvalidStationError,
    NotAllowedError,
    NotSignedInError,
    OutsideAreaError,
    RevisionNotFoundError,
    StationNotFoundError,
    StationRemovedError,
    VersionConflictError,
)
from stationmap.geo.datum import Datum
from stationmap.geo.geodesic import distance_m
from stationmap.geo.position import Position
from stationmap.stations.codes import Status
from stationmap.upkeep.change import Action, Change
from stationmap.upkeep.new_ids import TO_BE_GIVEN, new_id
from stationmap.upkeep.outcome import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.stations.station import Station
    from stationmap.upkeep.change import Kept

TODAY = date(2026, 11, 22)
"""The day in Beijing on which these tests happen; in UTC it is still the 21st."""


@pytest.fixture
def desk() -> EditDesk:
    return EditDesk()


def here(**facts: Any) -> Station:
    return station(**{"position": IN_HAIDIAN} | facts)


def added(desk: EditDesk, **facts: Any) -> Kept:
    return desk.edit.add(ADMIN, here(**facts))


# Adding


def test_a_station_that_is_added_is_in_the_list_with_who_when_and_why(desk: EditDesk) -> None:
    kept = desk.edit.add(STAFF, here(id="a"), "新建")

    (revision,) = desk.edit.history("a")
    assert desk.edit.get("a") == kept
    assert (revision.change.action, revision.change.who) == (Action.ADDED, "staff")
    assert (revision.change.at, revision.change.why) == (NOW, "新建")
    assert (revision.before, revision.after) == (None, kept.station)


def test_a_new_station_without_an_id_gets_one_of_its_own(desk: EditDesk) -> None:
    ids = {added(desk, id=TO_BE_GIVEN).station.id for _ in range(20)}

    assert len(ids) == 20
    assert all(one.startswith("yz-") and len(one) == 9 for one in ids)


def test_a_new_id_is_one_that_nobody_ever_had() -> None:
    drawn: list[str] = []

    def is_taken(candidate: str) -> bool:
        drawn.append(candidate)
        return len(drawn) <= 3

    given = new_id(is_taken)

    assert given == drawn[3]
    assert given not in drawn[:3]


def test_an_id_that_a_removed_station_had_is_not_given_again(desk: EditDesk) -> None:
    kept = added(desk, id="a")
    desk.edit.undo(ADMIN, kept.revision)

    with pytest.raises(VersionConflictError):
        added(desk, id="a")


def test_a_new_station_is_in_the_district_of_its_position(desk: EditDesk) -> None:
    assert added(desk, district="朝阳区").station.district == "海淀区"


def test_outside_every_district_what_is_stated_stays(desk: EditDesk) -> None:
    kept = added(desk, position=Position(115.0, 38.0), district="雄县")

    assert kept.station.district == "雄县"


# Who may


WRITES: dict[str, Callable[[EditDesk, Any, Kept], object]] = {
    "add": lambda desk, actor, kept: desk.edit.add(
        actor, kept.station.model_copy(update={"id": "new"})
    ),
    "save": lambda desk, actor, kept: desk.edit.save(
        actor, kept.station.model_copy(update={"name": "新"}), version=kept.version
    ),
    "suspend": lambda desk, actor, kept: desk.edit.suspend(
        actor, kept.station.id, version=kept.version, until=None
    ),
    "reopen": lambda desk, actor, kept: desk.edit.reopen(
        actor, kept.station.id, version=kept.version
    ),
    "close": lambda desk, actor, kept: desk.edit.close(
        actor, kept.station.id, version=kept.version
    ),
    "move": lambda desk, actor, kept: desk.edit.move(
        actor, kept.station.id, version=kept.version, position=IN_HAIDIAN_TOO
    ),
    "merge": lambda desk, actor, kept: desk.edit.merge(
        actor,
        kept.station.id,
        gone_version=kept.version,
        into=desk.edit.get("other").station,
        into_version=1,
    ),
    "undo": lambda desk, actor, kept: desk.edit.undo(actor, kept.revision),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_nothing_is_written_for_who_may_not(
    desk: EditDesk, write: Callable[[EditDesk, Any, Kept], object]
) -> None:
    added(desk, id="other")
    near = added(desk, id="near")
    far = added(desk, id="far", position=IN_CHAOYANG)
    before = desk.store.revision()

    for actor, kept, error in [
        (NOBODY, near, NotSignedInError),
        (PLANNER, near, NotAllowedError),
        (STAFF, far, OutsideAreaError),
    ]:
        with pytest.raises(error):
            write(desk, actor, kept)
    assert desk.store.revision() == before


def test_nobody_moves_a_station_out_of_her_area_or_into_it(desk: EditDesk) -> None:
    near, far = added(desk, id="near"), added(desk, id="far", position=IN_CHAOYANG)

    for kept, position in [(near, IN_CHAOYANG), (far, IN_HAIDIAN)]:
        with pytest.raises(OutsideAreaError):
            desk.edit.move(STAFF, kept.station.id, version=1, position=position)


def test_the_district_that_is_stated_lets_nobody_in(desk: EditDesk) -> None:
    with pytest.raises(OutsideAreaError):
        desk.edit.add(STAFF, here(position=IN_CHAOYANG, district="海淀区"))


def test_an_account_that_was_disabled_writes_nothing_more(desk: EditDesk) -> None:
    kept = desk.edit.add(STAFF, here())
    account = desk.store.accounts.get("staff")
    assert account is not None
    desk.store.accounts.save(replace(account, disabled=True))

    with pytest.raises(NotSignedInError):
        desk.edit.close(STAFF, kept.station.id, version=1)


# Saving


def test_a_station_is_saved_over_the_version_that_it_was_made_from(desk: EditDesk) -> None:
    kept = added(desk)

    saved = desk.edit.save(STAFF, here(phone="12351", district="海淀区"), version=1, why="电话")

    assert (saved.version, saved.station.phone) == (2, "12351")
    assert desk.edit.history("1")[0].before == kept.station


def test_hours_that_parse_are_saved(desk: EditDesk) -> None:
    added(desk)
    hours = {"opening_hours": "Mo-Fr 09:00-17:00; PH off", "self_entry_hours": "24/7"}

    saved = desk.edit.save(STAFF, here(district="海淀区", **hours), version=1)

    assert saved.station.opening_hours == "Mo-Fr 09:00-17:00; PH off"


def test_saving_over_a_newer_version_is_refused(desk: EditDesk) -> None:
    kept = added(desk)
    desk.edit.save(ADMIN, kept.station.model_copy(update={"phone": "1"}), version=1)

    with pytest.raises(VersionConflictError) as refusal:
        desk.edit.save(STAFF, kept.station.model_copy(update={"phone": "2"}), version=1)

    assert refusal.value.current_version == 2
    assert desk.edit.get("1").station.phone == "1"


def test_a_change_that_changes_nothing_leaves_no_revision(desk: EditDesk) -> None:
    kept = added(desk)

    assert desk.edit.save(STAFF, kept.station, version=1) == kept
    assert desk.edit.reopen(STAFF, "1", version=1) == kept
    assert len(desk.edit.history("1")) == 1


def test_the_same_save_sent_twice_is_one_change(desk: EditDesk) -> None:
    kept = added(desk)
    changed = kept.station.model_copy(update={"phone": "1"})

    once = desk.edit.save(STAFF, changed, version=1)

    assert desk.edit.save(STAFF, changed, version=1) == once


def test_a_station_that_nobody_added_cannot_be_saved(desk: EditDesk) -> None:
    with pytest.raises(StationNotFoundError):
        desk.edit.save(ADMIN, here(), version=0)


def test_a_removed_station_cannot_be_saved(desk: EditDesk) -> None:
    kept = added(desk)
    desk.edit.undo(ADMIN, kept.revision)

    with pytest.raises(StationRemovedError):
        desk.edit.save(ADMIN, kept.station, version=2)


def test_every_fault_that_a_change_brings_in_is_told(desk: EditDesk) -> None:
    added(desk)
    bad = here(
        opening_hours="早九晚五",
        self_entry_hours="总开",
        suspended_from=date(2026, 12, 2),
        suspended_until=date(2026, 12, 1),
        verified_on=date(2026, 11, 23),
    )

    with pytest.raises(InvalidStationError) as refusal:
        desk.edit.save(STAFF, bad, version=1)

    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [
        ("opening_hours", "bad_hours"),
        ("self_entry_hours", "bad_hours"),
        ("suspended_from", "suspension_backwards"),
        ("suspended_until", "suspension_backwards"),
        ("verified_on", "verified_ahead"),
    ]


@pytest.mark.parametrize("why", ["a" * 2001, "a\x00", "\ud800"])
def test_a_reason_that_cannot_be_kept_is_refused(desk: EditDesk, why: str) -> None:
    added(desk)

    with pytest.raises(InvalidStationError) as refusal:
        desk.edit.close(STAFF, "1", version=1, why=why)

    assert [fault.field for fault in refusal.value.faults] == ["why"]
    assert desk.edit.get("1").version == 1


def test_what_was_wrong_before_may_be_saved_again(desk: EditDesk) -> None:
    """Else nobody could correct a telephone number without knowing the hours."""
    wrong = here(opening_hours="早九晚五")
    change = Change(action=Action.IMPORTED, who="x", at=NOW)
    desk.store.save(wrong, change, version=0)

    assert desk.edit.save(STAFF, wrong.model_copy(update={"phone": "1"}), version=1).version == 2


# Verifying


def test_many_stations_are_verified_at_once_and_each_refusal_has_its_reason(
    desk: EditDesk,
) -> None:
    for name in ("a", "b", "shut", "gone"):
        added(desk, id=name)
    added(desk, id="far", position=IN_CHAOYANG)
    desk.edit.close(ADMIN, "shut", version=1)
    desk.edit.undo(ADMIN, desk.edit.get("gone").revision)

    outcome = desk.edit.verify(STAFF, ["b", "a", "far", "gone", "shut", "none", "a"])

    assert outcome.done == ("b", "a")
    assert outcome.refused == {
        "far": Refusal.OUTSIDE_AREA,
        "gone": Refusal.REMOVED,
        "shut": Refusal.CLOSED,
        "none": Refusal.UNKNOWN,
    }
    assert desk.edit.get("a").station.verified_on == TODAY
    assert desk.edit.get("far").station.verified_on is None
    assert desk.edit.history("b")[0].change.action is Action.VERIFIED


def test_verifying_twice_on_a_day_is_one_revision(desk: EditDesk) -> None:
    added(desk)

    assert desk.edit.verify(STAFF, ["1"]) == desk.edit.verify(STAFF, ["1"])
    assert desk.edit.get("1").version == 2


def test_a_planner_verifies_nothing(desk: EditDesk) -> None:
    with pytest.raises(NotAllowedError):
        desk.edit.verify(PLANNER, [])


# Suspending, reopening, closing, moving


def test_a_suspension_begins_today_unless_another_day_is_given(desk: EditDesk) -> None:
    added(desk)

    kept = desk.edit.suspend(STAFF, "1", version=1, until=date(2026, 12, 31), why="装修")

    assert kept.station.status is Status.SUSPENDED
    assert kept.station.suspended_from == TODAY
    assert kept.station.suspended_until == date(2026, 12, 31)
    assert desk.edit.history("1")[0].change.action is Action.SUSPENDED


def test_a_suspension_to_come_leaves_the_station_open_until_then(desk: EditDesk) -> None:
    added(desk)

    kept = desk.edit.suspend(STAFF, "1", version=1, since=date(2026, 12, 1), until=None)

    assert (kept.station.status, kept.station.suspended_from) == (Status.OPEN, date(2026, 12, 1))


def test_a_suspension_that_ends_before_it_begins_is_refused(desk: EditDesk) -> None:
    added(desk)

    with pytest.raises(InvalidStationError):
        desk.edit.suspend(STAFF, "1", version=1, until=date(2026, 11, 21))


@pytest.mark.parametrize(("action", "status"), [("reopen", Status.OPEN), ("close", Status.CLOSED)])
def test_reopening_and_closing_end_a_suspension(
    desk: EditDesk, action: str, status: Status
) -> None:
    added(desk)
    desk.edit.suspend(STAFF, "1", version=1, until=None)

    kept = getattr(desk.edit, action)(STAFF, "1", version=2)

    assert (kept.station.status, kept.station.suspended_from) == (status, None)


def test_a_closed_station_keeps_its_id_and_stays_known(desk: EditDesk) -> None:
    added(desk)
    desk.edit.close(STAFF, "1", version=1)

    assert not desk.edit.get("1").removed


def test_a_move_keeps_how_the_position_came_in_and_changes_the_district(desk: EditDesk) -> None:
    added(desk, street="学院路街道", source_datum=Datum.BD09, position_precision_m=500.0)

    kept = desk.edit.move(
        ADMIN,
        "1",
        version=1,
        position=IN_CHAOYANG,
        source_datum=Datum.GCJ02,
        source_position=(116.486, 39.951),
    )

    assert kept.station.position == IN_CHAOYANG
    assert kept.station.source_datum is Datum.GCJ02
    assert kept.station.source_position == (116.486, 39.951)
    assert kept.station.position_precision_m is None
    assert (kept.station.district, kept.station.street) == ("朝阳区", None)


def test_a_move_within_a_district_keeps_the_street_that_is_stated(desk: EditDesk) -> None:
    added(desk, street="学院路街道")

    kept = desk.edit.move(STAFF, "1", version=1, position=IN_HAIDIAN_TOO)

    assert (kept.station.district, kept.station.street) == ("海淀区", "学院路街道")


# Looking


def test_what_is_near_comes_nearest_first_with_its_distance(desk: EditDesk) -> None:
    for name, lon in [("far", 116.352), ("b", 116.3505), ("a", 116.3501), ("gone", 116.3502)]:
        added(desk, id=name, position=Position(lon, 39.99))
    desk.edit.undo(ADMIN, desk.edit.get("gone").revision)

    found = desk.edit.near(IN_HAIDIAN)

    assert [kept.station.id for kept, _ in found] == ["a", "b"]
    assert found[0][1] == pytest.approx(distance_m(IN_HAIDIAN, Position(116.3501, 39.99)))


def test_exactly_so_far_away_is_near(desk: EditDesk) -> None:
    added(desk, position=IN_HAIDIAN_TOO)
    away_m = distance_m(IN_HAIDIAN, IN_HAIDIAN_TOO)

    assert len(desk.edit.near(IN_HAIDIAN, away_m)) == 1
    assert desk.edit.near(IN_HAIDIAN, away_m - 0.001) == []


def test_a_conflict_holds_both_versions_against_the_one_they_came_from(desk: EditDesk) -> None:
    base = added(desk, phone="0", notes="0").station
    theirs = base.model_copy(update={"phone": "1", "host": "银行"})
    desk.edit.save(ADMIN, theirs, version=1)
    mine = base.model_copy(update={"phone": "2", "notes": "2"})

    conflict = desk.edit.conflict(mine, 1)

    assert (conflict.base, conflict.mine, conflict.theirs.station) == (base, mine, theirs)
    assert conflict.fields == ("phone",)
    assert conflict.proposal == base.model_copy(update={"phone": "1", "host": "银行", "notes": "2"})
    settled = desk.edit.save(STAFF, conflict.settled(["phone"]), version=conflict.theirs.version)
    assert (settled.station.phone, settled.station.host) == ("2", "银行")


def test_of_a_version_that_never_was_there_is_no_conflict(desk: EditDesk) -> None:
    kept = added(desk)

    with pytest.raises(RevisionNotFoundError):
        desk.edit.conflict(kept.station, 7)
