"""The hours that a station states, in one line of a table: as people say them, or as written."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from stationmap.geo.position import Position
from stationmap.labels import Language, text
from stationmap.stations.codes import StationKind
from stationmap.stations.door import door_of
from stationmap.stations.hours import is_round_the_clock, week_ahead
from stationmap.stations.station import Station
from stationmap.web.station_view import hours_of
from stationmap.web.usual_hours import usual_hours

AN_ORDINARY_MONDAY = date(2026, 11, 16)
A_HOLIDAY = date(2026, 10, 1)
"""A Thursday."""
THE_SAME_WEEKDAY = date(2026, 11, 19)


@lru_cache(4096)
def hours_line(staffed: str | None, self_entry: str | None, language: Language) -> str | None:
    """Say stated hours in one line; None if none are stated.

    They stand as written where no one week can say them: by date or by the sun, or unreadable.
    Thousands of stations share a few dozen hours.
    """
    written = staffed or self_entry
    if written is None:
        return None
    # Without its suspensions and its status: the table has a column for that.
    door = Station(
        id="hours",
        name="hours",
        kind=StationKind.WARM_STATION,
        position=Position(0.0, 0.0),
        opening_hours=staffed,
        self_entry_hours=self_entry,
    )
    if any(
        hours is None or hours.names_dates or hours.names_sun for hours in door_of(door).stated()
    ):
        return written
    if is_round_the_clock(door):
        return text("arrival.round_the_clock", language)
    lines = [" ".join(line) for line in usual_hours(door, AN_ORDINARY_MONDAY, language)]
    return text("history.between_days", language).join([*lines, *_on_holidays(door, language)])


def _on_holidays(door: Station, language: Language) -> list[str]:
    """Say how public holidays differ from any other day, if they do."""
    (holiday,), (usual,) = (week_ahead(door, day, 1) for day in (A_HOLIDAY, THE_SAME_WEEKDAY))
    if hours_of(holiday, language) == hours_of(usual, language):
        return []
    if holiday.is_unknown and not holiday.intervals:
        return [text("all.holidays_unknown", language)]
    return [text("all.on_holidays", language, hours=hours_of(holiday, language))]
