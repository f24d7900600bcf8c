"""Capacity for those who share it: two-step floating catchment areas, by PySAL `access`.

Luo & Wang (2003), "Measures of spatial accessibility to health care in a GIS environment". First
each station's capacity is divided by the demand within the radius around it; then each point of
demand adds up what the stations within the radius around it have for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from stationmap.coverage.siting.pairs import pairs_within
from stationmap.errors import PlanError
from stationmap.geo.chord import ecef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from stationmap.coverage.demand import DemandSurface

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

PAIRS_AT_ONCE: Final = 2_000_000
"""The tables of so many pairs take about 200 MB."""

MOST_PAIRS: Final = 30_000_000
"""So many take about a minute on a busy machine of two cores."""


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
        If a capacity is negative or no number, naming the first such station, from 1; or if more
        than `MOST_PAIRS` pairs of a point and a station are within the radius.
    """
    capacities = np.asarray(capacities, dtype=np.float64)
    wrong = np.flatnonzero(~(np.isfinite(capacities) & (capacities >= 0)))
    if len(wrong):
        raise PlanError("capacities", station=int(wrong[0]) + 1, value=float(capacities[wrong[0]]))
    each = np.zeros(len(demand))
    # What a station has for each depends on no other station, so groups of them can be added up.
    for some in _groups(demand, lons, lats, radius_m):
        stations, points = pairs_within(demand.lons, demand.lats, lons[some], lats[some], radius_m)
        each += capacity_for_each(demand.weights, capacities[some], points, stations)
    return each


def capacity_for_each(
    weights: Floats, capacities: Floats, points: Places, stations: Places
) -> Floats:
    """Return the same for pairs that are known to be within reach of each other.

    Parameters
    ----------
    weights, capacities
        Of the points, shape (n,), and of the stations, shape (m,).
    points, stations
        The places of the pairs in either, each of shape (p,).
    """
    import pandas as pd  # noqa: PLC0415 - half a second that few commands need
    from access.fca import two_stage_fca  # noqa: PLC0415 - one second more

    near = np.bincount(stations, weights=weights[points], minlength=len(capacities))
    used = near[stations] > 0
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
        cost_df=pd.DataFrame({"points": points[used], "stations": stations[used]}),
        cost_origin="points",
        cost_dest="stations",
    )
    return np.asarray(shared.reindex(range(len(weights)), fill_value=0.0), dtype=np.float64)


def mean_by_area(
    demand: DemandSurface, each: Floats, members: NDArray[np.intp], count: int
) -> Floats:
    """Return what one unit of demand has on average in each area.

    Parameters
    ----------
    each
        What `two_step` returned, shape (n,).
    members
        The area of each point, shape (n,): 0 to `count` - 1, or -1 for none.

    Returns
    -------
    Shape (count,); NaN for an area without demand.
    """
    inside = members >= 0
    weights, areas = demand.weights[inside], members[inside]
    held = np.bincount(areas, weights=weights, minlength=count)
    with np.errstate(invalid="ignore"):  # 0 / 0, where there is no demand
        means: Floats = np.bincount(areas, weights=weights * each[inside], minlength=count) / held
    return means


def _groups(demand: DemandSurface, lons: Floats, lats: Floats, radius_m: float) -> Iterator[Places]:
    """Cut the stations into groups that have about `PAIRS_AT_ONCE` pairs each."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - not needed by what only asks

    if not len(lons):
        return
    tree = cKDTree(ecef(demand.lons, demand.lats))
    pairs = np.cumsum(
        tree.query_ball_point(ecef(lons, lats), radius_m, return_length=True, workers=-1)
    )
    if pairs[-1] > MOST_PAIRS:
        raise PlanError("too_many_pairs", pairs=int(pairs[-1]), most=MOST_PAIRS)
    group = pairs // PAIRS_AT_ONCE
    for number in np.unique(group):
        yield np.flatnonzero(group == number)
