"""Distances, directions, minutes, moments and lists as people say them."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from stationmap.geo.compass import compass_point
from stationmap.labels import Language, text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from stationmap.geo.travel import TravelMode
    from stationmap.nearest.nearby import Nearby

KILOMETRES_FROM_M = 1000
WHOLE_KILOMETRES_FROM_M = 10_000
MOST_MINUTES = 90
"""What takes longer is said in hours."""
MINUTES_PER_HOUR = 60


def distance(distance_m: float, language: Language) -> str:
    """Say a distance: to 10 m below a kilometre, to 100 m below ten, then whole kilometres."""
    to_ten_m = _to_ten_m(distance_m)
    if to_ten_m < KILOMETRES_FROM_M:
        return text("distance.metres", language, number=to_ten_m)
    digits = 1 if distance_m < WHOLE_KILOMETRES_FROM_M else 0
    return text("distance.kilometres", language, number=f"{distance_m / 1000:.{digits}f}")


def is_here(distance_m: float) -> bool:
    """Say whether a distance is said as none."""
    return _to_ten_m(distance_m) == 0


def _to_ten_m(distance_m: float) -> int:
    return round(distance_m / 10) * 10


def listed(words: Iterable[str], language: Language) -> str:
    """Say words one after the other."""
    return text("card.separator", language).join(words)


def direction(bearing_deg: float, language: Language) -> str:
    """Name the nearest of eight directions to a bearing, clockwise from north in degrees."""
    return text(f"direction.{compass_point(bearing_deg)}", language)


def direction_of(nearby: Nearby, language: Language) -> str:
    """Name the direction to a station, or say that it is right here."""
    if is_here(nearby.distance_m):
        return text("direction.here", language)
    return direction(nearby.bearing_deg, language)


def duration(minutes: float, mode: TravelMode, language: Language) -> str:
    """Say an estimated travel time in whole minutes, never less than one, or hours and minutes."""
    return text(f"duration.{mode}", language, time=_span(max(1, round(minutes)), language))


def _span(minutes: int, language: Language) -> str:
    if minutes <= MOST_MINUTES:
        return text("duration.minutes", language, minutes=minutes)
    hours, over = divmod(minutes, MINUTES_PER_HOUR)
    if not over:
        return text("duration.hours", language, hours=hours)
    return text("duration.hours_and_minutes", language, hours=hours, minutes=over)


def moment(at: datetime, today: date, language: Language) -> str:
    """Say a moment as seen from a day: the time alone, tomorrow's, or with its date.

    Midnight at the end of today belongs to today.
    """
    if at.time() == time.min and at.date() == today + timedelta(days=1):
        return text("moment.midnight", language)
    clock = f"{at:%H:%M}"
    days = (at.date() - today).days
    if days <= 0:
        return clock
    if days == 1:
        return text("moment.tomorrow", language, time=clock)
    return text("moment.later", language, month=at.month, day=at.day, time=clock)
