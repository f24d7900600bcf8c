"""A station as it lies from where somebody stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stationmap.stations.station import Station


@dataclass(frozen=True, slots=True)
class Nearby:
    """A station with its geodesic distance and its bearing.

    Attributes
    ----------
    distance_m
        Geodesic distance on WGS-84 in metres.
    bearing_deg
        Initial bearing from the position to the station, clockwise from north, 0 <= b < 360.
    """

    station: Station
    distance_m: float
    bearing_deg: float
