"""How far each cell of a city is from its nearest station."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stationmap.coverage.grid.search import BlockSearch
from stationmap.coverage.grid.spans import spans_of
from stationmap.coverage.grid.strip import BLOCK, CELL_M, Strip
from stationmap.errors import PlanError
from stationmap.geo.chord import SHORT_CHORD_M, short_geodesic_m
from stationmap.nearest.bulk import BulkSearch
from stationmap.nearest.valid import valid_coordinates

if TYPE_CHECKING:
    from collections.abc import Callable

    import shapely
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

BLOCKS_AT_ONCE = 512
"""131,072 cells: a megabyte, which stays in the cache of a core."""


class Part(NamedTuple):
    """Some blocks: bands within the strip, block columns, and which of their cells count."""

    bands: Places
    blocks: Places
    inside: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class CellDistances:
    """The cells of a place, and how far each is from its nearest station.

    Attributes
    ----------
    strip, parts
        Where the cells are.
    distances_m
        Geodesic metres to 0.1 mm, shape (n,), block by block; infinite where there is no station
        at all.
    """

    strip: Strip
    parts: tuple[Part, ...]
    distances_m: Floats

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.distances_m)

    @cached_property
    def lons(self) -> Floats:
        """Longitudes of the centres, WGS-84 degrees, shape (n,)."""
        return self._of_cells(
            lambda part, steps: self.strip.lons(part.bands, part.blocks * BLOCK + steps)
        )

    @cached_property
    def lats(self) -> Floats:
        """Latitudes of the centres, WGS-84 degrees, shape (n,)."""
        return self._of_cells(
            lambda part, steps: self.strip.lats[part.bands * BLOCK + steps][:, None]
        )

    def covered(self, radius_m: float) -> NDArray[np.bool_]:
        """Say of each cell whether a station is at most `radius_m` away: the boundary counts."""
        return self.distances_m <= radius_m

    def _of_cells(self, degrees: Callable[[Part, Places], Floats]) -> Floats:
        """Write out for every cell what its row or its column has."""
        steps = np.arange(BLOCK)[:, None]
        written = [
            np.broadcast_to(degrees(part, steps), part.inside.shape)[part.inside]
            for part in self.parts
        ]
        return np.concatenate([np.empty(0), *written])


def cell_distances(  # noqa: PLR0913 - a question, how finely, and who waits for it
    outline: shapely.Polygon | shapely.MultiPolygon,
    lons: ArrayLike,
    lats: ArrayLike,
    *,
    cell_m: float = CELL_M,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> CellDistances:
    """Measure from the centre of every cell of a place to the nearest station.

    Parameters
    ----------
    outline
        Of the place: valid, WGS-84 degrees, longitude first.
    lons, lats
        Of the stations that count, WGS-84 degrees, each of shape (m,); m may be 0.
    cell_m
        The side of a cell in metres.
    progress
        Told the share that is done, 0 to 1.
    cancelled
        Asked every 100,000 cells or so.

    Raises
    ------
    InvalidPositionError
        If a position cannot be.
    PlanError
        `grid_cell`, `grid_lat` as `Strip` says; `cancelled`.
    """
    lons, lats = valid_coordinates(lons, lats)
    _, south, _, north = outline.bounds
    strip = Strip.between(cell_m, south, north)
    spans = spans_of(outline, strip)
    bands, blocks = spans.blocks()
    measuring = _Measuring(strip, lons, lats)

    def measured(start: int) -> tuple[Part, Floats]:
        some = slice(start, start + BLOCKS_AT_ONCE)
        part = Part(bands[some], blocks[some], spans.inside(bands[some], blocks[some]))
        return part, measuring.distances_m(part)

    starts = range(0, len(bands), BLOCKS_AT_ONCE)
    parts, distances_m = [], [np.empty(0)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for part, measured_m in threads.map(measured, starts):
            parts.append(part)
            distances_m.append(measured_m)
            if progress:
                progress(len(parts) / len(starts))
            if cancelled and cancelled():
                raise PlanError("cancelled")
    return CellDistances(strip=strip, parts=tuple(parts), distances_m=np.concatenate(distances_m))


class _Measuring:
    """Measures cells to their nearest stations, the farther the more carefully."""

    def __init__(self, strip: Strip, lons: Floats, lats: Floats) -> None:
        self._strip, self._lons, self._lats = strip, lons, lats
        self._search = BlockSearch(strip, lons, lats) if len(lons) else None

    @cached_property
    def _bulk(self) -> BulkSearch:
        return BulkSearch(self._lons, self._lats)

    def distances_m(self, part: Part) -> Floats:
        """Return the distance of each cell that counts."""
        if self._search is None:
            return np.full(np.count_nonzero(part.inside), np.inf)
        chords_m = self._search.chords_m(part.bands, part.blocks)[part.inside]
        distances_m = short_geodesic_m(chords_m)
        far = np.flatnonzero(chords_m > SHORT_CHORD_M)
        if len(far):
            row, column, block = (places[far] for places in np.nonzero(part.inside))
            bands, blocks = part.bands[block], part.blocks[block]
            lons = self._strip.lons(bands, blocks * BLOCK + column)
            lats = self._strip.lats[bands * BLOCK + row]
            distances_m[far] = self._bulk.nearest(lons, lats, 1)[1][:, 0]
        return distances_m
