"""The grid: rows of cells along the meridian, and in each band of rows columns of equal width."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from stationmap.errors import PlanError
from stationmap.geo.chord import ecef
from stationmap.geo.geodesic import GEOD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

CELL_M = 100.0
"""The side of a cell where nothing else is asked for."""

BLOCK = 16
"""Rows of a band; a block is as many columns of it."""

MAX_GRID_LAT = 85.0
"""Nearer to a pole a band is no longer as wide at its top as at its foot."""

SMALLEST_CELL_M, LARGEST_CELL_M = 10.0, 5_000.0


class Strip:
    """Some bands of the grid, one above the other.

    Row `r` of the earth has its centre `(r + 1/2) · cell_m` along the meridian from the equator.
    Sixteen rows are a band; its columns, counted from Greenwich, are `cell_m` wide along the
    parallel in its middle. So no cell needs a projection, and the chord from a place to a cell
    comes apart into a part of the row and a part of the column (`grid.search`). The price: at
    latitude φ a cell is wider or narrower than `cell_m` by up to `8 · cell_m · tan φ / R`: for
    100 m in Beijing 0.011 %, at 53° N 0.017 %, as often the one as the other.

    Parameters
    ----------
    cell_m
        The side of a cell in metres, 10 to 5,000.
    first_band, bands
        The first, counted from the equator (negative south of it), and how many.

    Attributes
    ----------
    lats
        Of the centres of its rows, degrees, ascending, shape (bands * BLOCK,).

    Raises
    ------
    PlanError
        `grid_cell` for cells of another size, `grid_lat` for rows beyond 85 degrees.
    """

    def __init__(self, cell_m: float, first_band: int, bands: int) -> None:
        _check_size(cell_m)
        self.cell_m, self.first_band, self.bands = cell_m, first_band, bands
        rows = np.arange(first_band * BLOCK, (first_band + bands) * BLOCK)
        self.lats = _lats_at((rows + 0.5) * cell_m)
        if len(rows) and max(-self.lats[0], self.lats[-1]) > MAX_GRID_LAT:
            raise PlanError("grid_lat", limit=MAX_GRID_LAT)

    @classmethod
    def between(cls, cell_m: float, south: float, north: float) -> Strip:
        """Return the bands that hold the latitudes from `south` to `north`, in degrees."""
        _check_size(cell_m)
        if max(-south, north) > MAX_GRID_LAT:
            raise PlanError("grid_lat", limit=MAX_GRID_LAT)
        least, most = np.floor(_along_meridian_m(np.array([south, north])) / (BLOCK * cell_m))
        return cls(cell_m, int(least), int(most - least) + 1)

    @cached_property
    def steps_deg(self) -> Floats:
        """Degrees of longitude from a column to the next, shape (bands,)."""
        bands = np.arange(self.first_band, self.first_band + self.bands)
        from_axis_m, _ = _meridian_m(_lats_at((bands + 0.5) * BLOCK * self.cell_m))
        return np.degrees(self.cell_m / from_axis_m)

    @cached_property
    def parallels_m(self) -> tuple[Floats, Floats]:
        """Metres of each row's centres from the earth's axis and above the equator."""
        return _meridian_m(self.lats)

    def lons(self, bands: Places, columns: Places) -> Floats:
        """Return the longitude in degrees of the centres of columns, of the shape of both."""
        return (columns + 0.5) * self.steps_deg[bands]

    def first_columns(self, bands: Places, lons: Floats) -> Places:
        """Return the first column of each band whose centre does not lie west of a longitude."""
        columns = np.ceil(lons / self.steps_deg[bands] - 0.5).astype(np.intp)
        # The division may err by one cell where a centre lies all but on the longitude.
        columns -= self.lons(bands, columns - 1) >= lons
        columns += self.lons(bands, columns) < lons
        return columns


def _check_size(cell_m: float) -> None:
    if not SMALLEST_CELL_M <= cell_m <= LARGEST_CELL_M:
        raise PlanError("grid_cell", value=cell_m)


def _lats_at(along_m: NDArray[np.floating]) -> Floats:
    """Return the latitude at so many metres along the meridian, south of the equator negative."""
    origin = np.zeros(len(along_m))
    return np.asarray(GEOD.fwd(origin, origin, origin, along_m)[1])


def _along_meridian_m(lats: Floats) -> Floats:
    origin = np.zeros(len(lats))
    return np.asarray(GEOD.inv(origin, origin, origin, lats)[2]) * np.sign(lats)


def _meridian_m(lats: Floats) -> tuple[Floats, Floats]:
    at_greenwich = ecef(np.zeros(len(lats)), lats)
    return at_greenwich[:, 0].copy(), at_greenwich[:, 2].copy()
