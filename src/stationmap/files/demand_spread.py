"""Spreads what a polygon holds evenly over it, so that every sum stays what it was."""

from __future__ import annotations

from math import ceil, log2
from typing import TYPE_CHECKING

import numpy as np
import shapely

from stationmap.files.demand_rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Shapes = NDArray[np.object_]

STEP_M = 100.0
"""How far apart points are: fine beside the shortest radius that is asked about, 300 m."""

MOST_POINTS = 200_000
MOST_CELLS = 500_000
"""In the boxes around the polygons, of which these may fill little."""

CHUNK_CELLS = 100_000
M_PER_DEG = 111_195.0
EXACT_BITS = 52
FEW_CORNERS = 500


def spread(polygons: Shapes, totals: Floats) -> tuple[Floats, Floats, Floats]:
    """Cover polygons with an even grid, and give each piece its share of the total by area.

    The step is `STEP_M`, or wider where all polygons together would take more than `MOST_POINTS`.
    Each cell is cut to the polygon and stands at the centre of what is left of it, so a polygon
    smaller than a cell is one point, and no point lies outside its polygon.

    Parameters
    ----------
    polygons
        Valid, in WGS-84 degrees, shape (n,).
    totals
        What each holds, shape (n,).

    Returns
    -------
    lons, lats, weights
        Each of shape (m,); the weights of a polygon add up to its total as `shared_out` says.
    """
    step_m = _step_m(polygons)
    pieces = list(_pieces(polygons, step_m))
    lons, lats, areas = (np.concatenate([piece[part] for piece in pieces]) for part in range(3))
    owners = np.concatenate([piece[3] for piece in pieces])
    return lons, lats, shared_out(totals, owners, areas)


def shared_out(totals: Floats, owners: NDArray[np.intp], sizes: Floats) -> Floats:
    """Share each total out among its parts by their size.

    The weights are whole multiples of a power of two, so fine that all totals together have 52
    bits: they add up to whole totals exactly, in whatever order they are added, and to other
    totals within half of that power.

    Parameters
    ----------
    totals
        Shape (n,), not negative.
    owners, sizes
        The place of each part's total, in rising order, and its size, above 0; each of shape (m,).
        Every total has a part.
    """
    unit = 2.0 ** (ceil(log2(totals.sum())) - EXACT_BITS) if totals.any() else 1.0
    last = np.flatnonzero(np.diff(owners, append=len(totals)))
    # Each total's sizes as shares of their sum, so that none is lost beside the large ones.
    reached = np.cumsum(sizes / np.bincount(owners, weights=sizes)[owners])
    before = np.concatenate([[0.0], reached[last[:-1]]])
    shares = reached - before[owners]
    shares[last] = 1.0
    units = np.rint(np.minimum(shares, 1.0) * totals[owners] / unit)
    first = np.concatenate([[0], last[:-1] + 1])
    weights = np.diff(units, prepend=0.0)
    weights[first] = units[first]
    return np.asarray(weights * unit, dtype=np.float64)


def _step_m(polygons: Shapes) -> float:
    """Return the step at which neither the points nor the cells of the boxes are too many."""
    shrink = _shrink(polygons)
    filled_m2 = (shapely.area(polygons) * shrink).sum() * M_PER_DEG**2
    wide, high = _extent(polygons)
    boxed_m2 = (wide * high * shrink).sum() * M_PER_DEG**2
    edges_m = (wide * shrink + high).sum() * M_PER_DEG
    squares_m = (filled_m2 / MOST_POINTS) ** 0.5, (boxed_m2 / MOST_CELLS) ** 0.5
    return float(max(STEP_M, *squares_m, edges_m / MOST_POINTS))


def _pieces(
    polygons: Shapes, step_m: float
) -> Iterator[tuple[Floats, Floats, Floats, NDArray[np.intp]]]:
    """Cut the polygons by their cells, some at a time: positions, areas and owners of the pieces.

    Areas count within one polygon alone, so degrees are as good as metres.
    """
    wide, high = _extent(polygons)
    step_deg = step_m / M_PER_DEG
    columns = np.maximum(1, np.ceil(wide * _shrink(polygons) / step_deg)).astype(np.intp)
    rows = np.maximum(1, np.ceil(high / step_deg)).astype(np.intp)
    shapely.prepare(polygons)
    chunks = np.cumsum(columns * rows) // CHUNK_CELLS
    for chunk in np.unique(chunks):
        members = np.flatnonzero(chunks == chunk)
        owners, row, cells = _cells(polygons, members, columns, rows)
        touching = shapely.intersects(polygons[owners], cells)
        owners, row, cells = owners[touching], row[touching], cells[touching]
        cut = ~shapely.covers(polygons[owners], cells)
        strips = _strips(polygons, owners[cut], row[cut], rows)
        cells[cut] = shapely.intersection(strips, cells[cut])
        areas = shapely.area(cells)
        kept = areas > 0
        owners, cells, areas = _with_every_owner(members, polygons, owners[kept], cells[kept])
        centres = _centres_inside(cells)
        yield shapely.get_x(centres), shapely.get_y(centres), areas, owners


def _cells(
    polygons: Shapes, members: NDArray[np.intp], columns: NDArray[np.intp], rows: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp], Shapes]:
    """Return the cells of the box around each polygon, whose they are, and in which row of it."""
    counts = (columns * rows)[members]
    owners = np.repeat(members, counts)
    place = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
    west, south, east, north = shapely.bounds(polygons[members]).T
    wide, high = (east - west) / columns[members], (north - south) / rows[members]
    row, column = np.divmod(place, columns[owners])
    left = np.repeat(west, counts) + column * np.repeat(wide, counts)
    low = np.repeat(south, counts) + row * np.repeat(high, counts)
    right = np.minimum(left + np.repeat(wide, counts), np.repeat(east, counts))
    top = np.minimum(low + np.repeat(high, counts), np.repeat(north, counts))
    return owners, row, shapely.box(left, low, right, top)


def _strips(
    polygons: Shapes, owners: NDArray[np.intp], row: NDArray[np.intp], rows: NDArray[np.intp]
) -> Shapes:
    """Return the part of its polygon that is in each cell's row, where this saves work.

    To cut a polygon takes as long as it has corners: one with many is cut into rows first.
    """
    strips = polygons[owners]
    corners = shapely.get_num_coordinates(polygons)
    for owner in np.unique(owners[corners[owners] > FEW_CORNERS]).tolist():
        _, south, _, north = shapely.bounds(polygons[owner]).tolist()
        parts = rows_of(polygons[owner], np.linspace(south, north, rows[owner] + 1))
        own = owners == owner
        strips[own] = np.array(parts, dtype=object)[row[own]]
    return strips


def _with_every_owner(
    members: NDArray[np.intp], polygons: Shapes, owners: NDArray[np.intp], cells: Shapes
) -> tuple[NDArray[np.intp], Shapes, Floats]:
    """Add a polygon itself where no piece of it is left: it is too thin to have an area."""
    missing = np.setdiff1d(members, owners)
    owners = np.concatenate([owners, missing])
    areas = np.concatenate([shapely.area(cells), np.ones(len(missing))])
    cells = np.concatenate([cells, polygons[missing]])
    order = np.argsort(owners, kind="stable")
    return owners[order], cells[order], areas[order]


def _centres_inside(shapes: Shapes) -> Shapes:
    """Return the centre of each shape, or a point of it where the centre lies outside."""
    centres = shapely.centroid(shapes)
    outside = ~shapely.intersects(shapes, centres)
    centres[outside] = shapely.point_on_surface(shapes[outside])
    return np.asarray(centres, dtype=object)


def _extent(polygons: Shapes) -> tuple[Floats, Floats]:
    west, south, east, north = shapely.bounds(polygons).T
    return east - west, north - south


def _shrink(polygons: Shapes) -> Floats:
    """Return how much shorter a degree of longitude is than one of latitude, at each polygon."""
    _, south, _, north = shapely.bounds(polygons).T
    return np.asarray(np.maximum(np.cos(np.radians((south + north) / 2)), 1e-3), dtype=float)
