"""How long a courier takes, estimated from the straight-line distance."""

from __future__ import annotations

from enum import StrEnum

DETOUR_FACTOR = 1.3
"""Streets are longer than the straight line: measured ratios of network to straight distance lie
between about 1.2 (commutes in American cities: Levinson & El-Geneidy 2009, "The minimum circuity
frontier and the journey to work") and 1.4 (United States as a whole: Boscoe, Henry & Zdeb 2012,
"A nationwide comparison of driving distance versus straight-line distance to hospitals").
This is the middle, the same for every mode: an estimate, and shown as one."""


class TravelMode(StrEnum):
    """How somebody comes."""

    WALK = "walk"
    EBIKE = "ebike"
    TRUCK = "truck"


SPEED_KM_H = {TravelMode.WALK: 4.5, TravelMode.EBIKE: 15.0, TravelMode.TRUCK: 25.0}


def travel_min(distance_m: float, mode: TravelMode) -> float:
    """Estimate the minutes that a geodesic distance in metres takes, detours included."""
    return distance_m * DETOUR_FACTOR / (SPEED_KM_H[mode] * 1000 / 60)


def reach_m(minutes: float, mode: TravelMode) -> float:
    """Return the geodesic distance in metres that so many minutes reach: `travel_min` inverted."""
    return minutes * (SPEED_KM_H[mode] * 1000 / 60) / DETOUR_FACTOR
