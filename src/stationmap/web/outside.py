"""Whether a place lies outside all that is known: then no answer means that nobody has looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.services.find import REACH_M
from stationmap.web.wiring import services

if TYPE_CHECKING:
    from stationmap.geo.position import Position


def is_outside(position: Position) -> bool:
    """Say whether a place lies in none of the districts, and no station of any kind in reach."""
    snapshot = services()
    if snapshot.districts.of(position) is not None:
        return False
    nearest = snapshot.index.nearest(position, 1)
    return not nearest or nearest[0].distance_m > REACH_M
