"""What awaits a courier at the door: hours, holidays, make-up workdays, suspensions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from rig.stations import station
from stationmap import Position
from stationmap.errors import InvalidHoursError
from stationmap.stations.hours import (
    Arrival,
    ArrivalState,
    Reason,
    is_round_the_clock,
    on_arrival,
    validate_hours,
)
from stationmap.stations.hours_syntax import MAX_LENGTH

OPEN, CLOSES_SOON, CLOSED, UNKNOWN = (
    ArrivalState.OPEN,
    ArrivalState.CLOSES_SOON,
    ArrivalState.CLOSED,
    ArrivalState.UNKNOWN,
)


def arriving(at: str, hours: str | None = None, **facts: Any) -> Arrival:
    """Arrive at a moment of Beijing's time at a station with these staffed hours."""
    return on_arrival(station(opening_hours=hours, **facts), datetime.fromisoformat(at))


def seen(arrival: Arrival) -> tuple[ArrivalState, str | None]:
    """Return the state, and until when in Beijing's time to the minute."""
    return arrival.state, f"{arrival.until:%Y-%m-%dT%H:%M}" if arrival.until else None


@pytest.mark.parametrize(
    ("hours", "at", "state", "until"),
    [
        # A lunch break, on a Tuesday.
        ("08:30-11:30,13:30-17:30", "2026-11-17T08:29", CLOSED, "2026-11-17T08:30"),
        ("08:30-11:30,13:30-17:30", "2026-11-17T08:30", OPEN, "2026-11-17T11:30"),
        ("08:30-11:30,13:30-17:30", "2026-11-17T10:59", OPEN, "2026-11-17T11:30"),
        ("08:30-11:30,13:30-17:30", "2026-11-17T11:00", CLOSES_SOON, "2026-11-17T11:30"),
        ("08:30-11:30,13:30-17:30", "2026-11-17T11:29", CLOSES_SOON, "2026-11-17T11:30"),
        ("08:30-11:30,13:30-17:30", "2026-11-17T11:30", CLOSED, "2026-11-17T13:30"),
        ("08:30-11:30,13:30-17:30", "2026-11-17T17:30", CLOSED, "2026-11-18T08:30"),
        # Weekdays, at a weekend.
        ("Mo-Fr 09:00-17:00", "2026-11-21T10:00", CLOSED, "2026-11-23T09:00"),
        # Past midnight, and up to it.
        ("20:00-08:00", "2026-11-17T23:00", OPEN, "2026-11-18T08:00"),
        ("20:00-08:00", "2026-11-17T03:00", OPEN, "2026-11-17T08:00"),
        ("Fr 20:00-26:00", "2026-11-21T01:00", OPEN, "2026-11-21T02:00"),
        ("08:00-24:00", "2026-11-17T23:40", CLOSES_SOON, "2026-11-18T00:00"),
        ("08:00-24:00", "2026-11-18T00:00", CLOSED, "2026-11-18T08:00"),
        ("24/7", "2026-11-17T03:00", OPEN, None),
        ("24/7 off", "2026-11-17T03:00", CLOSED, None),
        ("Mo-Su,PH 00:00-24:00", "2026-10-01T03:00", OPEN, None),
        ("Sa 00:00-24:00; Su 00:00-24:00", "2026-11-21T12:00", OPEN, "2026-11-23T00:00"),
        # What the expression itself leaves open.
        ("08:00-20:00 unknown", "2026-11-17T10:00", UNKNOWN, None),
        ("Mo-Fr 08:00-18:00 || unknown", "2026-11-17T20:00", UNKNOWN, None),
        ("08:00+", "2026-11-17T23:00", UNKNOWN, None),
        ("SH 10:00-12:00", "2026-11-17T11:00", UNKNOWN, None),
        ("PH Mo-Fr 10:00-12:00", "2026-11-17T11:00", UNKNOWN, None),
        ('08:00-20:00 open "从东门进，PH 不开"', "2026-10-01T10:00", OPEN, "2026-10-01T20:00"),
        # A comment that stands for a state: nobody knows.
        ('"需预约"', "2026-11-17T11:00", UNKNOWN, None),
        ('Mo-Fr 08:00-18:00 "by appointment"', "2026-11-17T11:00", UNKNOWN, None),
        ('Mo-Fr 08:00-18:00 "by appointment"', "2026-11-17T19:00", CLOSED, None),
        ('Mo-Fr 08:00-18:00; Sa "请先打电话"', "2026-11-17T11:00", OPEN, "2026-11-17T18:00"),
        # Seasons.
        (
            "Apr-Oct 06:00-22:00; Nov-Mar 07:00-21:00",
            "2026-11-17T21:30",
            CLOSED,
            "2026-11-18T07:00",
        ),
    ],
)
def test_the_state_on_arrival_follows_the_hours(
    hours: str, at: str, state: ArrivalState, until: str | None
) -> None:
    assert seen(arriving(at, hours)) == (state, until)


@pytest.mark.parametrize(
    ("hours", "at", "state", "until"),
    [
        # Mo-Fr says nothing of holidays: neither open nor surely closed by day, closed at night.
        ("Mo-Fr 09:00-17:00", "2026-10-01T10:00", UNKNOWN, None),
        ("Mo-Fr 09:00-17:00", "2026-10-04T10:00", UNKNOWN, None),
        ("Mo-Fr 09:00-17:00", "2026-10-01T20:00", CLOSED, "2026-10-08T09:00"),
        ("Tu-Su 09:00-17:00", "2026-10-01T10:00", UNKNOWN, None),
        ("Mo-Fr 09:00-17:00; Sa-Su 10:00-16:00", "2026-10-01T09:30", UNKNOWN, None),
        ("Mo-Fr 09:00-17:00; Sa-Su 10:00-16:00", "2026-10-01T12:00", OPEN, "2026-10-01T16:00"),
        # What tells no weekdays apart holds on holidays as well.
        ("09:00-17:00", "2026-10-01T10:00", OPEN, "2026-10-01T17:00"),
        ("Mo-Su 09:00-17:00", "2026-10-04T10:00", OPEN, "2026-10-04T17:00"),
        ("24/7", "2026-10-01T10:00", OPEN, None),
        # What is said of holidays holds.
        ("Mo-Fr 09:00-17:00; PH off", "2026-10-01T10:00", CLOSED, "2026-10-08T09:00"),
        ("09:00-17:00; PH off", "2026-10-04T10:00", CLOSED, "2026-10-08T09:00"),
        ("PH off", "2026-10-01T10:00", CLOSED, None),
        ("Mo-Fr 09:00-17:00; PH 10:00-16:00", "2026-10-01T09:30", CLOSED, "2026-10-01T10:00"),
        ("Mo-Fr 09:00-17:00; PH 10:00-16:00", "2026-10-04T10:00", OPEN, "2026-10-04T16:00"),
        ("PH 10:00-16:00", "2026-10-07T10:00", OPEN, "2026-10-07T16:00"),
        ("PH 10:00-16:00", "2026-10-08T10:00", CLOSED, None),
        ("Mo-Fr,PH 09:00-17:00", "2026-10-04T16:45", CLOSES_SOON, "2026-10-04T17:00"),
        ("09:00-17:00; PH -1 day 09:00-12:00", "2026-09-30T13:00", CLOSED, "2026-10-01T09:00"),
        ("09:00-17:00; PH +1 day off", "2026-10-08T10:00", CLOSED, "2026-10-09T09:00"),
        # The night after a holiday began on a day of which nothing is said.
        ("Mo-Fr 20:00-08:00", "2026-10-08T03:00", UNKNOWN, None),
        ("20:00-08:00; PH off", "2026-10-08T03:00", UNKNOWN, None),
        ("20:00-08:00", "2026-10-08T03:00", OPEN, "2026-10-08T08:00"),
        ("Mo-Fr 20:00-08:00", "2026-10-09T03:00", OPEN, "2026-10-09T08:00"),
        # Until after the Saturday, which is a make-up workday.
        ("Mo-Fr 00:00-24:00", "2026-10-08T03:00", OPEN, "2026-10-11T00:00"),
    ],
)
def test_on_a_public_holiday_only_what_is_said_of_it_holds(
    hours: str, at: str, state: ArrivalState, until: str | None
) -> None:
    assert seen(arriving(at, hours)) == (state, until)


@pytest.mark.parametrize(
    ("hours", "at", "state", "until"),
    [
        ("Mo-Fr 09:00-17:00", "2026-09-20T10:00", OPEN, "2026-09-20T17:00"),
        ("Mo-Fr 09:00-17:00", "2026-10-10T10:00", OPEN, "2026-10-10T17:00"),
        ("Mo-Fr 09:00-17:00; Sa 10:00-14:00", "2026-10-10T16:00", OPEN, "2026-10-10T17:00"),
        ("Sa-Su 10:00-14:00", "2026-10-10T12:00", CLOSED, "2026-10-11T10:00"),
        ("Mo-Fr 09:00-17:00; Sa off; PH off", "2026-10-10T10:00", OPEN, "2026-10-10T17:00"),
        # Where dates or the night before differ, only what both days say alike holds.
        ("Mo-Fr 09:00-17:00; Oct 10 off", "2026-10-10T10:00", UNKNOWN, None),
        ("Mo-Fr 20:00-08:00", "2026-10-10T21:00", UNKNOWN, None),
        ("Sa-Su 20:00-08:00", "2026-10-11T03:00", UNKNOWN, None),
        # The ordinary weekend after it.
        ("Mo-Fr 09:00-17:00", "2026-10-11T10:00", CLOSED, "2026-10-12T09:00"),
    ],
)
def test_a_makeup_workday_has_the_hours_of_an_ordinary_workday(
    hours: str, at: str, state: ArrivalState, until: str | None
) -> None:
    assert seen(arriving(at, hours)) == (state, until)


@pytest.mark.parametrize(
    ("staffed", "self_entry", "at", "state", "until", "by_self_entry"),
    [
        ("08:00-20:00", "20:00-08:00", "2026-11-17T10:00", OPEN, None, False),
        ("08:00-20:00", "20:00-08:00", "2026-11-17T03:00", OPEN, None, True),
        ("08:00-20:00", "19:00-23:00", "2026-11-17T19:50", OPEN, "2026-11-17T23:00", False),
        ("08:00-20:00", "19:00-23:00", "2026-11-17T22:50", CLOSES_SOON, "2026-11-17T23:00", True),
        ("08:00-20:00", "21:00-23:00", "2026-11-17T20:30", CLOSED, "2026-11-17T21:00", False),
        # Self-entry opens the door, whatever is known of the staff.
        (None, "18:00-23:00", "2026-11-17T19:00", OPEN, "2026-11-17T23:00", True),
        (None, "18:00-23:00", "2026-11-17T10:00", UNKNOWN, None, False),
        ("每天", "18:00-23:00", "2026-11-17T19:00", OPEN, "2026-11-17T23:00", True),
        ("每天", "18:00-23:00", "2026-11-17T10:00", UNKNOWN, None, False),
        ("Mo-Fr 09:00-17:00", "00:00-24:00", "2026-10-01T10:00", OPEN, None, True),
        # Staffed hours that end do not shut what self-entry may leave open.
        ("08:00-20:00", "晚上", "2026-11-17T21:00", UNKNOWN, None, False),
    ],
)
def test_staffed_hours_or_self_entry_suffice(  # noqa: PLR0913, PLR0917 - one column each
    staffed: str | None,
    self_entry: str,
    at: str,
    state: ArrivalState,
    until: str | None,
    by_self_entry: bool,  # noqa: FBT001 - pytest passes it by name
) -> None:
    arrival = arriving(at, staffed, self_entry_hours=self_entry)

    assert (*seen(arrival), arrival.by_self_entry) == (state, until, by_self_entry)


@pytest.mark.parametrize(
    ("facts", "at", "reason"),
    [
        ({}, "2026-11-17T10:00", Reason.NO_HOURS),
        ({"opening_hours": "看情况"}, "2026-11-17T10:00", Reason.UNREADABLE_HOURS),
        ({"opening_hours": "Mo-Fr 09:00-17:00"}, "2026-10-01T10:00", Reason.PUBLIC_HOLIDAY),
        ({"opening_hours": "Mo-Fr 20:00-08:00"}, "2026-10-10T21:00", Reason.MAKEUP_WORKDAY),
        ({"opening_hours": "unknown"}, "2026-11-17T10:00", Reason.UNSURE_HOURS),
    ],
)
def test_an_unknown_state_says_why(facts: dict[str, Any], at: str, reason: Reason) -> None:
    arrival = arriving(at, facts.get("opening_hours"))

    assert (arrival.state, arrival.until, arrival.reason) == (UNKNOWN, None, reason)
    assert not arrival.is_enterable


def test_the_sun_sets_where_the_station_is() -> None:
    """At 17:16 on 1 December it has set in Beijing, and shines for two more hours in Kashgar."""
    at = "2026-12-01T17:16"

    assert arriving(at, "sunrise-sunset").state is CLOSED
    assert arriving(at, "sunrise-sunset", position=Position(76.0, 39.5)).state is OPEN


def test_a_moment_of_another_zone_is_converted() -> None:
    here = station(opening_hours="08:00-20:00")

    arrival = on_arrival(here, datetime(2026, 11, 17, 0, 30, tzinfo=UTC))

    assert arrival.state is OPEN
    assert arrival.until is not None
    assert arrival.until.isoformat() == "2026-11-17T20:00:00+08:00"


def test_seconds_do_not_make_closing_time_later() -> None:
    assert arriving("2026-11-17T19:59:59", "08:00-20:00").state is CLOSES_SOON
    assert arriving("2026-11-17T20:00:00", "08:00-20:00").state is CLOSED


SUSPENDED = {
    "status": "suspended",
    "suspended_from": date(2026, 11, 17),
    "suspended_until": date(2026, 11, 19),
}


@pytest.mark.parametrize(
    ("at", "state", "until"),
    [
        ("2026-11-16T10:00", OPEN, "2026-11-16T20:00"),
        ("2026-11-16T21:00", CLOSED, "2026-11-20T08:00"),
        ("2026-11-17T00:00", CLOSED, "2026-11-20T08:00"),
        ("2026-11-19T23:59", CLOSED, "2026-11-20T08:00"),
        ("2026-11-20T08:00", OPEN, "2026-11-20T20:00"),
    ],
)
def test_a_suspension_holds_from_its_first_day_to_its_last(
    at: str, state: ArrivalState, until: str | None
) -> None:
    assert seen(arriving(at, "08:00-20:00", **SUSPENDED)) == (state, until)


def test_what_never_closes_closes_when_its_suspension_begins() -> None:
    arrival = arriving("2026-11-16T23:40", "24/7", **SUSPENDED)

    assert seen(arrival) == (CLOSES_SOON, "2026-11-17T00:00")


def test_dates_of_a_suspension_count_before_anybody_changed_the_status() -> None:
    announced = {**SUSPENDED, "status": "open"}

    assert arriving("2026-11-18T10:00", "08:00-20:00", **announced).reason is Reason.SUSPENDED


def test_a_suspension_without_an_end_tells_no_opening() -> None:
    arrival = arriving("2026-11-18T10:00", "08:00-20:00", status="suspended")

    assert (*seen(arrival), arrival.reason) == (CLOSED, None, Reason.SUSPENDED)


def test_a_suspended_station_of_unknown_hours_tells_no_opening() -> None:
    assert seen(arriving("2026-11-18T10:00", None, **SUSPENDED)) == (CLOSED, None)


@pytest.mark.parametrize(
    ("status", "reason"), [("closed", Reason.CLOSED_FOR_GOOD), ("planned", Reason.PLANNED)]
)
def test_what_is_closed_for_good_or_planned_never_opens(status: str, reason: Reason) -> None:
    arrival = arriving("2026-11-18T10:00", "24/7", status=status)

    assert (*seen(arrival), arrival.reason) == (CLOSED, None, reason)


@pytest.mark.parametrize(
    ("staffed", "self_entry", "expected"),
    [
        ("24/7", None, True),
        ("00:00-24:00", None, True),
        ("Mo-Su,PH 00:00-24:00", None, True),
        ("08:00-20:00", "20:00-08:00", True),
        (None, "24/7", True),
        ("Jan-Dec 00:00-24:00", None, True),
        ("24/7; PH off", None, False),
        ("Mo-Fr 00:00-24:00", None, False),
        ("Mo-Fr 08:00-20:00", "20:00-08:00", False),
        ("Apr-Oct 00:00-24:00", None, False),
        ("24/7; Dec 31 off", None, False),
        ("08:00-20:00", None, False),
        ("24小时", None, False),
        (None, None, False),
    ],
)
def test_round_the_clock_is_every_hour_of_every_sort_of_day(
    staffed: str | None,
    self_entry: str | None,
    expected: bool,  # noqa: FBT001 - pytest passes it by name
) -> None:
    hours = station(opening_hours=staffed, self_entry_hours=self_entry)

    assert is_round_the_clock(hours) is expected


@pytest.mark.parametrize(
    "expression",
    [
        "24/7",
        "Mo-Fr 08:30-11:30,13:30-17:30; PH off",
        "sunrise-sunset",
        '24/7 "请按门铃"',
        "Feb 29 off",
    ],
)
def test_hours_in_the_syntax_are_valid(expression: str) -> None:
    validate_hours(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "   ",
        "24小时",
        "周一至周五 9:00-17:00",
        "08:00",
        "Mo-Fr 08:00-10:00;",
        "08：00-20：00",
        "Feb 30 10:00-12:00",
        "Jun 31-Jul 2 10:00-12:00",
    ],
)
def test_hours_that_are_not_in_the_syntax_are_named(expression: str) -> None:
    with pytest.raises(InvalidHoursError) as refused:
        validate_hours(expression)

    assert refused.value.expression == expression.strip() or not expression.strip()
    assert refused.value.reason


def test_hours_of_hostile_length_are_refused_without_being_parsed() -> None:
    longest = "24/7" + " " * (MAX_LENGTH - 4)

    validate_hours(longest)
    with pytest.raises(InvalidHoursError, match="longer than 500"):
        validate_hours(longest + " ")


@pytest.mark.parametrize("hours", ["PH +1 day Su 10:00-12:00", "PH +1000 days 10:00-12:00"])
def test_hours_in_which_no_weekday_can_stand_for_a_holiday_are_unknown(hours: str) -> None:
    validate_hours(hours)

    assert arriving("2026-10-02T11:00", hours).state is UNKNOWN
