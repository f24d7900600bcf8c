"""How far a record can be trusted, from checks, confirmations and reports."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rig.stations import station
from stationmap.upkeep.freshness import Freshness, Trust, freshness
from stationmap.upkeep.report import Confirmations, Report, ReportedFault, ReportState

TODAY = date(2026, 11, 21)
LATE_EVENING_UTC = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


def report(**facts: Any) -> Report:
    known: dict[str, Any] = {
        "id": 1,
        "station_id": "1",
        "fault": ReportedFault.CLOSED,
        "filed_at": LATE_EVENING_UTC,
        "last_at": LATE_EVENING_UTC,
        "due_at": LATE_EVENING_UTC + timedelta(days=1),
    }
    return Report(**{**known, **facts})


def fresh(
    verified_on: str | None = None,
    confirmed: tuple[int, int] | None = None,
    reports: tuple[Report, ...] = (),
) -> Freshness:
    """Say it of a station confirmed so many times, last so many days ago."""
    confirmations = (
        None
        if confirmed is None
        else Confirmations(count=confirmed[0], last_on=TODAY - timedelta(days=confirmed[1]))
    )
    some = station(verified_on=verified_on)
    return freshness(some, confirmations, reports, TODAY, stale_after_days=180)


@pytest.mark.parametrize(
    ("verified_on", "confirmed", "level"),
    [
        (None, None, Trust.NEVER_VERIFIED),
        (None, (1, 0), Trust.NEVER_VERIFIED),
        (None, (2, 0), Trust.CONFIRMED),
        (None, (2, 30), Trust.CONFIRMED),
        (None, (2, 31), Trust.NEVER_VERIFIED),
        ("2025-11-21", None, Trust.STALE),
        ("2025-11-21", (1, 0), Trust.STALE),
        ("2025-11-21", (5, 3), Trust.CONFIRMED),
        ("2026-11-20", None, Trust.VERIFIED),
        ("2026-11-20", (5, 3), Trust.VERIFIED),
    ],
)
def test_checks_and_confirmations_decide_how_far_it_can_be_trusted(
    verified_on: str | None, confirmed: tuple[int, int] | None, level: Trust
) -> None:
    assert fresh(verified_on, confirmed).level is level


@pytest.mark.parametrize(
    "fault", [ReportedFault.CLOSED, ReportedFault.NEVER_EXISTED, ReportedFault.MOVED]
)
def test_a_waiting_report_that_makes_the_way_vain_casts_doubt_on_the_best_record(
    fault: ReportedFault,
) -> None:
    doubted = fresh("2026-11-20", (9, 0), (report(fault=fault, times=2),))

    assert doubted.level is Trust.DOUBTED
    assert not doubted.is_good
    assert doubted.values == {"fault": fault, "times": 2, "day": TODAY}


@pytest.mark.parametrize(
    "harmless",
    [
        report(fault=ReportedFault.FACILITY_BROKEN),
        report(fault=ReportedFault.COULD_NOT_ENTER),
        report(state=ReportState.NOT_SO),
        report(state=ReportState.MENDED),
    ],
)
def test_other_reports_and_answered_ones_cast_none(harmless: Report) -> None:
    assert fresh("2026-11-20", None, (harmless,)).level is Trust.VERIFIED


def test_the_doubt_of_most_couriers_is_named() -> None:
    few = report(fault=ReportedFault.MOVED, times=1)
    many = report(fault=ReportedFault.CLOSED, times=4)

    assert fresh(None, None, (few, many)).values["fault"] is ReportedFault.CLOSED
    assert fresh(None, None, (many, few)).values["fault"] is ReportedFault.CLOSED
