"""What awaits somebody at a station's door at every minute of the next days, worked out ahead.

It is what `on_arrival` says, so that a phone without network needs no opening hours: how far ahead
`on_arrival` looks depends on the day alone, so from a change of the door or a midnight to the next
it says the same of every minute, but for what closes soon.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from stationmap.stations.arrival import ArrivalState
from stationmap.stations.calendar import BEIJING, ONE_DAY
from stationmap.stations.door import door_of
from stationmap.stations.hours import on_arrival

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from stationmap.stations.station import Station


class Stretch(NamedTuple):
    """From a moment to the start of the next stretch.

    Attributes
    ----------
    state
        Open, closed or unknown; who arrives shortly before `until` finds what closes soon.
    until
        As `Arrival.until` has it.
    """

    start: datetime
    state: ArrivalState
    until: datetime | None


def forecast(station: Station, first_day: date, days: int) -> list[Stretch]:
    """Return the stretches of so many days in Beijing, the first at the first day's midnight."""
    stretches: list[Stretch] = []
    for start in _starts(station, first_day, days):
        arrival = on_arrival(station, start)
        state = ArrivalState.OPEN if arrival.is_enterable else arrival.state
        if not stretches or (stretches[-1].state, stretches[-1].until) != (state, arrival.until):
            stretches.append(Stretch(start, state, arrival.until))
    return stretches


def _starts(station: Station, first_day: date, days: int) -> Iterator[datetime]:
    """Yield each midnight and each moment at which the door may change."""
    door = door_of(station)
    for offset in range(days):
        midnight = datetime.combine(first_day + offset * ONE_DAY, time(), BEIJING)
        for piece in door.day(midnight.date()):
            yield midnight + timedelta(minutes=piece.start_min)
