"""The blocks that lie in windows around stations: all others hold no cell within the radius."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.grid.spans import ranges
from stationmap.coverage.grid.strip import BLOCK
from stationmap.geo.chord import MIN_CURVATURE_RADIUS_M
from stationmap.geo.disc import PAD_DEG
from stationmap.geo.geodesic import FULL_TURN_DEG, GEOD
from stationmap.geo.position import MAX_LAT, MAX_LON

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.grid.strip import Strip

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]


def reach_lat_deg(radius_m: float) -> float:
    """Return how far at most a path of some length leads north or south (see `geo.disc`)."""
    return float(np.degrees(radius_m / MIN_CURVATURE_RADIUS_M)) + PAD_DEG


def blocks_near(strip: Strip, lons: Floats, lats: Floats, radius_m: float) -> tuple[Places, Places]:
    """Return the bands and block columns that may hold a cell at most `radius_m` from a station.

    Every window is the box of `geo.disc` around a station, widened to whole blocks; windows that
    cross the antimeridian go on at its other side.

    Parameters
    ----------
    lons, lats
        Of the stations, WGS-84 degrees, each of shape (n,).

    Returns
    -------
    bands, blocks
        Each of shape (m,), in order, none twice.
    """
    reach_lat = reach_lat_deg(radius_m)
    souths, norths = lats - reach_lat, lats + reach_lat
    farthest_lats = np.maximum(-souths, norths)
    with np.errstate(divide="ignore"):
        reach_lons = np.degrees(radius_m / (GEOD.a * np.cos(np.radians(farthest_lats)))) + PAD_DEG
    reach_lons[farthest_lats >= MAX_LAT] = FULL_TURN_DEG
    wests, easts = lons - reach_lons, lons + reach_lons
    turns = np.array([[0.0], [FULL_TURN_DEG], [-FULL_TURN_DEG]])
    turn, station = np.nonzero((wests + turns <= MAX_LON) & (easts + turns >= -MAX_LON))
    firsts, lasts = (
        np.searchsorted(strip.lats, edges[station]) // BLOCK for edges in (souths, norths)
    )
    owners, bands = ranges(firsts, np.minimum(lasts + 1, strip.bands))
    moved, station = turns[turn[owners], 0], station[owners]
    widths_deg = strip.steps_deg[bands] * BLOCK
    starts = np.floor(np.maximum(wests[station] + moved, -MAX_LON) / widths_deg).astype(np.intp)
    stops = np.floor(np.minimum(easts[station] + moved, MAX_LON) / widths_deg).astype(np.intp) + 1
    return _union(bands, starts, stops)


def _union(bands: Places, starts: Places, stops: Places) -> tuple[Places, Places]:
    """Write out what at least one of the ranges of its band holds."""
    if len(bands) == 0:
        return bands, starts
    least, width = int(starts.min()), int(stops.max() - starts.min()) + 1
    size = (int(bands.max()) + 1) * width
    opened = np.bincount(bands * width + starts - least, minlength=size)
    closed = np.bincount(bands * width + stops - least, minlength=size)
    held = np.flatnonzero(np.cumsum(opened - closed) > 0)
    return held // width, held % width + least
