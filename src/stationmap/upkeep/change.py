"""What is kept of stations: each version of each one, who made it so, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from stationmap.stations.station import Station


class Action(StrEnum):
    """What was done to a station."""

    FILLED = "filled"
    ADDED = "added"
    EDITED = "edited"
    VERIFIED = "verified"
    SUSPENDED = "suspended"
    REOPENED = "reopened"
    CLOSED = "closed"
    MOVED = "moved"
    MERGED = "merged"
    REMOVED = "removed"
    IMPORTED = "imported"
    UNDONE = "undone"
    ROLLED_BACK = "rolled_back"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Who changes what for which reason; it accompanies every write.

    Attributes
    ----------
    who
        The login of an account, or the operator's name.
    at
        With a time zone.
    batch
        What the changes of one import have in common.
    undoes
        The number of the revision that this one undoes.
    """

    action: Action
    who: str
    at: datetime
    why: str = ""
    batch: str | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A station as the store has it.

    Attributes
    ----------
    version
        1 for the first, one more for each change.
    revision
        The number of the revision that made it so.
    removed
        Whether it is no longer in the list: taken back, or merged into another.
    successor
        The id of the station that it was merged into; that one may have a successor in turn.
    """

    station: Station
    version: int
    revision: int
    removed: bool = False
    successor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One accepted change of one station; none is ever changed or lost.

    Attributes
    ----------
    number
        Counts all changes of all stations, from 1, without gaps; no number is used twice.
    version
        The station's version after it.
    before, after
        The station; None where it was not in the list.
    successor
        After it, the id of the station that this one was merged into.
    """

    number: int
    station_id: str
    version: int
    change: Change
    before: Station | None
    after: Station | None
    successor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The changes of one import, which can be rolled back together."""

    id: str
    who: str
    at: datetime
    why: str
    changes: int
    rolled_back: bool
