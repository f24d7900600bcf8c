"""Who asks for much waits for others who do, and keeps nobody else waiting."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import TYPE_CHECKING

from rig.api_desk import ITEMS, api_desk
from rig.waiting import PATIENCE_S, comes_true
from stationmap.api import feature_pages
from stationmap.store.memory import MemoryStore

if TYPE_CHECKING:
    import pytest

    from stationmap.upkeep.change import Kept

COPIES = 45
"""More than there are threads for everything else."""


class SlowStore(MemoryStore):
    """A store that takes its time to tell what has changed."""

    def __init__(self) -> None:
        super().__init__()
        self.at_once = self.most_at_once = 0
        self.may_answer = Event()
        self._counting = Lock()

    def changed_after(self, revision: int, *, limit: int) -> list[Kept]:
        with self._counting:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        assert self.may_answer.wait(PATIENCE_S)
        with self._counting:
            self.at_once -= 1
        return super().changed_after(revision, limit=limit)


def test_copies_of_the_whole_list_leave_room_for_everybody_else() -> None:
    store = SlowStore()
    with api_desk(store) as desk, ThreadPoolExecutor(COPIES) as copies:
        asked = [copies.submit(desk.client.get, "/api/changes") for _ in range(COPIES)]
        assert comes_true(lambda: store.at_once > 0)

        assert desk.client.get(f"{ITEMS}/hd-1").status_code == 200
        assert not any(one.done() for one in asked)
        store.may_answer.set()

        assert {one.result().status_code for one in asked} == {200}
    assert store.most_at_once <= 2


def test_a_page_for_people_has_a_thousand_rows_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    assert feature_pages.MOST_ROWS == 1000
    monkeypatch.setattr(feature_pages, "MOST_ROWS", 2)
    with api_desk() as desk:
        page = desk.client.get(f"{ITEMS}?limit=10000&f=html")
        features = desk.client.get(f"{ITEMS}?limit=10000").json()["features"]

    assert page.text.count("<tr") == 1 + 2
    assert 'rel="next"' in page.headers["link"]
    assert len(features) == 3
