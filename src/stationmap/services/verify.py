"""Many stations found to be as the list says, noted in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.stations.codes import Status
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.change import Action
from stationmap.upkeep.outcome import Refusal, Verified

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stationmap.services.desk import Desk
    from stationmap.upkeep.account import Account, Actor
    from stationmap.upkeep.change import Kept


def verify(desk: Desk, actor: Actor, ids: Iterable[str], why: str) -> Verified:
    """Note that these stations are today as the list says; those that cannot be are told.

    One that was verified today already counts as done, without a revision.
    """
    asked = tuple(dict.fromkeys(ids))
    with desk.store.transaction():
        account = desk.authority.require_editor(actor)
        query = StationQuery(ids=frozenset(asked), with_removed=True)
        found = {kept.station.id: kept for kept in desk.store.find(query)}
        refused = {one: Refusal.UNKNOWN for one in asked if one not in found}
        refused |= _refused(desk, account, list(found.values()))
        done = tuple(one for one in asked if one not in refused)
        today = desk.today()
        changed = [
            (kept.station.model_copy(update={"verified_on": today}), kept.version)
            for kept in map(found.__getitem__, done)
            if kept.station.verified_on != today
        ]
        if changed:
            desk.store.save_all(changed, desk.change(account, Action.VERIFIED, why))
        return Verified(done, {one: refused[one] for one in asked if one in refused})


def _refused(desk: Desk, account: Account, found: Sequence[Kept]) -> dict[str, Refusal]:
    codes = desk.areas.codes_of([kept.station for kept in found])
    refused = {}
    for kept, code in zip(found, codes, strict=True):
        if kept.removed:
            refused[kept.station.id] = Refusal.REMOVED
        elif not desk.areas.within(account.area, code):
            refused[kept.station.id] = Refusal.OUTSIDE_AREA
        elif kept.station.status is Status.CLOSED:
            refused[kept.station.id] = Refusal.CLOSED
    return refused
