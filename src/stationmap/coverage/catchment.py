"""Capacity for those who share it: two-step floating catchment areas, by PySAL `access`.

Luo & Wang (2003), "Measures of spatial accessibility to health care in a GIS environment". First
each station's capacity is divided by the demand within the radius around it; then each point of
demand adds up what the stations within the radius around it have for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.within import Pairs, pairs_within
from stationmap.errors import PlanError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.demand import DemandSurface

    Floats = NDArray[np.float64]


def two_step(
    demand: DemandSurface, lons: Floats, lats: Floats, capacities: Floats, radius_m: float
) -> Floats:
    """Return how much capacity there is for each unit of demand, at each point of demand.

    Parameters
    ----------
    lons, lats
        Of the stations that count, WGS-84 degrees, each of shape (m,); m may be 0.
    capacities
        Of the same stations, for example seats, shape (m,), finite and not negative.
    radius_m
        A point at exactly this distance is within reach.

    Returns
    -------
    Capacity per unit of the weights, shape (n,); 0 where no station is within reach. A station
    that nobody lives near counts for nobody, also not at points that hold no demand.

    Raises
    ------
    PlanError
        If a capacity is negative or no number; it names the first such station, from 1.
    """
    capacities = np.asarray(capacities, dtype=np.float64)
    wrong = np.flatnonzero(~(np.isfinite(capacities) & (capacities >= 0)))
    if len(wrong):
        raise PlanError("capacities", station=int(wrong[0]) + 1, value=float(capacities[wrong[0]]))
    pairs = pairs_within(demand.lons, demand.lats, lons, lats, radius_m)
    return capacity_for_each(demand.weights, capacities, pairs)


def capacity_for_each(weights: Floats, capacities: Floats, pairs: Pairs) -> Floats:
    """Return the same for pairs that are given, whatever their distances are measured in."""
    import pandas as pd  # noqa: PLC0415 - half a second that few commands need
    from access.fca import two_stage_fca  # noqa: PLC0415 - one second more

    near = np.bincount(pairs.stations, weights=weights[pairs.points], minlength=len(capacities))
    used = near[pairs.stations] > 0
    if not used.any():
        return np.zeros(len(weights))
    # Not by its class `Access`, which changes tables in place, as pandas will forbid.
    shared = two_stage_fca(
        demand_df=pd.DataFrame({"demand": weights}).rename_axis("point"),
        demand_index="point",
        demand_name="demand",
        supply_df=pd.DataFrame({"capacity": capacities}).rename_axis("station"),
        supply_index="station",
        supply_name="capacity",
        cost_df=pd.DataFrame(pairs._asdict())[used],
        cost_origin="points",
        cost_dest="stations",
        cost_name="distances_m",
    )
    return np.asarray(shared.reindex(range(len(weights)), fill_value=0.0), dtype=np.float64)
