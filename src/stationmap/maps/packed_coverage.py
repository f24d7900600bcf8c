"""What the map of coverage fetches: cells, areas, gaps and dots as JSON of small whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import shapely

from stationmap.geo.datum import from_wgs84
from stationmap.maps.packing import deltas
from stationmap.nearest.morton import morton_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stationmap.coverage.cells import Cells
    from stationmap.coverage.figures import Figures
    from stationmap.coverage.gaps import Gap
    from stationmap.geo.datum import Datum

    Floats = NDArray[np.float64]
    Outline = shapely.Polygon | shapely.MultiPolygon

CELL_STEPS = 10_000
"""Steps of 1e-4 degree, about 10 m: a sixteenth of the edge of the smallest cells drawn."""
TURN_STEPS = 360 * CELL_STEPS

OUTLINE_STEPS = 100_000
MOST_STATIONS = 20_000
MOST_AREAS = 1_500
MOST_CORNERS = 20_000
MOST_GAP_CORNERS = 20_000
"""What keeps every answer under 300 kB; a test holds it."""

TOLERANCES_DEG = [0.0002 * 2**doubled for doubled in range(12)]
"""Outlines may err by 20 m; by more, where they would be too large otherwise."""

UNREACHED = -1
"""The distance that is told where there is no station at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnArea:
    """An area with its figures and its WGS-84 outline."""

    name: str
    name_en: str
    figures: Figures
    outline: Outline


def packed_cells(cells: Cells, datum: Datum) -> bytes:
    """Return cells with the corners that they share, and the figures of each.

    `sizes` is a letter for each cell, `a` for no corner; `corners` are places in `lon` and `lat`,
    each as the difference to the one before. `mean_m` is -1 where no station counts at all.
    """
    rings = cells.rings()
    sizes = [len(ring) for ring in rings]
    corners = np.concatenate(rings) if rings else np.empty((0, 2))
    lons, lats = from_wgs84(corners[:, 0], corners[:, 1], datum)
    steps = np.rint(np.column_stack([lons, lats]) * CELL_STEPS).astype(np.int64)
    # Corners in the order in which cells first name them stand near each other.
    keys = steps[:, 0] * TURN_STEPS + steps[:, 1]
    _, first, place = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    drawn = steps[first[order]] / CELL_STEPS
    return orjson.dumps(
        {
            "steps_per_degree": CELL_STEPS,
            "lon": deltas(drawn[:, 0], steps_per_degree=CELL_STEPS),
            "lat": deltas(drawn[:, 1], steps_per_degree=CELL_STEPS),
            "sizes": "".join(chr(ord("a") + size) for size in sizes),
            "corners": np.diff(rank[place], prepend=0).tolist(),
            "mean_m": _metres(cells.mean_m),
            "demand": _short(cells.demand),
            "percent": _percent(cells.covered, cells.demand),
        }
    )


def packed_areas(areas: Sequence[DrawnArea], datum: Datum) -> bytes:
    """Return areas with their names, outlines and figures; of very many, the worst served."""
    drawn = sorted(areas, key=lambda area: -area.figures.uncovered)[:MOST_AREAS]
    outlines = _simple([area.outline for area in drawn])
    return orjson.dumps(
        {
            "steps_per_degree": OUTLINE_STEPS,
            "areas": [
                {
                    "zh": area.name,
                    "en": area.name_en,
                    "mean_m": UNREACHED
                    if area.figures.mean_m is None
                    else _metres(np.array([area.figures.mean_m]))[0],
                    "demand": _short(np.array([area.figures.demand]))[0],
                    "percent": _percent(
                        np.array([area.figures.covered]), np.array([area.figures.demand])
                    )[0],
                    "rings": _rings(outline, datum),
                }
                for area, outline in zip(drawn, outlines, strict=True)
            ],
        }
    )


def packed_gaps(gaps: Sequence[Gap], datum: Datum) -> bytes:
    """Return the gaps by rank, each with its outline, its figures and where its heart is."""
    outlines = _plain([gap.outline for gap in gaps])
    return orjson.dumps(
        {
            "steps_per_degree": OUTLINE_STEPS,
            "gaps": [
                _gap(gap, outline, datum) for gap, outline in zip(gaps, outlines, strict=True)
            ],
        }
    )


def packed_dots(lons: Floats, lats: Floats, datum: Datum) -> bytes:
    """Return the positions of the stations that count; of very many, some."""
    if len(lons):
        order = morton_order(lons, lats)
        order = order[:: int(np.ceil(len(order) / MOST_STATIONS))]
        lons, lats = from_wgs84(lons[order], lats[order], datum)
    return orjson.dumps(
        {"steps_per_degree": OUTLINE_STEPS, "lon": deltas(lons), "lat": deltas(lats)}
    )


def _gap(gap: Gap, outline: Outline, datum: Datum) -> dict[str, Any]:
    lon, lat = from_wgs84(np.array([gap.lon]), np.array([gap.lat]), datum)
    return {
        "rank": gap.rank,
        "lon": deltas(lon),
        "lat": deltas(lat),
        "demand": _short(np.array([gap.demand]))[0],
        "farthest_m": _metres(np.array([gap.farthest_m]))[0],
        "rings": _rings(outline, datum),
    }


def _rings(outline: Outline, datum: Datum) -> list[dict[str, list[int]]]:
    rings = []
    for part in shapely.get_parts(outline):
        for ring in (part.exterior, *part.interiors):
            corners = shapely.get_coordinates(ring)[:-1]
            lons, lats = from_wgs84(corners[:, 0], corners[:, 1], datum)
            rings.append({"lon": deltas(lons), "lat": deltas(lats)})
    return rings


def _simple(outlines: Sequence[Outline]) -> Sequence[Outline]:
    """Simplify all together, so that neighbours still share edges, until they are small enough."""
    together = np.array(outlines, dtype=object)
    for tolerance in TOLERANCES_DEG if outlines else ():
        simple: list[Outline] = shapely.coverage_simplify(together, tolerance).tolist()
        if shapely.get_num_coordinates(simple).sum() <= MOST_CORNERS:
            return simple
    return outlines


def _plain(outlines: Sequence[Outline]) -> Sequence[Outline]:
    """Simplify each for itself, if all have too many corners: lines that cross do not matter."""
    plain = outlines
    for tolerance in TOLERANCES_DEG:
        if shapely.get_num_coordinates(plain).sum() <= MOST_GAP_CORNERS:
            break
        plain = shapely.simplify(outlines, tolerance, preserve_topology=False).tolist()
    return plain


def _metres(distances_m: Floats) -> list[int]:
    """Return whole metres; UNREACHED for no distance."""
    return [round(metres) if isfinite(metres) else UNREACHED for metres in distances_m.tolist()]


def _short(amounts: Floats) -> list[int | float]:
    """Return amounts to three digits, which is what a map says."""
    rounded = [float(f"{amount:.3g}") for amount in amounts]
    return [int(amount) if amount.is_integer() else amount for amount in rounded]


def _percent(covered: Floats, demand: Floats) -> list[int]:
    """Return whole percents, rounded down: 100 is said of what is covered to the last."""
    held = np.where(demand > 0, demand, 1.0)
    percents: list[int] = np.floor(np.clip(covered / held, 0, 1) * 100 + 1e-9).astype(int).tolist()
    return percents
