"""What awaits somebody at a station's door."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class ArrivalState(StrEnum):
    """Whether somebody who arrives can enter."""

    OPEN = "open"
    CLOSES_SOON = "closes_soon"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """What the state on arrival rests on."""

    STATED_HOURS = "stated_hours"
    UNSURE_HOURS = "unsure_hours"
    NO_HOURS = "no_hours"
    UNREADABLE_HOURS = "unreadable_hours"
    PUBLIC_HOLIDAY = "public_holiday"
    MAKEUP_WORKDAY = "makeup_workday"
    SUSPENDED = "suspended"
    CLOSED_FOR_GOOD = "closed_for_good"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Whether one can enter, until when, and why not.

    Attributes
    ----------
    until
        Beijing time. Open: when it closes, or stops being certain; None if not within two weeks,
        that is, round the clock. Closed: when it next opens for certain, if within two weeks.
        Unknown: None.
    by_self_entry
        Open, but nobody is there: one lets oneself in.
    """

    state: ArrivalState
    until: datetime | None = None
    reason: Reason = Reason.STATED_HOURS
    by_self_entry: bool = False

    @property
    def is_enterable(self) -> bool:
        """Whether it is known that one can enter."""
        return self.state in {ArrivalState.OPEN, ArrivalState.CLOSES_SOON}

    @property
    def is_round_the_clock(self) -> bool:
        """Whether it is open with no end in sight."""
        return self.state is ArrivalState.OPEN and self.until is None
