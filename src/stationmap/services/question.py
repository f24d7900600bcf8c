"""What is asked when somebody looks for a station, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.geo.travel import TravelMode
from stationmap.stations.codes import Audience
from stationmap.stations.filter import StationFilter

if TYPE_CHECKING:
    from datetime import datetime

    from stationmap.geo.position import Position
    from stationmap.nearest.nearby import Nearby
    from stationmap.stations.arrival import Arrival
    from stationmap.stations.station import Station

COURIER = frozenset({Audience.OUTDOOR_WORKERS, Audience.PUBLIC})
"""Whose stations a courier is shown unless she asks for more."""

FOR_COURIERS = StationFilter(audience=COURIER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Where to, from here, now.

    Attributes
    ----------
    at
        When she sets out; without a time zone it is Beijing's time.
    where
        Which stations may answer. By default those for outdoor workers and for everybody, and
        those of which nobody recorded whom they let in (`Answer.is_audience_unknown`).
    k
        How many answers at most, from 1.
    include_closed
        Whether what is shut on arrival may fill up the answers.
    """

    position: Position
    at: datetime
    mode: TravelMode = TravelMode.WALK
    where: StationFilter = FOR_COURIERS
    k: int = 5
    include_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A station, how to get there, and what awaits one.

    Attributes
    ----------
    travel_min
        Estimated minutes, as `geo.travel.travel_min` has it.
    arrives_at
        Beijing time.
    is_stale
        Whether nobody has verified the record for longer than the settings allow, or ever.
    """

    nearby: Nearby
    travel_min: float
    arrives_at: datetime
    arrival: Arrival
    is_stale: bool

    @property
    def station(self) -> Station:
        """The station itself."""
        return self.nearby.station

    @property
    def is_audience_unknown(self) -> bool:
        """Whether nobody recorded whom the station lets in."""
        return not self.station.audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found: the answers, the best first.

    Attributes
    ----------
    nearer_uncertain
        The nearest station of which it is unknown whether one can enter, if the best answer is
        one that can be entered and this one is nearer by `NEARER_BY_M` or more.
    plan_b
        Where to go from the best answer's door if that is shut after all: the nearest other
        station that can be entered on arrival, setting out there on arrival. Its distance,
        bearing and minutes are from the best answer's door.
    """

    answers: tuple[Answer, ...] = ()
    nearer_uncertain: Answer | None = None
    plan_b: Answer | None = None
