"""How far each point of demand is from the nearest station that counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stationmap.nearest.bulk import BulkSearch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.demand import DemandSurface

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coverage:
    """A surface of demand and its distances.

    Attributes
    ----------
    demand
        The surface.
    distances_m
        Geodesic metres from each point to the nearest station, to 0.1 mm, shape (n,); infinite
        where there is no station at all.
    nearest
        The place of that station in the sequence that was measured to, shape (n,); -1 for none.
    """

    demand: DemandSurface
    distances_m: Floats
    nearest: NDArray[np.intp]

    def covered(self, radius_m: float) -> NDArray[np.bool_]:
        """Say of each point whether a station is at most `radius_m` away: the boundary counts."""
        return self.distances_m <= radius_m


def measure(demand: DemandSurface, lons: Floats, lats: Floats) -> Coverage:
    """Measure from every point of demand to the nearest station.

    Parameters
    ----------
    lons, lats
        Of the stations that count, WGS-84 degrees, each of shape (m,); m may be 0.
    """
    search = BulkSearch(np.asarray(lons, dtype=float), np.asarray(lats, dtype=float))
    places, distances_m = search.nearest(demand.lons, demand.lats, 1)
    return Coverage(demand=demand, distances_m=distances_m[:, 0], nearest=places[:, 0])
