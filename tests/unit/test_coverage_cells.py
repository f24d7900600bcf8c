"""Cells and gaps, as maps draw them: what they hold, and how they are shaped."""

from __future__ import annotations

import time
from typing import Any

import h3
import numpy as np
import pytest
import shapely

from stationmap.coverage.basins import basins
from stationmap.coverage.cells import RESOLUTIONS, cells, resolution_for
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.gaps import find_gaps
from stationmap.coverage.hexagons import joined, neighbours, rings, rings_within
from stationmap.coverage.measure import Coverage, measure

NO_STATIONS: tuple[Any, Any] = (np.empty(0), np.empty(0))
HERE = h3.latlng_to_cell(39.9, 116.4, 8)


def demand_at(*points: tuple[float, float, float]) -> DemandSurface:
    """Make demand of longitudes, latitudes and weights."""
    lons, lats, weights = np.array(points).T
    return DemandSurface(name="需求", lons=lons, lats=lats, weights=weights)


def in_cells(*held: tuple[str, float]) -> DemandSurface:
    """Make demand of a point with a weight in the middle of each of these cells."""
    return demand_at(*((*h3.cell_to_latlng(cell)[::-1], weight) for cell, weight in held))


def ids_of(*names: str) -> list[int]:
    return sorted(h3.str_to_int(name) for name in names)


def spread(count: int, *, seed: int = 8) -> Coverage:
    """Spread demand and some stations over Beijing."""
    rng = np.random.default_rng(seed)
    demand = DemandSurface(
        name="需求",
        lons=rng.normal(116.4, 0.2, count),
        lats=rng.normal(39.9, 0.15, count),
        weights=rng.integers(0, 5, count).astype(float),
    )
    return measure(demand, rng.normal(116.4, 0.1, 200), rng.normal(39.9, 0.1, 200))


def everywhere(demand: DemandSurface) -> DemandSurface:
    """Let every point hold demand, so that every cell with a point is drawn."""
    columns = (demand.lons, demand.lats, demand.weights + 1)
    return demand_at(*zip(*columns, strict=True))


def test_a_cell_adds_up_its_points() -> None:
    lat, lon = h3.cell_to_latlng(HERE)
    demand = demand_at((lon, lat, 3.0), (lon, lat + 0.001, 1.0))
    coverage = measure(demand, np.array([lon]), np.array([lat]))
    found = cells(coverage, 100.0, 8)
    assert (len(found), found.resolution, found.ids.tolist()) == (1, 8, ids_of(HERE))
    assert (found.demand.tolist(), found.covered.tolist()) == ([4.0], [3.0])
    assert found.mean_m.tolist() == pytest.approx([coverage.distances_m[1] / 4])
    assert (found.lons.tolist(), found.lats.tolist()) == ([lon], [lat])


def test_a_cell_without_demand_is_not_drawn() -> None:
    far = h3.latlng_to_cell(40.2, 116.9, 8)
    coverage = measure(in_cells((HERE, 2.0), (far, 0.0)), *NO_STATIONS)
    found = cells(coverage, 1000.0, 8)
    assert found.ids.tolist() == ids_of(HERE)
    assert found.mean_m.tolist() == [np.inf]
    assert [gap.cell_ids.tolist() for gap in find_gaps(coverage, 1000.0)] == [ids_of(HERE)]


def test_the_corners_of_a_cell_are_h3s_own_longitude_first() -> None:
    found = cells(measure(in_cells((HERE, 1.0)), *NO_STATIONS), 1000.0, 8)
    (ring,) = found.rings()
    assert ring.tolist() == [[lon, lat] for lat, lon in h3.cell_to_boundary(HERE)]


def test_a_mask_chooses_what_is_drawn() -> None:
    far = h3.latlng_to_cell(40.2, 116.9, 8)
    coverage = measure(in_cells((HERE, 2.0), (far, 5.0)), *NO_STATIONS)
    mask = np.array([True, False])
    assert cells(coverage, 1000.0, 8, mask).ids.tolist() == ids_of(HERE)
    assert [gap.demand for gap in find_gaps(coverage, 1000.0, mask=mask)] == [2.0]


def test_the_resolution_is_the_finest_that_can_be_drawn() -> None:
    demand = everywhere(spread(20_000).demand)
    counts = {
        resolution: len(cells(measure(demand, *NO_STATIONS), 1.0, resolution))
        for resolution in RESOLUTIONS
    }
    for most in (40, 900, 4000, 30_000, counts[7], counts[7] - 1):
        fine = [resolution for resolution, count in counts.items() if count <= most]
        assert resolution_for(demand, most=most) == max(fine, default=RESOLUTIONS[0])
    assert resolution_for(demand, most=1) == RESOLUTIONS[0]
    assert resolution_for(in_cells((HERE, 1.0)), most=1) == RESOLUTIONS[-1]


def test_cells_side_by_side_are_one_gap_and_others_are_another() -> None:
    ring = h3.grid_ring(HERE, 2)
    apart = h3.latlng_to_cell(40.2, 116.9, 8)
    held = [(cell, 1.0) for cell in ring] + [(apart, 20.0)]
    gaps = find_gaps(measure(in_cells(*held), *NO_STATIONS), 1000.0)
    assert [(gap.rank, gap.demand) for gap in gaps] == [(1, 20.0), (2, 12.0)]
    assert [gap.cell_ids.tolist() for gap in gaps] == [ids_of(apart), ids_of(*ring)]
    assert [
        len(gap.outline.interiors) for gap in gaps if isinstance(gap.outline, shapely.Polygon)
    ] == [0, 1]


def test_a_covered_cell_parts_two_gaps() -> None:
    line = h3.grid_path_cells(HERE, h3.grid_ring(HERE, 4)[0])
    assert len(line) == 5
    lat, lon = h3.cell_to_latlng(line[2])
    coverage = measure(in_cells(*((cell, 1.0) for cell in line)), np.array([lon]), np.array([lat]))
    gaps = find_gaps(coverage, 100.0)
    assert [gap.demand for gap in gaps] == [2.0, 2.0]
    lowest = [gap.cell_ids[0] for gap in gaps]
    assert lowest == sorted(lowest), "equal gaps stand in the order of their lowest cell"


def test_cells_that_run_on_are_parted_at_their_valley() -> None:
    """The height of a cell is the demand in it and beside it; the valley goes to the lower id."""
    line = h3.grid_path_cells(HERE, h3.grid_ring(HERE, 4)[0])
    held = zip(line, (10.0, 5.0, 1.0, 5.0, 10.0), strict=True)
    gaps = find_gaps(measure(in_cells(*held), *NO_STATIONS), 1000.0)
    assert [gap.demand for gap in gaps] == [16.0, 15.0]
    low = min(line[1], line[3])
    assert h3.str_to_int(low) in gaps[0].cell_ids.tolist()


def test_between_two_summits_the_higher_neighbour_leads_on() -> None:
    line = h3.grid_path_cells(HERE, h3.grid_ring(HERE, 4)[0])
    for demands in ((10.0, 5.0, 1.0, 6.0, 20.0), (20.0, 6.0, 1.0, 5.0, 10.0)):
        held = zip(line, demands, strict=True)
        gaps = find_gaps(measure(in_cells(*held), *NO_STATIONS), 1000.0)
        assert [gap.demand for gap in gaps] == [27.0, 15.0]


def test_groups_of_cells_are_numbered_by_their_lowest_cells() -> None:
    ids = np.array(ids_of(*h3.grid_disk(HERE, 8)), dtype=np.uint64)
    group = basins(ids, np.random.default_rng(5).gamma(0.3, 1, len(ids)), 1)
    numbers, first = np.unique(group, return_index=True)
    assert len(numbers) > 5
    assert numbers.tolist() == list(range(len(numbers)))
    assert (np.diff(first) > 0).all()


def test_a_slope_is_no_valley() -> None:
    line = h3.grid_path_cells(HERE, h3.grid_ring(HERE, 4)[0])
    held = zip(line, (10.0, 5.0, 3.0, 2.0, 1.0), strict=True)
    (gap,) = find_gaps(measure(in_cells(*held), *NO_STATIONS), 1000.0)
    assert gap.demand == 21.0


def test_a_longer_radius_sees_fewer_valleys() -> None:
    coverage = measure(spread(3000).demand, *NO_STATIONS)
    counts = [len(find_gaps(coverage, radius_m, most=9999)) for radius_m in (300.0, 2000.0, 4800.0)]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) == 3


def test_what_differs_by_rounding_alone_is_no_valley() -> None:
    """Around a ring the height is 0.1 + 0.2 + 0.3 everywhere, added up in three orders."""
    middle_lat, middle_lon = h3.cell_to_latlng(HERE)

    def angle(cell: str) -> float:
        lat, lon = h3.cell_to_latlng(cell)
        return float(np.arctan2(lat - middle_lat, lon - middle_lon))

    ring = sorted(h3.grid_ring(HERE, 2), key=angle)
    held = zip(ring, [0.1, 0.2, 0.3] * 4, strict=True)
    (gap,) = find_gaps(measure(in_cells(*held), *NO_STATIONS), 1000.0)
    assert len(gap.cell_ids) == 12


@pytest.mark.parametrize(
    ("radius_m", "resolution", "rings"),
    [(0.0, 8, 1), (1000.0, 8, 1), (2000.0, 8, 2), (1000.0, 9, 3), (99_000.0, 8, 5)],
)
def test_as_many_rings_add_to_a_height_as_fit_into_the_radius(
    radius_m: float, resolution: int, rings: int
) -> None:
    assert rings_within(radius_m, resolution) == rings


def test_a_gap_is_marked_at_its_heaviest_point() -> None:
    lat, lon = h3.cell_to_latlng(HERE)
    east = demand_at((lon, lat, 3.0), (lon + 0.002, lat, 4.0), (lon - 0.001, lat, 2.0))
    (gap,) = find_gaps(measure(east, *NO_STATIONS), 1000.0, resolution=5)
    assert (gap.lon, gap.lat) == (lon + 0.002, lat)
    alike = demand_at((lon + 0.002, lat, 1.0), (lon, lat, 1.0), (lon - 0.001, lat, 1.0))
    (gap,) = find_gaps(measure(alike, *NO_STATIONS), 1000.0, resolution=5)
    assert (gap.lon, gap.lat) == (lon, lat)


def test_a_gap_tells_its_farthest_point() -> None:
    lat, lon = h3.cell_to_latlng(HERE)
    demand = demand_at((lon, lat, 1.0), (lon, lat + 0.002, 1.0))
    coverage = measure(demand, np.array([lon]), np.array([lat - 0.02]))
    (gap,) = find_gaps(coverage, 1000.0, resolution=5)
    assert gap.farthest_m == coverage.distances_m[1]
    (gap,) = find_gaps(measure(demand, *NO_STATIONS), 1000.0, resolution=5)
    assert gap.farthest_m == np.inf


def test_where_all_is_covered_there_is_no_gap() -> None:
    lat, lon = h3.cell_to_latlng(HERE)
    coverage = measure(in_cells((HERE, 1.0)), np.array([lon]), np.array([lat]))
    assert find_gaps(coverage, 0.0) == []


def test_only_the_largest_gaps_are_told_if_there_are_many() -> None:
    coverage = spread(3000)
    every, few = find_gaps(coverage, 500.0, most=10_000), find_gaps(coverage, 500.0, most=3)
    assert len(every) > 20
    assert [gap.demand for gap in few] == [gap.demand for gap in every[:3]]
    assert [gap.demand for gap in every] == sorted((gap.demand for gap in every), reverse=True)


def test_the_outline_of_a_gap_is_that_of_its_cells_joined() -> None:
    for gap in find_gaps(spread(3000), 500.0, most=10):
        truth = shapely.union_all([shapely.Polygon(ring) for ring in rings(gap.cell_ids)])
        assert gap.outline.is_valid
        assert gap.outline.symmetric_difference(truth).area < 1e-12


def test_cells_far_apart_are_joined_to_several_polygons() -> None:
    ids = np.array(ids_of(HERE, h3.latlng_to_cell(40.2, 116.9, 8)), dtype=np.uint64)
    assert isinstance(joined(ids), shapely.MultiPolygon)
    assert [len(places) for places in neighbours(ids)] == [0, 0]


def test_two_hundred_thousand_points_are_gathered_within_two_seconds() -> None:
    """A quarter of one on a quiet machine, and 10 ms when the cells are known."""
    coverage = spread(200_000)
    started = time.thread_time()
    cells(coverage, 1000.0, 7)
    assert time.thread_time() - started < 2
