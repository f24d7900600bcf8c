"""How far a station reaches: metres, or minutes by some way of coming."""

from __future__ import annotations

from dataclasses import dataclass

from stationmap.errors import RadiusError
from stationmap.geo.travel import TravelMode, reach_m


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRadius:
    """A radius in metres, or in minutes of travel; a point at exactly that distance is covered.

    Minutes become metres by the speeds and the detour factor of `geo.travel`: an estimate.

    Attributes
    ----------
    value
        Metres if `mode` is None, else minutes; above 0 and at most 100 km.
    mode
        How somebody comes, if the value is minutes.

    Raises
    ------
    RadiusError
        If the value is no number, not above 0, or reaches farther than 100 km.
    """

    value: float
    mode: TravelMode | None = None

    def __post_init__(self) -> None:
        """Check the reach."""
        if not 0 < self.metres <= MAX_REACH_M:
            raise RadiusError(self.value)

    @property
    def metres(self) -> float:
        """The straight-line distance that it reaches."""
        return self.value if self.mode is None else reach_m(self.value, self.mode)


MAX_REACH_M = 100_000.0
OFFICIAL_M = ServiceRadius(value=1000.0)
"""A station within 1 km: the target of the All-China Federation of Trade Unions."""
OFFICIAL_MIN = ServiceRadius(value=15.0, mode=TravelMode.WALK)
"""The same target's other half: within 15 minutes on foot."""
USUAL_RADII = (
    ServiceRadius(value=300.0),
    ServiceRadius(value=500.0),
    OFFICIAL_M,
    OFFICIAL_MIN,
    ServiceRadius(value=10.0, mode=TravelMode.EBIKE),
    ServiceRadius(value=15.0, mode=TravelMode.TRUCK),
)
"""What the pages offer, the shortest first among each kind."""
