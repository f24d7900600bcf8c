"""What must hold of every station's hours at every moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from rig.stations import station
from stationmap.stations.calendar import BEIJING
from stationmap.stations.door import LOOK_AHEAD_DAYS, door_of
from stationmap.stations.hours import CLOSES_SOON, ArrivalState, on_arrival
from stationmap.stations.openness import MINUTES_OF_DAY

if TYPE_CHECKING:
    from stationmap import Station

TIMES = st.sampled_from(
    ["08:00-20:00", "08:30-11:30,13:30-17:30", "20:00-08:00", "00:00-24:00", "22:00-26:00"]
)
SELECTORS = st.sampled_from(["", "Mo-Fr ", "Mo-Su ", "Sa-Su ", "PH ", "Mo-Fr,PH ", "Oct 1-7 "])
STATES = st.sampled_from(["", "", "", " off", " unknown"])
RULES = st.builds("{}{}{}".format, SELECTORS, TIMES, STATES)
HOURS = st.one_of(
    st.none(),
    st.sampled_from(["24/7", "Mo-Fr 08:00-18:00 || unknown", "看情况", "24/7; PH off"]),
    st.lists(RULES, min_size=1, max_size=3).map("; ".join),
)
STATIONS = st.builds(
    lambda staffed, self_entry: station(opening_hours=staffed, self_entry_hours=self_entry),
    HOURS,
    HOURS,
)
MOMENTS = st.datetimes(
    min_value=datetime(2026, 9, 15),  # noqa: DTZ001 - hypothesis wants it without a zone
    max_value=datetime(2026, 10, 15),  # noqa: DTZ001 - the same
    timezones=st.just(BEIJING),
).map(lambda moment: moment.replace(second=0, microsecond=0))
ONE_MINUTE = timedelta(minutes=1)


@given(STATIONS, MOMENTS)
def test_an_open_station_is_open_until_it_says_and_no_longer(
    subject: Station, at: datetime
) -> None:
    arrival = on_arrival(subject, at)
    if arrival.is_enterable and arrival.until:
        assert at < arrival.until
        assert on_arrival(subject, arrival.until - ONE_MINUTE).is_enterable
        assert not on_arrival(subject, arrival.until).is_enterable
        is_soon = arrival.until - at <= CLOSES_SOON
        assert (arrival.state is ArrivalState.CLOSES_SOON) == is_soon


@given(STATIONS, MOMENTS)
def test_an_open_station_without_an_end_is_open_for_two_weeks(
    subject: Station, at: datetime
) -> None:
    if on_arrival(subject, at).is_round_the_clock:
        hours = (timedelta(hours=n) for n in range(24 * LOOK_AHEAD_DAYS))
        assert all(on_arrival(subject, at + later).is_enterable for later in hours)


@given(STATIONS, MOMENTS)
def test_a_closed_station_opens_when_it_says_and_no_sooner(subject: Station, at: datetime) -> None:
    arrival = on_arrival(subject, at)
    if arrival.state is not ArrivalState.CLOSED:
        return
    opens = arrival.until or at + timedelta(days=LOOK_AHEAD_DAYS)
    if arrival.until:
        assert on_arrival(subject, opens).is_enterable
    minutes = range(0, int((opens - at) / ONE_MINUTE), 15)
    assert not any(on_arrival(subject, at + n * ONE_MINUTE).is_enterable for n in minutes)


@given(STATIONS, MOMENTS)
def test_a_station_of_which_nothing_can_be_read_is_never_open_or_closed(
    subject: Station, at: datetime
) -> None:
    if not any(door_of(subject).stated()):
        assert on_arrival(subject, at).state is ArrivalState.UNKNOWN


@given(STATIONS, MOMENTS)
def test_a_second_way_in_never_shuts_a_door(subject: Station, at: datetime) -> None:
    staffed_only = subject.model_copy(update={"self_entry_hours": None})
    if on_arrival(staffed_only, at).is_enterable:
        assert on_arrival(subject, at).is_enterable


@given(STATIONS, MOMENTS)
def test_a_day_is_covered_once_from_midnight_to_midnight(subject: Station, at: datetime) -> None:
    day = door_of(subject).day(at.date())

    assert (day[0].start_min, day[-1].end_min) == (0, MINUTES_OF_DAY)
    assert all(before.end_min == after.start_min for before, after in pairwise(day))
    assert all(before.openness is not after.openness for before, after in pairwise(day))
