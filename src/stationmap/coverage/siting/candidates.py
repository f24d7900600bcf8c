"""Sites that a station could stand at: a grid, the hosts that there are, or what planners bring."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from stationmap.coverage.areas import AreaSet
from stationmap.errors import SitingError
from stationmap.geo.geodesic import GEOD
from stationmap.nearest.valid import valid_coordinates

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import ArrayLike, NDArray

    from stationmap.stations.station import Station

    Floats = NDArray[np.float64]

MOST_CANDIDATES = 200_000
"""A finer grid than this answers nothing more, and no model takes it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CandidateSites:
    """Sites to choose among.

    Attributes
    ----------
    lons, lats
        WGS-84 degrees, each of shape (m,); no two sites at one position; read-only.
    costs
        What each costs, in whatever unit the budget is, shape (m,), not negative; 1 each if not
        given; read-only.
    names
        What each is called, if they have names.

    Raises
    ------
    InvalidPositionError
        If a position cannot be; it names the first.
    SitingError
        If there is none, the lengths differ, a cost is negative or no number, or two sites are
        the same.
    """

    lons: Floats
    lats: Floats
    costs: Floats = field(default_factory=lambda: np.empty(0))
    names: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Keep checked, read-only copies."""
        lons, lats = valid_coordinates(self.lons, self.lats)
        costs = np.asarray(self.costs, dtype=float)
        costs = costs if costs.size else np.ones(len(lons))
        names = len(lons) if self.names is None else len(self.names)
        if not len(lons):
            raise SitingError("candidates_none")
        if costs.shape != lons.shape or names != len(lons):
            raise SitingError("candidates_shape", sites=len(lons), costs=costs.size, names=names)
        wrong = np.flatnonzero(~(np.isfinite(costs) & (costs >= 0)))
        if len(wrong):
            raise SitingError("candidate_cost", site=int(wrong[0]) + 1, cost=costs[wrong[0]])
        _refuse_the_same_twice(lons, lats)
        for column, values in (("lons", lons), ("lats", lats), ("costs", costs)):
            kept = np.array(values, dtype=np.float64)
            kept.flags.writeable = False
            object.__setattr__(self, column, kept)

    def __len__(self) -> int:
        """Return the number of sites."""
        return len(self.lons)


def grid_candidates(ground: AreaSet | shapely.Geometry, step_m: float) -> CandidateSites:
    """Lay a grid over an outline, row by row from the south-west.

    The grid is metric at the middle of the outline: over a city a step errs by less than a
    hundredth, which moves candidates and no distances.

    Parameters
    ----------
    ground
        Polygons in WGS-84 degrees; sites on their edges belong to them.
    step_m
        Metres from one site to the next, to the east and to the north.

    Raises
    ------
    SitingError
        If the step is not above 0, or the grid has no site in the outline, or too many.
    """
    if not (np.isfinite(step_m) and step_m > 0):
        raise SitingError("grid_step", step=step_m)
    outline = shapely.union_all(ground.outlines) if isinstance(ground, AreaSet) else ground
    if shapely.is_empty(outline):
        raise SitingError("grid_empty", step=step_m)
    west, south, east, north = shapely.bounds(outline).tolist()
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
    step_lon = float(GEOD.fwd(middle_lon, middle_lat, 90, step_m)[0]) - middle_lon
    step_lat = float(GEOD.fwd(middle_lon, middle_lat, 0, step_m)[1]) - middle_lat
    boxed = ((east - west) / step_lon + 1) * ((north - south) / step_lat + 1)
    if boxed > MOST_CANDIDATES * 10:
        raise SitingError("grid_fine", step=step_m, most=MOST_CANDIDATES)
    columns = _centred(west, east, step_lon)
    rows = _centred(south, north, step_lat)
    lats, lons = (axis.ravel() for axis in np.meshgrid(rows, columns, indexing="ij"))
    shapely.prepare(outline)
    inside = shapely.intersects_xy(outline, lons, lats)
    if not inside.any():
        raise SitingError("grid_empty", step=step_m)
    if inside.sum() > MOST_CANDIDATES:
        raise SitingError("grid_fine", step=step_m, most=MOST_CANDIDATES)
    return CandidateSites(lons=lons[inside], lats=lats[inside])


def host_candidates(
    stations: Sequence[Station],
    host_types: Collection[str],
    *,
    existing: tuple[ArrayLike, ArrayLike] | None = None,
) -> CandidateSites:
    """Take the positions of hosts of some types, each position once, named by the host.

    Parameters
    ----------
    stations
        Whose hosts are looked at, of whatever status.
    host_types
        Values of `host_type`.
    existing
        Longitudes and latitudes of the stations that count already: no candidates stand there.

    Raises
    ------
    SitingError
        If no station has such a host, or all of them count already.
    """
    taken = set()
    if existing is not None:
        taken = set(zip(np.asarray(existing[0]), np.asarray(existing[1]), strict=True))
    named: dict[tuple[float, float], str] = {}
    for station in stations:
        place = (station.position.lon, station.position.lat)
        if station.host_type in host_types and place not in taken:
            named.setdefault(place, station.host or station.name)
    if not named:
        raise SitingError("hosts_none")
    lons, lats = np.array(list(named), dtype=float).T
    return CandidateSites(lons=lons, lats=lats, names=tuple(named.values()))


def _centred(low: float, high: float, step: float) -> Floats:
    """Return values a step apart from low to high, with as much room before as after."""
    count = int((high - low) / step)
    first = low + (high - low - count * step) / 2
    return np.asarray(first + step * np.arange(count + 1), dtype=float)


def _refuse_the_same_twice(lons: Floats, lats: Floats) -> None:
    order = np.lexsort((lats, lons))
    same = (np.diff(lons[order]) == 0) & (np.diff(lats[order]) == 0)
    if same.any():
        at = int(np.argmax(same))
        first, second = sorted((int(order[at]) + 1, int(order[at + 1]) + 1))
        raise SitingError("candidate_twice", first=first, second=second)
