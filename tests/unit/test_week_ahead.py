"""The next days of a station, as they are shown."""

from __future__ import annotations

from datetime import date
from typing import Any

from rig.stations import station
from stationmap.stations.hours import DayAhead, week_ahead

GOLDEN_WEEK = date(2026, 10, 5)


def days(first_day: date = GOLDEN_WEEK, **facts: Any) -> list[DayAhead]:
    """Look a week ahead at a station about which only these facts are known."""
    return week_ahead(station(**facts), first_day)


def stretches(day: DayAhead) -> list[str]:
    """Write each interval as its times and its kind."""
    return [f"{each.start:%H:%M}-{each.end:%H:%M} {each.kind}" for each in day.intervals]


def test_a_week_has_seven_days_from_the_first_one() -> None:
    assert [day.date.day for day in days()] == [5, 6, 7, 8, 9, 10, 11]


def test_holidays_and_makeup_workdays_are_marked() -> None:
    assert [day.date.day for day in days() if day.is_holiday] == [5, 6, 7]
    assert [day.date.day for day in days() if day.is_makeup_workday] == [10]


def test_each_day_lists_when_it_is_staffed_and_when_one_lets_oneself_in() -> None:
    day = days(opening_hours="08:00-12:00,14:00-20:00", self_entry_hours="20:00-08:00")[0]

    assert stretches(day) == [
        "00:00-08:00 self_entry",
        "08:00-12:00 staffed",
        "14:00-20:00 staffed",
        "20:00-00:00 self_entry",
    ]
    assert not day.is_unknown


def test_a_night_is_cut_at_midnight_which_is_the_next_days() -> None:
    night = days(self_entry_hours="20:00-08:00")[0].intervals[-1]

    assert night.end.isoformat() == "2026-10-06T00:00:00+08:00"


def test_weekday_hours_are_unknown_on_holidays_and_hold_on_a_makeup_workday() -> None:
    week = days(opening_hours="Mo-Fr 09:00-17:00")

    assert [day.date.day for day in week if day.is_unknown] == [5, 6, 7]
    assert [day.date.day for day in week if stretches(day) == ["09:00-17:00 staffed"]] == [8, 9, 10]


def test_a_day_without_stated_hours_is_unknown() -> None:
    assert all(day.is_unknown and not day.intervals for day in days())


def test_suspended_days_have_no_intervals() -> None:
    week = days(opening_hours="24/7", suspended_until=date(2026, 10, 6))

    assert [day.is_suspended for day in week][:3] == [True, True, False]
    assert [len(day.intervals) for day in week][:3] == [0, 0, 1]
    assert not any(day.is_unknown for day in week)


def test_a_station_that_is_closed_for_good_has_no_intervals() -> None:
    week = days(opening_hours="24/7", status="closed")

    assert not any(day.intervals or day.is_unknown for day in week)


def test_a_year_whose_notice_is_not_out_is_marked() -> None:
    assert all(day.is_announced for day in days())
    assert not any(day.is_announced for day in days(date(2032, 10, 1)))
