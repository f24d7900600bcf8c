"""A station as it lies from where somebody stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stationmap.stations.station import Station

DIGITS = 3
"""Of metres, to the millimetre, and of degrees."""

FULL_CIRCLE_DEG = 360


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

    def figures(self) -> dict[str, float]:
        """Return both as answers of programs state them: to three digits, 360 degrees being 0."""
        return {
            "distance_m": round(self.distance_m, DIGITS),
            "bearing_deg": round(self.bearing_deg, DIGITS) % FULL_CIRCLE_DEG,
        }
