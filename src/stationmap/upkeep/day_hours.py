"""The hours of one day by simple choices: from, to, and a break between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

MIDNIGHT = time()
END_OF_DAY = "24:00"
_STRETCH = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")


class HoursProblem(StrEnum):
    """Why choices are no hours yet."""

    NO_DAYS = "no_days"
    NO_TIME = "no_time"
    BREAK_OUTSIDE = "break_outside"
    NO_HOLIDAY_HOURS = "no_holiday_hours"


@dataclass(frozen=True, slots=True)
class DayHours:
    """From when to when on one day.

    Attributes
    ----------
    opens, closes
        To the minute. What closes no later than it opens closes on the next day; midnight as the
        end is the end of the day, so from midnight to midnight is all day.
    break_from, break_to
        When nobody is let in, on the day of opening; both or neither.
    """

    opens: time
    closes: time
    break_from: time | None = None
    break_to: time | None = None

    @property
    def is_all_day(self) -> bool:
        """Whether there is no hour of the day at which it is closed."""
        return self == ALL_DAY

    @property
    def crosses_midnight(self) -> bool:
        """Whether it closes on the next day."""
        return MIDNIGHT < self.closes < self.opens

    @property
    def problem(self) -> HoursProblem | None:
        """What is wrong: no time between opening and closing, or a break not wholly within."""
        if self.opens == self.closes != MIDNIGHT:
            return HoursProblem.NO_TIME
        if self.break_from is None and self.break_to is None:
            return None
        is_within = (
            self.break_from is not None
            and self.break_to is not None
            and self.opens < self.break_from < self.break_to
            and (self.closes <= self.opens or self.break_to < self.closes)
        )
        return None if is_within else HoursProblem.BREAK_OUTSIDE

    def __str__(self) -> str:
        """Return them in OpenStreetMap's syntax."""
        if self.break_from is None or self.break_to is None:
            return _stretch(self.opens, self.closes)
        return f"{_stretch(self.opens, self.break_from)},{_stretch(self.break_to, self.closes)}"


ALL_DAY = DayHours(MIDNIGHT, MIDNIGHT)


def day_hours_from(expression: str) -> DayHours | None:
    """Return what `str` would write so, or None if the hours of a day are not as simple."""
    found = [_STRETCH.fullmatch(part) for part in expression.split(",")]
    stretches = [_times(match) for match in found if match is not None]
    if len(stretches) < len(found):
        return None
    match stretches:
        case [(opens, closes)]:
            hours = DayHours(opens, closes)
        case [(opens, break_from), (break_to, closes)]:
            hours = DayHours(opens, closes, break_from, break_to)
        case _:
            return None
    return hours if hours.problem is None else None


def _stretch(start: time, end: time) -> str:
    return f"{start:%H:%M}-{END_OF_DAY if end == MIDNIGHT else f'{end:%H:%M}'}"


def _times(match: re.Match[str]) -> tuple[time, time]:
    start = time(int(match[1]), int(match[2]))
    return start, time(int(match[3] or 0), int(match[4] or 0))
