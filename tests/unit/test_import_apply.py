"""Doing an import: one batch, wholly or not at all, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rig.edit_desk import ADMIN, STAFF
from rig.import_desk import ImportDesk, table
from rig.stations import station
from stationmap.errors import ImportOutdatedError, NotSignedInError, OutsideAreaError
from stationmap.geo.position import Position
from stationmap.upkeep.change import Action, Change
from stationmap.upkeep.import_plan import Accepted, Decision

if TYPE_CHECKING:
    from stationmap.stations.station import Station

HEAD = ["id", "name", "kind", "lon", "lat", "phone"]
ROWS = [
    ["a", "知春路驿站", "warm_station", 116.34, 39.976, "1"],
    ["b", "学院路驿站", "warm_station", 116.35, 39.99, "2"],
]
FILE = table(HEAD, *ROWS)


@pytest.fixture
def desk() -> ImportDesk:
    return ImportDesk()


def keep(desk: ImportDesk, *stations: Station) -> None:
    """Put stations into the store."""
    change = Change(action=Action.FILLED, who="test", at=desk.now)
    desk.store.save_all([(one, 0) for one in stations], change)


def test_an_import_is_one_batch_in_the_name_of_the_account(desk: ImportDesk) -> None:
    plan = desk.plan(FILE, "本月.csv", actor=STAFF)

    done = desk.imports.apply(STAFF, plan)

    assert (done.added, done.changed, done.removed, done.skipped) == (2, 0, 0, 0)
    revisions = desk.store.history(batch=done.batch)
    assert {(one.station_id, one.change.who, one.change.why) for one in revisions} == {
        ("a", "staff", "本月.csv"),
        ("b", "staff", "本月.csv"),
    }
    assert {one.change.action for one in revisions} == {Action.IMPORTED}
    assert [batch.id for batch in desk.imports.batches()] == [done.batch]


def test_rolled_back_everything_is_exactly_as_before(desk: ImportDesk) -> None:
    keep(desk, station(id="a", name="知春路驿站", phone="old"), station(id="s", source="sample"))
    before = desk.listed()
    done = desk.put(FILE, replace_sample=True)
    assert set(desk.listed()) == {"a", "b"}
    assert (done.added, done.changed, done.removed) == (1, 1, 1)

    outcome = desk.edit.roll_back(ADMIN, done.batch or "")

    assert desk.listed() == before
    assert outcome.kept_since_changed == ()


def test_after_a_roll_back_the_same_file_goes_in_again(desk: ImportDesk) -> None:
    desk.edit.roll_back(ADMIN, desk.put(FILE).batch or "")

    done = desk.put(FILE)

    assert (done.added, set(desk.listed())) == (2, {"a", "b"})


def test_a_station_changed_since_the_dry_run_stops_everything(desk: ImportDesk) -> None:
    keep(desk, station(id="a", name="知春路驿站"))
    plan = desk.plan(FILE)
    kept = desk.store.get("a")
    desk.edit.save(ADMIN, kept.station.model_copy(update={"phone": "3"}), version=kept.version)
    revision = desk.store.revision()

    with pytest.raises(ImportOutdatedError) as refused:
        desk.imports.apply(ADMIN, plan)

    assert refused.value.station_ids == ("a",)
    assert desk.store.revision() == revision
    assert desk.listed()["a"].phone == "3"


def test_a_station_added_under_the_same_id_since_stops_everything(desk: ImportDesk) -> None:
    plan = desk.plan(FILE)
    keep(desk, station(id="b"))

    with pytest.raises(ImportOutdatedError, match="b"):
        desk.imports.apply(ADMIN, plan)

    assert set(desk.listed()) == {"b"}


def test_the_area_is_checked_again_when_it_is_done(desk: ImportDesk) -> None:
    """The page's plan may be forged, and an account may get another area meanwhile."""
    plan = desk.plan(table(HEAD, ["c", "望京驿站", "warm_station", 116.48, 39.95, ""]), actor=ADMIN)

    with pytest.raises(OutsideAreaError):
        desk.imports.apply(STAFF, plan)

    assert desk.listed() == {}


def test_a_session_that_ended_since_the_dry_run_writes_nothing(desk: ImportDesk) -> None:
    plan = desk.plan(FILE, actor=STAFF)
    desk.store.accounts.close_session(STAFF.digest)

    with pytest.raises(NotSignedInError):
        desk.imports.apply(STAFF, plan)

    assert desk.listed() == {}


def test_what_stops_it_half_way_leaves_nothing(desk: ImportDesk) -> None:
    rows = [
        [f"n{number}", f"驿站 {number}", "warm_station", 116.34, 39.976, ""]
        for number in range(1200)
    ]
    plan = desk.plan(table(HEAD, *rows))
    seen = []

    def stop(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 1000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.imports.apply(ADMIN, plan, on_progress=stop)

    assert seen == [(500, 1200), (1000, 1200)]
    assert (desk.listed(), desk.store.revision()) == ({}, 0)


def test_progress_counts_up_to_all(desk: ImportDesk) -> None:
    keep(desk, station(id="s", source="sample"))
    seen: list[tuple[int, int]] = []

    desk.imports.apply(
        ADMIN, desk.plan(FILE), on_progress=lambda done, total: seen.append((done, total))
    )

    assert seen[-1] == (3, 3)


def test_candidates_go_in_as_a_person_decides(desk: ImportDesk) -> None:
    keep(desk, station(id="k", name="知春路暖心驿站", position=Position(116.34, 39.976)))
    content = table(HEAD[1:], ["知春路 暖心驿站(东门)", "warm_station", 116.3403, 39.976, "9"])

    skipped = desk.imports.apply(ADMIN, desk.plan(content))
    same = desk.accept(desk.plan(content), Accepted(decisions={2: Decision.SAME}))
    desk.edit.roll_back(ADMIN, same.batch or "")
    new = desk.accept(desk.plan(content), Accepted(decisions={2: Decision.NEW}))

    assert (skipped.batch, skipped.skipped) == (None, 1)
    assert (same.added, same.changed) == (0, 1)
    assert (new.added, new.changed, len(desk.listed())) == (1, 0, 2)


def test_a_group_that_is_not_accepted_stays_out(desk: ImportDesk) -> None:
    keep(desk, station(id="a", phone="old"))

    done = desk.accept(desk.plan(FILE), Accepted(with_changed=False, why="只加新的"))

    assert (done.added, done.changed, desk.listed()["a"].phone) == (1, 0, "old")
    assert desk.imports.batches()[0].why == "只加新的"
