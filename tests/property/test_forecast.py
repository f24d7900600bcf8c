"""What was worked out ahead is what `on_arrival` says, at every minute."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rig.stations import station
from stationmap.stations.calendar import BEIJING
from stationmap.stations.codes import Status
from stationmap.stations.forecast import forecast
from stationmap.stations.hours import ArrivalState, on_arrival

DAYS = 15
FIRST = date(2026, 9, 25)
"""Two weeks with an eve, a public holiday (1 to 7 October) and a make-up workday."""

HOURS = st.sampled_from(
    [
        None,
        "24/7",
        "Mo-Fr 08:00-18:00; PH off",
        "08:00-20:00",
        "Mo-Su 22:00-06:00",
        "Mo-Fr 09:00-17:00",
        "sunrise-sunset",
        "Oct 03-05 10:00-12:00",
        "nonsense",
        'Mo-Fr 08:00-12:00 || "by appointment"',
    ]
)
DAY = st.none() | st.dates(FIRST - timedelta(days=3), FIRST + timedelta(days=40))


@given(
    hours=HOURS,
    self_entry=HOURS,
    begins=DAY,
    ends=DAY,
    status=st.sampled_from(Status),
    minute=st.integers(0, DAYS * 24 * 60 - 1),
)
def test_a_forecast_says_what_is_said_on_arrival(  # noqa: PLR0913  # all that a door depends on
    *,
    hours: str | None,
    self_entry: str | None,
    begins: date | None,
    ends: date | None,
    status: Status,
    minute: int,
) -> None:
    there = station(
        opening_hours=hours,
        self_entry_hours=self_entry,
        suspended_from=begins,
        suspended_until=ends,
        status=status,
    )
    at = datetime.combine(FIRST, time(), BEIJING) + timedelta(minutes=minute)

    stretch = [one for one in forecast(there, FIRST, DAYS) if one.start <= at][-1]

    expected = on_arrival(there, at)
    is_open = stretch.state is ArrivalState.OPEN
    assert is_open == expected.is_enterable
    assert is_open or stretch.state is expected.state
    assert stretch.until == expected.until
