"""China's public holidays and make-up workdays, against the State Council's notices.

2025: 国办发明电〔2024〕12号; 2026: the notice published in November 2025.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from stationmap.stations.calendar import (
    BEIJING,
    in_beijing,
    is_announced,
    is_makeup_workday,
    is_public_holiday,
    ordinary_workday_near,
)

NOTICES = {
    2025: [
        ("2025-01-01", "2025-01-01"),
        ("2025-01-28", "2025-02-04"),
        ("2025-04-04", "2025-04-06"),
        ("2025-05-01", "2025-05-05"),
        ("2025-05-31", "2025-06-02"),
        ("2025-10-01", "2025-10-08"),
    ],
    2026: [
        ("2026-01-01", "2026-01-03"),
        ("2026-02-15", "2026-02-23"),
        ("2026-04-04", "2026-04-06"),
        ("2026-05-01", "2026-05-05"),
        ("2026-06-19", "2026-06-21"),
        ("2026-09-25", "2026-09-27"),
        ("2026-10-01", "2026-10-07"),
    ],
}
MAKEUP_WORKDAYS = {
    2025: ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    2026: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
}


def days_of(year: int) -> list[date]:
    """List the days of a year."""
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", NOTICES)
def test_a_year_has_the_holidays_of_its_notice_and_no_others(year: int) -> None:
    expected = [
        day
        for day in days_of(year)
        if any(date.fromisoformat(a) <= day <= date.fromisoformat(b) for a, b in NOTICES[year])
    ]

    assert [day for day in days_of(year) if is_public_holiday(day)] == expected


@pytest.mark.parametrize("year", MAKEUP_WORKDAYS)
def test_a_year_has_the_makeup_workdays_of_its_notice_and_no_others(year: int) -> None:
    found = [day.isoformat() for day in days_of(year) if is_makeup_workday(day)]

    assert found == MAKEUP_WORKDAYS[year]


def test_a_weekend_beside_a_new_years_day_of_the_next_year_is_part_of_that_holiday() -> None:
    """2023 began with a holiday from 31 December to 2 January."""
    assert is_public_holiday(date(2022, 12, 31))
    assert not is_public_holiday(date(2022, 12, 30))


def test_a_year_without_makeup_workdays_is_one_whose_notice_is_not_known() -> None:
    assert is_announced(2026)
    assert not is_announced(2032)


def test_statutory_holidays_are_known_before_the_notice() -> None:
    assert is_public_holiday(date(2032, 10, 1))


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-10-10", "2026-10-09"), ("2026-09-20", "2026-09-21"), ("2026-02-14", "2026-02-13")],
)
def test_the_ordinary_workday_near_a_makeup_workday_is_the_nearest_one(
    day: str, expected: str
) -> None:
    assert ordinary_workday_near(date.fromisoformat(day)) == date.fromisoformat(expected)


def test_a_moment_without_a_zone_is_beijings() -> None:
    assert in_beijing(datetime(2026, 11, 20, 22)) == datetime(2026, 11, 20, 22, tzinfo=BEIJING)  # noqa: DTZ001 - the subject


def test_a_moment_of_another_zone_is_converted() -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)

    assert in_beijing(noon).isoformat() == "2026-11-20T20:00:00+08:00"
