"""Hours by simple choices: what they are in OpenStreetMap's syntax, and back."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path

import orjson
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rig.stations import station
from stationmap.stations.hours import ArrivalState, on_arrival, validate_hours
from stationmap.upkeep.day_hours import ALL_DAY, DayHours, HoursProblem
from stationmap.upkeep.simple_hours import (
    WEEKEND,
    WORKDAYS,
    Holidays,
    SimpleHours,
    from_osm,
    to_osm,
)

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "stations.geojson"
NINE_TO_FIVE = DayHours(time(9), time(17))
ORDINARY_MONDAY = date(2026, 11, 2)
"""No public holiday and no make-up workday is within two weeks of it."""

NATIONAL_DAY = date(2026, 10, 1)

moments = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
day_hours = st.builds(DayHours, moments, moments, st.none() | moments, st.none() | moments).filter(
    lambda hours: hours.problem is None
)
simple_hours = st.builds(
    SimpleHours,
    days=st.sets(st.integers(1, 7), min_size=1).map(frozenset),
    hours=day_hours | st.just(ALL_DAY),
    holidays=st.sampled_from(Holidays),
    holiday_hours=day_hours,
)


@pytest.mark.parametrize(
    ("expression", "simple"),
    [
        ("24/7", SimpleHours()),
        ("Mo-Su 09:00-17:00", SimpleHours(hours=NINE_TO_FIVE)),
        ("Mo-Fr 09:00-17:00", SimpleHours(days=WORKDAYS, hours=NINE_TO_FIVE)),
        (
            "Mo-Fr,PH 09:00-17:00",
            SimpleHours(days=WORKDAYS, hours=NINE_TO_FIVE, holidays=Holidays.SAME),
        ),
        (
            "Mo-Fr 08:30-11:30,13:30-17:30; PH off",
            SimpleHours(
                days=WORKDAYS,
                hours=DayHours(time(8, 30), time(17, 30), time(11, 30), time(13, 30)),
                holidays=Holidays.CLOSED,
            ),
        ),
        (
            "Sa,Su 18:00-24:00; PH 10:00-16:00",
            SimpleHours(
                days=WEEKEND,
                hours=DayHours(time(18), time()),
                holidays=Holidays.OWN,
                holiday_hours=DayHours(time(10), time(16)),
            ),
        ),
        (
            "Mo,We,Fr-Su 17:30-08:30",
            SimpleHours(days=frozenset({1, 3, 5, 6, 7}), hours=DayHours(time(17, 30), time(8, 30))),
        ),
        ("Mo-Su 00:00-24:00; PH off", SimpleHours(holidays=Holidays.CLOSED)),
    ],
)
def test_simple_hours_have_one_form_in_the_syntax(expression: str, simple: SimpleHours) -> None:
    assert to_osm(simple) == expression
    assert from_osm(expression) == simple


@pytest.mark.parametrize(
    ("expression", "form"),
    [
        ("09:00-17:00", "Mo-Su 09:00-17:00"),
        ("Mo-Su,PH 09:00-17:00", "Mo-Su 09:00-17:00"),
        ("Mo-Su 00:00-24:00", "24/7"),
        ("24/7; PH off", "Mo-Su 00:00-24:00; PH off"),
        ("Fr-Mo 09:00-17:00", "Mo,Fr-Su 09:00-17:00"),
        ("PH,Sa,Su 09:00-17:00", "Sa,Su,PH 09:00-17:00"),
        (" Mo-Fr 09:00-17:00;PH closed ", "Mo-Fr 09:00-17:00; PH off"),
    ],
)
def test_other_ways_to_write_the_same_are_read(expression: str, form: str) -> None:
    simple = from_osm(expression)

    assert simple is not None
    assert to_osm(simple) == form


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "早九晚五",
        "Mo-",
        "PH 09:00-17:00",
        "PH off",
        "Mo-Fr",
        "Mo-Fr 09:00-17:00; Sa 10:00-12:00",
        "Mo-Fr 09:00-17:00; PH off; SH off",
        "Mo-Fr,PH 09:00-17:00; PH off",
        "Apr-Oct 06:00-21:00; Nov-Mar 06:30-19:00",
        "Mo-Fr 08:00-10:00,11:00-12:00,13:00-17:00",
        "Mo-Fr 09:00-26:00",
        "Mo-Fr sunrise-sunset",
        "Mo-Fr 09:00+",
        'Mo-Fr 09:00-17:00 "按铃"',
        "Mo-Fr 20:00-24:00,01:00-06:00",
        "Mo-Fr 08:00-08:00",
        "Mo[1] 09:00-17:00",
        "Mo-We-Fr 09:00-17:00",
    ],
)
def test_what_is_more_than_simple_choices_is_left_to_the_experts(expression: str) -> None:
    assert from_osm(expression) is None


@pytest.mark.parametrize(
    ("simple", "problem"),
    [
        (SimpleHours(days=frozenset()), HoursProblem.NO_DAYS),
        (SimpleHours(hours=DayHours(time(9), time(9))), HoursProblem.NO_TIME),
        (SimpleHours(holidays=Holidays.OWN), HoursProblem.NO_HOLIDAY_HOURS),
        (
            SimpleHours(holidays=Holidays.OWN, holiday_hours=DayHours(time(9), time(9))),
            HoursProblem.NO_TIME,
        ),
        *(
            (SimpleHours(hours=DayHours(opens, closes, *rest)), HoursProblem.BREAK_OUTSIDE)
            for opens, closes, *rest in [
                (time(9), time(17), time(12), None),
                (time(9), time(17), None, time(12)),
                (time(9), time(17), time(9), time(12)),
                (time(9), time(17), time(12), time(17)),
                (time(9), time(17), time(13), time(12)),
                (time(20), time(6), time(0), time(1)),
                (time(20), time(6), time(23), time(0)),
            ]
        ),
    ],
)
def test_choices_that_are_no_hours_have_a_problem_and_no_form(
    simple: SimpleHours, problem: HoursProblem
) -> None:
    assert simple.problem is problem
    with pytest.raises(ValueError, match=problem):
        to_osm(simple)


def test_what_is_open_every_day_is_open_on_holidays_unless_they_differ() -> None:
    assert SimpleHours(holidays=Holidays.UNKNOWN).holidays is Holidays.SAME


def test_hours_that_end_at_midnight_end_with_the_day() -> None:
    assert not DayHours(time(9), time()).crosses_midnight
    assert DayHours(time(9), time(0, 1)).crosses_midnight


@given(simple_hours)
def test_simple_hours_are_the_same_after_writing_and_reading(simple: SimpleHours) -> None:
    validate_hours(to_osm(simple))

    assert from_osm(to_osm(simple)) == simple


@given(simple_hours, st.integers(0, 6), moments)
def test_a_station_is_open_when_the_choices_say_so(
    simple: SimpleHours, day: int, moment: time
) -> None:
    at = datetime.combine(ORDINARY_MONDAY + timedelta(days=day), moment)

    arrival = on_arrival(station(opening_hours=to_osm(simple)), at)

    assert (arrival.state in {ArrivalState.OPEN, ArrivalState.CLOSES_SOON}) is _is_open(simple, at)


@given(simple_hours, moments.filter(lambda moment: moment >= time(12)))
def test_on_a_holiday_a_station_is_open_as_the_choice_says(
    simple: SimpleHours, moment: time
) -> None:
    """In the first half of the day the night before may last on, whatever the holiday says."""
    assume(simple.holidays is not Holidays.UNKNOWN and not simple.hours.crosses_midnight)
    at = datetime.combine(NATIONAL_DAY, moment)
    arrival = on_arrival(station(opening_hours=to_osm(simple)), at)
    today = {
        Holidays.SAME: simple.hours,
        Holidays.CLOSED: None,
        Holidays.OWN: simple.holiday_hours,
    }
    is_open = arrival.state in {ArrivalState.OPEN, ArrivalState.CLOSES_SOON}
    assert is_open is _covers(today[simple.holidays], moment)


def test_most_hours_of_the_sample_are_simple() -> None:
    features = orjson.loads(SAMPLE.read_bytes())["features"]
    stated = Counter(
        feature["properties"]["opening_hours"]
        for feature in features
        if "opening_hours" in feature["properties"]
    )

    simple = sum(count for hours, count in stated.items() if from_osm(hours) is not None)
    assert simple / stated.total() > 0.9


def _is_open(simple: SimpleHours, at: datetime) -> bool:
    """Say so by going through yesterday's hours and today's."""
    if at.isoweekday() in simple.days and _covers(simple.hours, at.time()):
        return True
    yesterday = (at - timedelta(days=1)).isoweekday()
    lasts_on = simple.hours.crosses_midnight and at.time() < simple.hours.closes
    return yesterday in simple.days and lasts_on


def _covers(hours: DayHours | None, moment: time) -> bool:
    """Say whether a moment of the day on which it opens is within."""
    if hours is None or moment < hours.opens:
        return False
    if hours.break_from and hours.break_to and hours.break_from <= moment < hours.break_to:
        return False
    return moment < hours.closes or hours.closes <= hours.opens
