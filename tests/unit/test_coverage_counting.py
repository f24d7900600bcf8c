"""Which stations count: who may enter, what works, when it is open, who checked it."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rig.stations import station
from stationmap.coverage.counting import Counting, TimeSlice, counting_stations
from stationmap.coverage.time_slice import open_time
from stationmap.errors import PlanError
from stationmap.labels import Language, text
from stationmap.stations.hours import on_arrival

FRIDAY_NOON = datetime.fromisoformat("2026-11-27T12:00")
TODAY = FRIDAY_NOON.date()


def counts(asked: Counting | None = None, *, at: datetime = FRIDAY_NOON, **facts: Any) -> bool:
    """Say whether a station of which these facts are known counts."""
    (answer,) = counting_stations([station(**facts)], asked or Counting(), at=at)
    return bool(answer)


def in_slice(time_slice: str, *, at: str = "2026-11-27T12:00", **facts: Any) -> bool:
    """Say whether a station of which these facts are known counts in a time slice."""
    asked = Counting(time_slice=TimeSlice(time_slice))
    return counts(asked, at=datetime.fromisoformat(at), **facts)


def days_of(time_slice: str, at: str) -> list[str]:
    """Return the days that a time slice leads to."""
    found = open_time(TimeSlice(time_slice), datetime.fromisoformat(at))
    return [day.isoformat() for day in found.days]


@pytest.mark.parametrize(
    ("audience", "asked", "expected"),
    [
        ([], None, True),  # nobody knows who may enter: unknown is never no
        (["outdoor_workers"], None, True),
        (["public"], None, True),
        (["members"], None, False),
        (["own_staff"], None, False),
        (["own_staff", "public"], None, True),
        (["own_staff"], [], False),  # any audience is not asking for own staff
        (["members"], [], True),
        ([], [], True),
        (["own_staff"], ["own_staff"], True),
        (["public"], ["own_staff"], False),
        ([], ["own_staff"], True),
    ],
)
def test_a_room_for_own_staff_counts_only_if_asked_for(
    audience: list[str], asked: list[Any] | None, *, expected: bool
) -> None:
    counting = Counting() if asked is None else Counting(audience=frozenset(asked))
    assert counts(counting, audience=audience) is expected


def test_the_kind_decides_if_it_is_asked_for() -> None:
    homes = Counting(kinds=frozenset(["driver_home"]))  # type: ignore[list-item]
    assert [counts(homes, kind=kind) for kind in ("driver_home", "warm_station")] == [True, False]


def test_a_facility_counts_only_if_it_is_known_to_work() -> None:
    water = Counting(working=frozenset(["water"]))  # type: ignore[list-item]
    states: list[dict[str, str]] = [
        {"water": "working"},
        {"water": "broken"},
        {"water": "absent"},
        {},
    ]
    assert [counts(water, facilities=state) for state in states] == [True, False, False, False]


@pytest.mark.parametrize("time_slice", TimeSlice)
@pytest.mark.parametrize(
    ("status", "as_it_is", "with_planned"),
    [
        ("open", True, True),
        ("suspended", False, False),
        ("closed", False, False),
        ("planned", False, True),
    ],
)
def test_planned_stations_count_only_if_asked_for_and_closed_ones_never(
    status: str, time_slice: TimeSlice, *, as_it_is: bool, with_planned: bool
) -> None:
    facts: dict[str, Any] = {"status": status, "opening_hours": "24/7"}
    asked = [Counting(time_slice=time_slice, with_planned=planned) for planned in (False, True)]
    assert [counts(one, **facts) for one in asked] == [as_it_is, with_planned]


@pytest.mark.parametrize("status", ["open", "planned"])
def test_unknown_hours_count_at_any_time_and_in_no_other_slice(status: str) -> None:
    for hours in (None, "not hours at all"):
        counted = [
            counts(
                Counting(time_slice=time_slice, with_planned=True),
                status=status,
                opening_hours=hours,
            )
            for time_slice in TimeSlice
        ]
        assert counted == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("days_from", "days_until", "expected"),
    [
        (0, 0, False),
        (-3, 0, False),
        (0, 3, False),
        (-3, -1, True),  # it is over
        (1, 3, True),  # it has not begun
        (None, -1, True),
        (None, 0, False),
        (1, None, True),
        (0, None, False),
    ],
)
@pytest.mark.parametrize("status", ["open", "suspended"])
def test_a_suspension_holds_from_its_first_day_to_its_last(
    status: str, days_from: int | None, days_until: int | None, *, expected: bool
) -> None:
    facts: dict[str, Any] = {
        name: TODAY + timedelta(days=days)
        for name, days in (("suspended_from", days_from), ("suspended_until", days_until))
        if days is not None
    }
    assert counts(status=status, **facts) is expected


def test_a_suspension_on_any_day_of_the_time_slice_counts_against_it() -> None:
    """The next ordinary night runs from Monday the 30th into Tuesday."""
    day = date(2026, 12, 1)
    suspended: dict[str, Any] = {"suspended_from": day, "suspended_until": day}
    slices = ("any", "now", "night", "weekend", "holiday")
    found = {name: in_slice(name, opening_hours="24/7", **suspended) for name in slices}
    assert found == {"any": True, "now": True, "night": False, "weekend": True, "holiday": True}


@pytest.mark.parametrize(
    "hours",
    [
        "24/7",
        "08:30-11:30,13:30-17:30",
        "Mo-Fr 09:00-17:00",
        "20:00-08:00",
        "24/7; PH off",
        "sunrise-sunset",
        'Sa 10:00-12:00 || "ask"',
        "Mo-Fr 20:00-26:00; Sa off",
        None,
    ],
)
@pytest.mark.parametrize("self_entry_hours", [None, "17:00-22:00"])
def test_now_is_who_can_enter_on_arrival(hours: str | None, self_entry_hours: str | None) -> None:
    one = station(
        opening_hours=hours,
        self_entry_hours=self_entry_hours,
        suspended_from=date(2026, 12, 2),
        suspended_until=date(2026, 12, 3),
    )
    asked = Counting(time_slice=TimeSlice.NOW)
    moment = datetime(2026, 11, 27, 8, 29, 59, tzinfo=UTC)
    for _ in range(300):
        (answer,) = counting_stations([one], asked, at=moment)
        assert answer == on_arrival(one, moment).is_enterable, moment
        moment += timedelta(minutes=37)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-27T08:59:59", False),
        ("2026-11-27T09:00", True),
        ("2026-11-27T16:59:59", True),
        ("2026-11-27T17:00", False),
    ],
)
def test_now_counts_to_the_minute(at: str, *, expected: bool) -> None:
    assert in_slice("now", at=at, opening_hours="09:00-17:00") is expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("24/7", True),
        ("22:00-06:00", True),
        ("20:00-08:00", True),
        ("22:00-05:59", False),
        ("22:01-06:00", False),
        ("22:00-02:00,02:30-06:00", False),
        ("Mo-Fr 22:00-06:00", True),
        ("Sa,Su 22:00-06:00", False),
        ("08:00-22:00", False),
        ('22:00-06:00 unknown "ask"', False),
    ],
)
def test_at_night_counts_what_is_open_from_ten_to_six(hours: str, *, expected: bool) -> None:
    assert in_slice("night", opening_hours=hours) is expected


def test_self_entry_at_night_suffices() -> None:
    assert in_slice("night", opening_hours="09:00-17:00", self_entry_hours="17:00-09:00")


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("10:00-18:00", True),
        ("Sa-Su 10:00-18:00", True),
        ("Sa 10:00-18:00", False),
        ("Su 10:00-18:00", False),
        ("Mo-Fr 10:00-18:00", False),
        ("Sa-Su 10:00-12:00,13:00-18:00", False),
        ("Sa-Su 10:00-17:59", False),
    ],
)
def test_at_the_weekend_counts_what_is_open_on_both_days(hours: str, *, expected: bool) -> None:
    assert in_slice("weekend", opening_hours=hours) is expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("10:00-18:00", True),
        ("10:00-18:00; PH off", False),
        ("Mo-Fr 09:00-17:00; PH 10:00-18:00", True),
        ("Mo-Fr 09:00-19:00", False),  # it does not say what holds on a holiday
        ("Mo-Su 09:00-19:00", True),
    ],
)
def test_on_a_holiday_counts_what_is_open_on_the_next_one(hours: str, *, expected: bool) -> None:
    assert in_slice("holiday", opening_hours=hours) is expected


@pytest.mark.parametrize(
    ("at", "days"),
    [
        ("2026-11-24T12:00", ["2026-11-24", "2026-11-25"]),
        ("2026-11-24T22:00", ["2026-11-24", "2026-11-25"]),
        ("2026-11-24T22:01", ["2026-11-25", "2026-11-26"]),
        ("2026-11-27T12:00", ["2026-11-30", "2026-12-01"]),  # Friday's night ends on Saturday
        # From the eve of the holidays, over the make-up workday on Saturday, to Monday.
        ("2026-09-30T12:00", ["2026-10-08", "2026-10-09"]),
        ("2026-10-09T12:00", ["2026-10-12", "2026-10-13"]),
    ],
)
def test_the_night_is_the_next_between_two_ordinary_workdays(at: str, days: list[str]) -> None:
    assert days_of("night", at) == days


@pytest.mark.parametrize(
    ("at", "days"),
    [
        ("2026-11-27T12:00", ["2026-11-28", "2026-11-29"]),
        ("2026-11-28T10:00", ["2026-11-28", "2026-11-29"]),
        ("2026-11-28T10:01", ["2026-12-05", "2026-12-06"]),
        ("2026-11-29T09:00", ["2026-12-05", "2026-12-06"]),
        # The first weekend is part of the holidays, the second has a make-up workday.
        ("2026-09-28T12:00", ["2026-10-17", "2026-10-18"]),
    ],
)
def test_the_weekend_is_the_next_that_is_an_ordinary_one(at: str, days: list[str]) -> None:
    assert days_of("weekend", at) == days


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-27T12:00", "2027-01-01"),
        ("2026-10-01T10:00", "2026-10-01"),
        ("2026-10-01T10:01", "2026-10-02"),
    ],
)
def test_the_holiday_is_the_next_that_is_known(at: str, day: str) -> None:
    assert days_of("holiday", at) == [day]


def test_a_moment_of_another_zone_is_told_in_beijings_time() -> None:
    """Five in the afternoon in London is one in the morning in Beijing."""
    asked = Counting(time_slice=TimeSlice.NOW)
    late = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
    found = [
        counts(asked, at=late, opening_hours=hours) for hours in ("00:00-02:00", "17:00-18:00")
    ]
    assert found == [True, False]


@pytest.mark.parametrize(
    ("days_ago", "expected"), [(0, True), (90, True), (91, False), (None, False)]
)
def test_a_check_counts_for_exactly_so_many_days(days_ago: int | None, *, expected: bool) -> None:
    checked: dict[str, Any] = (
        {} if days_ago is None else {"verified_on": TODAY - timedelta(days=days_ago)}
    )
    assert counts(Counting(verified_within_days=90), **checked) is expected
    assert counts(**checked)


def test_days_below_zero_get_a_sentence_that_says_what_to_do() -> None:
    with pytest.raises(PlanError) as refused:
        Counting(verified_within_days=-1)
    for language in Language:
        assert "-1" in text(f"plan_error.{refused.value.code}", language, **refused.value.facts)


def test_equal_conditions_are_equal_whatever_they_were_given_as() -> None:
    given = Counting(kinds=["driver_home"], audience={"public"}, time_slice="night")  # type: ignore[arg-type]
    again = Counting(
        kinds=frozenset(given.kinds), audience=given.audience, time_slice=TimeSlice.NIGHT
    )
    assert (given, hash(given)) == (again, hash(again))


def test_no_stations_are_no_answers() -> None:
    assert counting_stations([], Counting(), at=FRIDAY_NOON).shape == (0,)


def test_ten_thousand_stations_are_counted_in_less_than_a_second() -> None:
    """A twentieth on a quiet machine, once each door has been asked; of the processor's time."""
    hours = ["24/7", "Mo-Fr 09:00-17:00", "08:30-11:30,13:30-17:30", "20:00-08:00", None]
    many = [
        station(id=str(n), opening_hours=hours[n % 5], audience=["public"]) for n in range(10_834)
    ]
    asked = Counting(time_slice=TimeSlice.NIGHT)
    counting_stations(many[:5], asked, at=FRIDAY_NOON)
    started = time.thread_time()
    found = counting_stations(many, asked, at=FRIDAY_NOON)
    assert time.thread_time() - started < 1
    assert found.sum() == sum(hours[n % 5] in {"24/7", "20:00-08:00"} for n in range(10_834))
