"""What is due at a station on a day: exactly so many days is never too long."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from rig.stations import station
from stationmap.upkeep.work import WorkKind
from stationmap.upkeep.work_by_date import work_by_date

DAY = date(2026, 11, 21)
FRESH = {"verified_on": DAY}


def days_ago(days: int) -> date:
    return DAY - timedelta(days=days)


def due(**facts: Any) -> list[WorkKind]:
    return [item.kind for item in work_by_date(station(**facts), DAY, stale_after_days=180)]


def test_a_station_verified_lately_has_nothing_due() -> None:
    assert due(verified_on=days_ago(180)) == []


def test_a_station_is_due_a_day_after_its_period() -> None:
    (item,) = work_by_date(station(verified_on=days_ago(181)), DAY, stale_after_days=180)

    assert item.kind is WorkKind.STALE
    assert item.facts == {"date": days_ago(181), "days": 181}


def test_a_station_that_nobody_ever_verified_is_due() -> None:
    assert due() == [WorkKind.NEVER_VERIFIED]


@pytest.mark.parametrize("status", ["closed", "planned"])
def test_nothing_is_due_where_a_station_is_not_in_use(status: str) -> None:
    broken = {"water": "broken"}

    assert due(status=status, facilities=broken, facility_expiry={"first_aid": days_ago(9)}) == []


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({"suspended_until": days_ago(1)}, [WorkKind.SUSPENSION_OVERDUE]),
        ({"suspended_until": DAY}, []),
        ({"suspended_from": days_ago(90)}, []),
        ({"suspended_from": days_ago(91)}, [WorkKind.SUSPENDED_LONG]),
        ({"suspended_from": days_ago(400), "verified_on": days_ago(90)}, []),
        ({}, [WorkKind.SUSPENDED_LONG]),
    ],
)
def test_a_suspension_is_due_when_it_has_ended_or_nobody_looked_for_a_season(
    facts: dict[str, Any], kinds: list[WorkKind]
) -> None:
    assert due(status="suspended", **facts) == kinds


def test_a_suspension_by_its_dates_alone_counts_as_one() -> None:
    assert due(suspended_from=days_ago(91)) == [WorkKind.SUSPENDED_LONG]
    assert due(suspended_from=days_ago(9), suspended_until=days_ago(2), **FRESH) == []


@pytest.mark.parametrize(
    ("expires", "kinds"),
    [
        (days_ago(1), [WorkKind.EXPIRED]),
        (DAY, [WorkKind.EXPIRES_SOON]),
        (DAY + timedelta(days=30), [WorkKind.EXPIRES_SOON]),
        (DAY + timedelta(days=31), []),
    ],
)
def test_the_last_good_day_is_not_yet_expired(expires: date, kinds: list[WorkKind]) -> None:
    assert due(facility_expiry={"first_aid": expires}, **FRESH) == kinds


def test_each_thing_that_expires_is_an_item_of_its_own() -> None:
    expiry = {"first_aid": days_ago(1), "aed": days_ago(3)}

    assert due(facility_expiry=expiry, **FRESH) == [WorkKind.EXPIRED, WorkKind.EXPIRED]


def test_what_is_broken_is_looked_at_again_after_a_month() -> None:
    broken = {"water": "broken", "pump": "broken", "toilet": "working"}

    assert due(facilities=broken, verified_on=days_ago(30)) == []
    (item,) = work_by_date(
        station(facilities=broken, verified_on=days_ago(31)), DAY, stale_after_days=180
    )
    assert item.kind is WorkKind.BROKEN_LONG
    assert item.facts == {"facilities": ("water", "pump")}


def test_what_is_broken_is_no_work_of_its_own_where_somebody_has_to_look_anyway() -> None:
    broken = {"water": "broken"}

    assert due(facilities=broken) == [WorkKind.NEVER_VERIFIED]
    assert due(facilities=broken, status="suspended", verified_on=days_ago(80)) == []
