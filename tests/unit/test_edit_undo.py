"""Merging two stations, undoing any change, and rolling back an import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rig.edit_desk import ADMIN, IN_CHAOYANG, IN_HAIDIAN, IN_HAIDIAN_TOO, NOW, STAFF, EditDesk
from rig.stations import station
from stationmap.errors import (
    InvalidStationError,
    OutsideAreaError,
    RevisionNotFoundError,
    StationRemovedError,
    UndoConflictError,
    VersionConflictError,
)
from stationmap.stations.codes import Status
from stationmap.stations.station import Station
from stationmap.store.memory import MemoryStore
from stationmap.store.sqlite import SqliteStore
from stationmap.upkeep.change import Action, Change
from stationmap.upkeep.merging import propose_merge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stationmap.upkeep.change import Kept

IMPORT = Change(action=Action.IMPORTED, who="admin", at=NOW, batch="import-1")


@pytest.fixture(params=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EditDesk]:
    """Return a desk over either store: undoing leans on what each of them keeps."""
    is_file = request.param == "sqlite"
    store = SqliteStore(tmp_path / "stationmap.sqlite") if is_file else MemoryStore()
    yield EditDesk(store=store)
    store.close()


def here(**facts: Any) -> Station:
    return station(**{"position": IN_HAIDIAN, "district": "海淀区"} | facts)


def added(desk: EditDesk, **facts: Any) -> Kept:
    return desk.edit.add(ADMIN, here(**facts))


def edited(desk: EditDesk, station_id: str = "1", **facts: Any) -> Kept:
    kept = desk.edit.get(station_id)
    changed = Station.model_validate(dict(kept.station) | facts)
    return desk.edit.save(ADMIN, changed, version=kept.version)


def merged(desk: EditDesk, gone_id: str, into_id: str) -> Kept:
    gone, into = desk.edit.get(gone_id), desk.edit.get(into_id)
    return desk.edit.merge(
        STAFF,
        gone_id,
        gone_version=gone.version,
        into=propose_merge(gone.station, into.station),
        into_version=into.version,
    )


# Merging


def test_a_merged_station_leads_to_the_one_that_stays(desk: EditDesk) -> None:
    added(desk, id="a", phone="1")
    added(desk, id="b")

    kept = merged(desk, "a", "b")

    assert (kept.station.phone, kept.station.related_ids) == ("1", ("a",))
    assert desk.edit.get("a").removed
    assert desk.edit.resolve("a") == desk.edit.get("b") == kept


def test_successors_are_followed_to_the_last(desk: EditDesk) -> None:
    for name in "abc":
        added(desk, id=name)
    merged(desk, "a", "b")
    merged(desk, "b", "c")

    assert desk.edit.resolve("a").station.id == "c"


def test_a_circle_of_successors_ends(desk: EditDesk) -> None:
    """No service makes one; a store that was mended by hand might hold one."""
    added(desk, id="a")
    added(desk, id="b")
    desk.store.remove("a", IMPORT, version=1, successor="b")
    desk.store.remove("b", IMPORT, version=1, successor="a")

    assert desk.edit.resolve("a").station.id == "b"


def test_no_station_is_merged_into_one_that_was_merged_into_it(desk: EditDesk) -> None:
    added(desk, id="a")
    added(desk, id="b")
    merged(desk, "a", "b")

    with pytest.raises(StationRemovedError):
        merged(desk, "b", "a")


def test_no_station_is_merged_into_itself(desk: EditDesk) -> None:
    kept = added(desk)

    with pytest.raises(InvalidStationError):
        desk.edit.merge(STAFF, "1", gone_version=1, into=kept.station, into_version=1)


@pytest.mark.parametrize(("gone_version", "into_version"), [(1, 2), (2, 1)])
def test_a_merger_of_what_was_changed_meanwhile_is_refused_whole(
    desk: EditDesk, gone_version: int, into_version: int
) -> None:
    for name in ("a", "b"):
        added(desk, id=name)
        edited(desk, name, phone="1")
    before = desk.store.revision()
    into = desk.edit.get("b").station.model_copy(update={"notes": "新"})

    with pytest.raises(VersionConflictError):
        desk.edit.merge(STAFF, "a", gone_version=gone_version, into=into, into_version=into_version)

    assert desk.store.revision() == before


def test_both_stations_of_a_merger_must_be_in_the_area(desk: EditDesk) -> None:
    added(desk, id="near")
    added(desk, id="far", position=IN_CHAOYANG)

    for gone, into in [("near", "far"), ("far", "near")]:
        with pytest.raises(OutsideAreaError):
            merged(desk, gone, into)


# Undoing


def test_a_change_that_nobody_touched_since_is_undone_exactly(desk: EditDesk) -> None:
    before = added(desk, facilities={"tv": "working"}).station
    change = edited(desk, facilities={}, phone="1")

    kept = desk.edit.undo(STAFF, change.revision, "看错了")

    (revision, *_) = desk.edit.history("1")
    assert (kept.station, kept.version) == (before, 3)
    assert revision.change.action is Action.UNDONE
    assert (revision.change.undoes, revision.change.why) == (change.revision, "看错了")


def test_of_a_station_that_was_changed_since_only_what_the_revision_did_is_undone(
    desk: EditDesk,
) -> None:
    added(desk, facilities={"tv": "working"})
    wrong = edited(desk, facilities={"tv": "broken"}, notes="错")
    edited(desk, phone="1", host="银行")

    kept = desk.edit.undo(STAFF, wrong.revision)

    assert kept.station.facilities == {"tv": "working"}
    assert (kept.station.notes, kept.station.phone, kept.station.host) == (None, "1", "银行")


def test_what_was_changed_again_since_is_not_undone(desk: EditDesk) -> None:
    added(desk)
    wrong = edited(desk, phone="1", notes="错")
    now = edited(desk, phone="2")

    with pytest.raises(UndoConflictError) as refusal:
        desk.edit.undo(STAFF, wrong.revision)

    assert refusal.value.fields == ("phone",)
    assert desk.edit.get("1") == now


def test_undoing_an_undoing_does_the_change_again(desk: EditDesk) -> None:
    added(desk)
    change = edited(desk, phone="1")

    undone = desk.edit.undo(STAFF, change.revision)

    assert desk.edit.undo(STAFF, undone.revision).station == change.station


def test_undoing_twice_is_undoing_once(desk: EditDesk) -> None:
    added(desk)
    change = edited(desk, phone="1")

    undone = desk.edit.undo(STAFF, change.revision)

    assert desk.edit.undo(STAFF, change.revision) == undone


def test_undoing_an_addition_takes_the_station_out_and_its_id_stays_known(desk: EditDesk) -> None:
    kept = added(desk)

    gone = desk.edit.undo(STAFF, kept.revision)

    assert gone.removed
    assert desk.edit.get("1").station == kept.station
    assert not desk.edit.undo(STAFF, gone.revision).removed


def test_an_addition_that_was_edited_since_is_not_undone(desk: EditDesk) -> None:
    kept = added(desk)
    edited(desk, phone="1")

    with pytest.raises(UndoConflictError) as refusal:
        desk.edit.undo(STAFF, kept.revision)

    assert refusal.value.fields == ("phone",)


def test_an_edit_of_a_station_that_left_the_list_since_is_not_undone(desk: EditDesk) -> None:
    added(desk, id="a")
    added(desk, id="b")
    change = edited(desk, "a", phone="1")
    merged(desk, "a", "b")

    with pytest.raises(UndoConflictError) as refusal:
        desk.edit.undo(STAFF, change.revision)

    assert refusal.value.fields == ()


@pytest.mark.parametrize("which", ["a", "b"])
def test_undoing_either_side_of_a_merger_makes_two_of_one_again(desk: EditDesk, which: str) -> None:
    before = added(desk, id="a", phone="1"), added(desk, id="b")
    merged(desk, "a", "b")

    desk.edit.undo(STAFF, desk.edit.get(which).revision)

    assert tuple(desk.edit.get(name).station for name in "ab") == tuple(
        kept.station for kept in before
    )
    assert not desk.edit.get("a").removed
    assert desk.edit.resolve("a").station.id == "a"


@pytest.mark.parametrize("which", ["a", "b"])
def test_undoing_the_undoing_of_a_merger_merges_again(desk: EditDesk, which: str) -> None:
    added(desk, id="a", phone="1")
    added(desk, id="b")
    after = merged(desk, "a", "b").station
    desk.edit.undo(STAFF, desk.edit.get("a").revision)

    desk.edit.undo(STAFF, desk.edit.get(which).revision)

    assert desk.edit.resolve("a").station == after
    assert desk.edit.get("a").removed


def test_a_merger_is_undone_with_what_was_edited_since(desk: EditDesk) -> None:
    added(desk, id="a", phone="1")
    added(desk, id="b")
    merged(desk, "a", "b")
    edited(desk, "b", host="银行")

    desk.edit.undo(STAFF, desk.edit.get("a").revision)

    assert desk.edit.get("b").station.host == "银行"
    assert desk.edit.get("b").station.phone is None


def test_a_merger_whose_gain_was_edited_since_is_undone_not_even_by_half(desk: EditDesk) -> None:
    added(desk, id="a", phone="1")
    added(desk, id="b")
    merged(desk, "a", "b")
    edited(desk, "b", phone="2")
    before = desk.store.revision()

    with pytest.raises(UndoConflictError):
        desk.edit.undo(STAFF, desk.edit.get("a").revision)

    assert desk.store.revision() == before
    assert desk.edit.get("a").removed


def test_a_merger_is_not_done_again_where_it_would_lead_in_a_circle(desk: EditDesk) -> None:
    for name in "ab":
        added(desk, id=name)
    into = desk.edit.get("b").station
    desk.edit.merge(STAFF, "a", gone_version=1, into=into, into_version=1)
    undone = desk.edit.undo(STAFF, desk.edit.get("a").revision)
    into = desk.edit.get("a").station
    desk.edit.merge(STAFF, "b", gone_version=1, into=into, into_version=undone.version)

    with pytest.raises(UndoConflictError):
        desk.edit.undo(STAFF, undone.revision)

    assert desk.edit.resolve("b").station.id == "a"


def test_a_merger_stands_in_the_list_of_imports_nowhere(desk: EditDesk) -> None:
    for name in "ab":
        added(desk, id=name)
    merged(desk, "a", "b")

    assert desk.store.batches() == []


def test_nobody_undoes_what_is_outside_her_area(desk: EditDesk) -> None:
    added(desk, position=IN_CHAOYANG)
    change = desk.edit.move(ADMIN, "1", version=1, position=IN_HAIDIAN)

    with pytest.raises(OutsideAreaError):
        desk.edit.undo(STAFF, change.revision)


def test_a_revision_that_is_not_there_cannot_be_undone(desk: EditDesk) -> None:
    with pytest.raises(RevisionNotFoundError):
        desk.edit.undo(ADMIN, 1)


# Rolling back


def imported(desk: EditDesk, *stations: tuple[Station, int], batch: str = "import-1") -> None:
    change = Change(action=Action.IMPORTED, who="admin", at=NOW, batch=batch)
    desk.store.save_all(stations, change)


def test_an_import_is_rolled_back_whole(desk: EditDesk) -> None:
    old = added(desk, id="old").station
    imported(desk, (here(id="old", phone="1"), 1), (here(id="new"), 0))

    outcome = desk.edit.roll_back(STAFF, "import-1", "文件错了")

    assert outcome.undone == ("new", "old")
    assert outcome.kept_since_changed == ()
    assert desk.edit.get("old").station == old
    assert desk.edit.get("new").removed
    assert [batch.rolled_back for batch in desk.store.batches()] == [True]
    assert desk.edit.history("new")[0].change.why == "文件错了"


def test_what_was_changed_since_an_import_stays_and_is_told(desk: EditDesk) -> None:
    imported(desk, (here(id="a"), 0), (here(id="b"), 0))
    now = edited(desk, "a", phone="1")

    outcome = desk.edit.roll_back(STAFF, "import-1")

    assert (outcome.undone, outcome.kept_since_changed) == (("b",), ("a",))
    assert desk.edit.get("a") == now


def test_an_import_that_is_rolled_back_twice_is_rolled_back_once(desk: EditDesk) -> None:
    imported(desk, (here(id="a"), 0))
    desk.edit.roll_back(STAFF, "import-1")
    before = desk.store.revision()

    outcome = desk.edit.roll_back(STAFF, "import-1")

    assert (outcome.undone, outcome.kept_since_changed) == ((), ())
    assert desk.store.revision() == before


def test_an_import_with_a_station_outside_the_area_is_not_rolled_back_at_all(
    desk: EditDesk,
) -> None:
    imported(desk, (here(id="a"), 0), (here(id="far", position=IN_CHAOYANG), 0))
    before = desk.store.revision()

    with pytest.raises(OutsideAreaError):
        desk.edit.roll_back(STAFF, "import-1")

    assert desk.store.revision() == before


def test_the_rolling_back_of_one_station_can_be_undone(desk: EditDesk) -> None:
    imported(desk, (here(id="a", status=Status.PLANNED), 0), (here(id="b"), 0))
    desk.edit.roll_back(STAFF, "import-1")

    kept = desk.edit.undo(STAFF, desk.edit.get("a").revision)

    assert (kept.removed, kept.station.status) == (False, Status.PLANNED)
    assert desk.edit.get("b").removed


def test_one_station_of_an_import_can_be_undone_alone(desk: EditDesk) -> None:
    imported(desk, (here(id="a"), 0), (here(id="b", position=IN_HAIDIAN_TOO), 0))

    desk.edit.undo(STAFF, desk.edit.get("a").revision)

    assert desk.edit.get("a").removed
    assert not desk.edit.get("b").removed


@pytest.mark.parametrize("batch", ["none", "merged-3"])
def test_only_an_import_can_be_rolled_back(desk: EditDesk, batch: str) -> None:
    for name in "ab":
        added(desk, id=name)
    merged(desk, "a", "b")
    assert desk.store.history(batch="merged-3")

    with pytest.raises(RevisionNotFoundError):
        desk.edit.roll_back(ADMIN, batch)
