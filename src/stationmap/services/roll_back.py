"""A whole import taken back, but for what was changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.errors import RevisionNotFoundError
from stationmap.services.undo import State, Step, successor_before, take, touched
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.change import Action
from stationmap.upkeep.outcome import RolledBack

if TYPE_CHECKING:
    from stationmap.services.desk import Desk
    from stationmap.upkeep.account import Actor
    from stationmap.upkeep.change import Revision


def roll_back(desk: Desk, actor: Actor, batch: str, why: str) -> RolledBack:
    """Bring every station of an import back to what it was before, in one transaction.

    Those that somebody changed since the import stay as they are, and are told. Those that are
    as before already are left alone.

    Raises
    ------
    RevisionNotFoundError
        If there is no such import.
    """
    store = desk.store
    with store.transaction():
        changes = _by_station(
            [one for one in store.history(batch=batch) if one.change.action is Action.IMPORTED]
        )
        if not changes:
            raise RevisionNotFoundError(batch)
        steps, kept_since_changed = [], []
        query = StationQuery(ids=frozenset(changes), with_removed=True)
        for kept in store.find(query):
            first, last = changes[kept.station.id]
            target = State(first.before, successor_before(store, first))
            step = Step(first, kept, target)
            if kept.version == last.version:
                steps.append(step)
            elif step.is_needed:
                kept_since_changed.append(kept.station.id)
        account = desk.authority.require_editor(actor, *touched(steps))
        take(store, steps, desk.change(account, Action.ROLLED_BACK, why, batch))
        undone = tuple(step.kept.station.id for step in steps)
        return RolledBack(undone, tuple(kept_since_changed))


def _by_station(revisions: list[Revision]) -> dict[str, tuple[Revision, Revision]]:
    """Return the first and the last revision of each station; they come newest first."""
    changes: dict[str, tuple[Revision, Revision]] = {}
    for revision in revisions:
        _, last = changes.get(revision.station_id, (revision, revision))
        changes[revision.station_id] = (revision, last)
    return changes
