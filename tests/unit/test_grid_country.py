"""Cells that have a station within a radius are counted tile by tile, none twice and none left."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from rig.grid_brute_force import cells_in, least_m
from stationmap.coverage.grid.count import count_tile
from stationmap.coverage.grid.country import STEPS, count_cells
from stationmap.coverage.grid.strip import BLOCK, Strip
from stationmap.coverage.grid.tiles import TILE_BANDS
from stationmap.errors import PlanError, RadiusError
from stationmap.geo.mainland import mainland_outline

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from stationmap.coverage.grid.count import Tile, TileCount

TALL = shapely.MultiPolygon([shapely.box(100.0, 30.0, 101.3, 37.0)])
"""Of three tiles and more, for cells of 1 km."""


def borders_of(outline: shapely.MultiPolygon, cell_m: float) -> list[float]:
    """Return the latitudes at which one tile ends and the next begins."""
    lats = Strip.between(cell_m, outline.bounds[1], outline.bounds[3]).lats
    firsts = lats[:: TILE_BANDS * BLOCK][1:]
    return [float(first) - cell_m / 2 / 111_000 for first in firsts]


def test_the_counts_over_several_tiles_equal_brute_force() -> None:
    draws = np.random.default_rng(3)
    lons, lats = draws.uniform((99.9, 29.9), (101.4, 37.1), (20, 2)).T.copy()

    found = count_cells(TALL, lons, lats, radius_m=12_000.0, cell_m=1_000.0)

    distances_m = least_m(cells_in(TALL, 1_000.0), (lons, lats))
    assert len(distances_m) == found.cells
    assert [int((distances_m <= edge_m).sum()) for edge_m in found.edges_m] == list(found.within)
    assert sum(found.histogram) == found.covered


def test_a_station_at_the_border_of_tiles_covers_cells_on_both_sides_once() -> None:
    borders = borders_of(TALL, 1_000.0)
    lons, lats = np.full(len(borders), 100.6), np.array(borders)

    found = count_cells(TALL, lons, lats, radius_m=3_500.0, cell_m=1_000.0)

    assert len(borders) == 3
    expected_m = least_m(cells_in(TALL, 1_000.0), (lons, lats))
    assert int((expected_m <= 3_500.0).sum()) == found.covered


def test_the_order_of_tiles_changes_nothing() -> None:
    def backwards(tiles: Sequence[Tile]) -> Generator[TileCount, None, None]:
        yield from (count_tile(pickle.loads(pickle.dumps(tile))) for tile in reversed(tiles))  # noqa: S301 - our own

    lons, lats = np.full(30, 100.5), np.linspace(30, 37, 30)

    forwards = count_cells(TALL, lons, lats, radius_m=5_000.0, cell_m=1_000.0)

    assert forwards == count_cells(
        TALL, lons, lats, radius_m=5_000.0, cell_m=1_000.0, run=backwards
    )


def test_only_cells_in_windows_around_stations_are_measured() -> None:
    found = count_cells(mainland_outline(), [116.4], [39.9], radius_m=1_000.0)

    assert 900_000_000 < found.cells < 1_000_000_000
    assert found.measured < 4_000
    assert 310 <= found.covered <= 318


def test_without_stations_nothing_is_covered() -> None:
    found = count_cells(TALL, [], [], radius_m=1_000.0, cell_m=1_000.0)

    assert found.within == (0,) * STEPS
    assert found.share == 0.0
    assert found.measured == 0


def test_a_place_without_a_cell_has_no_share() -> None:
    place = shapely.box(116.3, 39.9, 116.30001, 39.90001)

    found = count_cells(place, [116.3], [39.9], radius_m=1_000.0)

    assert (found.cells, found.share) == (0, None)


def test_progress_rises_to_the_whole() -> None:
    told: list[float] = []

    count_cells(
        TALL, [100.5] * 8, range(30, 38), radius_m=500.0, cell_m=500.0, progress=told.append
    )

    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_cancelled_count_begins_no_more_tiles() -> None:
    begun: list[Tile] = []

    def counting(tiles: Sequence[Tile]) -> Generator[TileCount, None, None]:
        for tile in tiles:
            begun.append(tile)
            yield count_tile(tile)

    with pytest.raises(PlanError, match="cancelled"):
        count_cells(
            TALL,
            [100.5] * 8,
            range(30, 38),
            radius_m=500.0,
            cell_m=1_000.0,
            run=counting,
            cancelled=lambda: len(begun) == 2,
        )
    assert len(begun) == 2


@pytest.mark.parametrize("radius_m", [0.0, -1.0, float("nan"), 100_001.0])
def test_a_radius_that_cannot_be_is_refused(radius_m: float) -> None:
    with pytest.raises(RadiusError):
        count_cells(TALL, [100.5], [32.0], radius_m=radius_m)
