"""What has changed since a revision, page by page, alike in every store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rig.stores import change, shop
from stationmap.upkeep.change import Action

if TYPE_CHECKING:
    from stationmap.store.protocol import Store


def pages(store: Store, limit: int) -> list[list[tuple[str, int, bool]]]:
    """Follow from 0, and return the id, the revision and the end of each station, by page."""
    found, since = [], 0
    while page := store.changed_after(since, limit=limit):
        found.append([(one.station.id, one.revision, one.removed) for one in page])
        since = page[-1].revision
    return found


def test_changes_come_in_the_order_in_which_they_were_made(store: Store) -> None:
    for name in ("c", "a", "b"):
        store.save(shop(name), change(Action.ADDED), version=0)
    store.save(shop("c", phone="1"), change(), version=1)
    store.remove("a", change(Action.REMOVED), version=1)

    assert pages(store, 10) == [[("b", 3, False), ("c", 4, False), ("a", 5, True)]]
    assert pages(store, 2) == [[("b", 3, False), ("c", 4, False)], [("a", 5, True)]]
    assert store.changed_after(5, limit=10) == []


def test_what_changed_is_as_it_is_now(store: Store) -> None:
    store.save(shop("a"), change(Action.ADDED), version=0)
    kept = store.save(shop("a", phone="2"), change(), version=1)
    assert store.changed_after(0, limit=1) == [kept] == [store.get("a")]
