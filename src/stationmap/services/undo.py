"""What one revision did, taken back, unless somebody changed the same again since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stationmap.errors import RevisionNotFoundError, UndoConflictError
from stationmap.services.looking import resolve
from stationmap.upkeep.change import Action
from stationmap.upkeep.differences import differences
from stationmap.upkeep.merging import three_way

if TYPE_CHECKING:
    from stationmap.services.desk import Desk
    from stationmap.stations.station import Station
    from stationmap.store.protocol import StationStore
    from stationmap.upkeep.account import Actor
    from stationmap.upkeep.change import Change, Kept, Revision

DONE_TOGETHER = frozenset({Action.MERGED, Action.UNDONE})
"""Actions on several stations of which none can be undone without the others."""


@dataclass(frozen=True, slots=True)
class State:
    """A station as it is in the list; without one, what its id leads to, if to anything."""

    station: Station | None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One station to be brought from what it is to what it was."""

    revision: Revision
    kept: Kept
    target: State

    @property
    def is_needed(self) -> bool:
        """Whether it is not so already."""
        return state_of(self.kept) != self.target


def undo(desk: Desk, actor: Actor, number: int, why: str) -> Kept:
    """Take back what a revision did, and what was done together with it.

    A station that nobody changed since is as before again. Of one that was changed since, the
    fields that the revision changed go back, if nobody changed those again. An addition that is
    undone removes the station; a merger that is undone makes two of one again. Undoing an
    undoing does again what was undone.

    Returns
    -------
    kept
        The station of the revision, as it is now; if all was taken back before, as it was.

    Raises
    ------
    RevisionNotFoundError
        If no revision has this number.
    UndoConflictError
        If somebody changed the same since; nothing was undone.
    """
    store = desk.store
    with store.transaction():
        asked = _revision(store, number)
        steps = [step_back(store, revision) for revision in _done_together(store, asked)]
        account = desk.authority.require_editor(actor, *touched(steps))
        batch = desk.next_batch(Action.UNDONE) if len(steps) > 1 else None
        change = desk.change(account, Action.UNDONE, why, batch)
        take(store, steps, change)
        return store.get(asked.station_id)


def step_back(store: StationStore, revision: Revision) -> Step:
    """Work out what a station is to become when a revision is undone.

    Raises
    ------
    UndoConflictError
        If somebody changed the same since.
    """
    kept = store.get(revision.station_id)
    now, then = state_of(kept), State(revision.after, revision.successor)
    target = State(revision.before, successor_before(store, revision))
    if now in (then, target):
        return Step(revision, kept, _without_circle(store, revision, target))
    if now.station is None or revision.before is None or revision.after is None:
        changed = differences(revision.after, now.station) if now.station and revision.after else ()
        fields = [difference.field for difference in changed]
        raise UndoConflictError(revision.number, revision.station_id, fields)
    merged = three_way(base=revision.after, mine=now.station, theirs=revision.before)
    if merged.conflicts:
        raise UndoConflictError(revision.number, revision.station_id, merged.conflicts)
    return Step(revision, kept, State(merged.station))


def touched(steps: list[Step]) -> list[Station]:
    """Return the stations that an account must be allowed to write for these steps."""
    sides = ((state_of(step.kept).station, step.target.station) for step in steps)
    return [station for pair in sides for station in pair if station is not None]


def take(store: StationStore, steps: list[Step], change: Change) -> None:
    """Take the steps that are needed: first into the list, then out of it."""
    for step in sorted(steps, key=lambda step: step.target.station is None):
        if not step.is_needed:
            continue
        record = replace(change, undoes=step.revision.number)
        station, version = step.target.station, step.kept.version
        if station is not None:
            store.save(station, record, version=version)
        else:
            successor = step.target.successor
            store.remove(step.revision.station_id, record, version=version, successor=successor)


def state_of(kept: Kept) -> State:
    """Return whether and how a station is in the list."""
    return State(None, kept.successor) if kept.removed else State(kept.station)


def successor_before(store: StationStore, revision: Revision) -> str | None:
    """Return what a station's id led to before a revision brought it into the list."""
    if revision.before is not None or revision.version == 1:
        return None
    earlier = store.history(station_id=revision.station_id)
    return next((one.successor for one in earlier if one.version == revision.version - 1), None)


def _revision(store: StationStore, number: int) -> Revision:
    for revision in store.history(number=number):
        return revision
    raise RevisionNotFoundError(number)


def _done_together(store: StationStore, revision: Revision) -> list[Revision]:
    batch = revision.change.batch
    if batch is None or revision.change.action not in DONE_TOGETHER:
        return [revision]
    return store.history(batch=batch)


def _without_circle(store: StationStore, revision: Revision, target: State) -> State:
    """Refuse to lead an id to a station that by now leads back to it."""
    successor = target.successor
    if successor is not None and resolve(store, successor).station.id == revision.station_id:
        raise UndoConflictError(revision.number, revision.station_id, ())
    return target
