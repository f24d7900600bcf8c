"""Several people at one station at the same time: each change is kept, or its maker is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from rig.edit_desk import ADMIN, EditDesk
from rig.stations import station
from stationmap.errors import VersionConflictError
from stationmap.store.memory import MemoryStore
from stationmap.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stationmap.stations.station import Station
    from stationmap.upkeep.change import Kept

PEOPLE = 4
CHANGES = 10


@pytest.fixture(params=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EditDesk]:
    is_file = request.param == "sqlite"
    store = SqliteStore(tmp_path / "stationmap.sqlite") if is_file else MemoryStore()
    yield EditDesk(store=store)
    store.close()


def test_who_merges_after_each_conflict_loses_nothing(desk: EditDesk) -> None:
    desk.edit.add(ADMIN, station())

    def work(person: int) -> None:
        for number in range(CHANGES):
            _change(desk, f"{person}.{number}")

    with ThreadPoolExecutor(PEOPLE) as people:
        list(people.map(work, range(PEOPLE)))

    kept = desk.edit.get("1")
    assert len(kept.station.extra) == PEOPLE * CHANGES
    assert kept.version == 1 + PEOPLE * CHANGES


def test_of_all_who_save_from_one_version_one_succeeds(desk: EditDesk) -> None:
    kept = desk.edit.add(ADMIN, station())

    def save(person: int) -> Kept | None:
        changed = kept.station.model_copy(update={"phone": f"{person}"})
        try:
            return desk.edit.save(ADMIN, changed, version=1)
        except VersionConflictError:
            return None

    with ThreadPoolExecutor(PEOPLE) as people:
        saved = [one for one in people.map(save, range(PEOPLE)) if one is not None]

    assert saved == [desk.edit.get("1")]


def _change(desk: EditDesk, key: str) -> None:
    """Add a property, merging as often as somebody was faster."""
    kept = desk.edit.get("1")
    mine, version = _with(kept.station, key), kept.version
    while True:
        try:
            desk.edit.save(ADMIN, mine, version=version)
        except VersionConflictError:
            conflict = desk.edit.conflict(mine, version)
            mine, version = conflict.proposal, conflict.theirs.version
        else:
            return


def _with(one: Station, key: str) -> Station:
    return one.model_copy(update={"extra": {**one.extra, key: 1}})
