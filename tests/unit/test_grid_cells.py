"""Cells of a place: which belong to it, how large they are, and how far from a station."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from rig.grid_brute_force import cells_in, least_m
from stationmap.coverage.grid.city import cell_distances
from stationmap.coverage.grid.country import count_cells
from stationmap.coverage.grid.spans import spans_of
from stationmap.coverage.grid.strip import BLOCK, Strip
from stationmap.errors import InvalidPositionError, PlanError
from stationmap.files.demand import read_census
from stationmap.files.districts import read_districts
from stationmap.geo.geodesic import GEOD
from stationmap.nearest.bulk import BulkSearch
from stationmap.settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

SQUARE = shapely.box(116.30, 39.90, 116.36, 39.95)
NO_CELL = shapely.box(116.3, 39.9, 116.30001, 39.90001)


def stations_in(box: shapely.Polygon, count: int) -> NDArray[np.float64]:
    """Draw stations, the same each time."""
    west, south, east, north = box.bounds
    draws = np.random.default_rng(4)
    return draws.uniform((west, south), (east, north), (count, 2)).T.copy()


def test_neighbouring_rows_lie_one_cell_apart() -> None:
    lats = Strip.between(100.0, 39.4, 41.1).lats
    greenwich = np.zeros(len(lats) - 1)
    apart_m = GEOD.inv(greenwich, lats[:-1], greenwich, lats[1:])[2]

    np.testing.assert_allclose(apart_m, 100.0, atol=1e-6)


@pytest.mark.parametrize("lat", [-80.0, 0.0, 20.0, 39.9, 53.5])
def test_a_cell_is_as_wide_as_the_page_says(lat: float) -> None:
    strip = Strip.between(100.0, lat, lat)
    step = strip.steps_deg[0]
    widths_m = [GEOD.inv(0, row, step, row)[2] for row in strip.lats]
    most = BLOCK / 2 * 100.0 * np.tan(np.radians(abs(lat))) / 6_350_000 + 1e-5

    assert max(abs(width_m / 100.0 - 1) for width_m in widths_m) <= most


def test_a_centre_on_an_edge_lies_east_of_it_and_a_hair_farther_west_does_not() -> None:
    strip = Strip.between(100.0, 39.9, 39.9)
    columns = np.arange(-30_000, 30_000)
    bands = np.zeros(len(columns), dtype=np.intp)
    centres = strip.lons(bands, columns)

    np.testing.assert_array_equal(strip.first_columns(bands, centres), columns)
    np.testing.assert_array_equal(
        strip.first_columns(bands, np.nextafter(centres, np.inf)), columns + 1
    )


def test_the_cells_of_the_districts_add_up_to_the_city_and_to_its_area() -> None:
    districts = read_districts(Settings().districts)
    joined = shapely.union_all([district.outline for district in districts])
    city = shapely.MultiPolygon(shapely.get_parts(joined).tolist())
    strip = Strip.between(100.0, city.bounds[1], city.bounds[3])
    cells = spans_of(city, strip).cells
    area_m2 = abs(GEOD.geometry_area_perimeter(city)[0])

    assert cells == sum(spans_of(district.outline, strip).cells for district in districts)
    assert cells * 100.0**2 == pytest.approx(area_m2, rel=2e-4)


def test_distances_equal_the_bulk_search() -> None:
    lons, lats = stations_in(SQUARE.buffer(0.05), 3_000)

    found = cell_distances(SQUARE, lons, lats)

    expected_m = BulkSearch(lons, lats).nearest(found.lons, found.lats, 1)[1][:, 0]
    np.testing.assert_allclose(found.distances_m, expected_m, atol=1e-4, rtol=0)
    assert len(found) > 5 * BLOCK**2


def test_the_distance_of_every_cell_of_the_city_equals_the_bulk_search() -> None:
    joined = shapely.union_all([one.outline for one in read_districts(Settings().districts)])
    city = shapely.MultiPolygon(shapely.get_parts(joined).tolist())
    census = read_census(Settings().demand)
    homes = np.random.default_rng(6).choice(len(census), 8_300, p=census.weights / census.total)
    shift = np.random.default_rng(7).normal(0, 0.002, (2, 8_300))
    lons, lats = np.array([census.lons[homes], census.lats[homes]]) + shift

    found = cell_distances(city, lons, lats)

    expected_m = BulkSearch(lons, lats).nearest(found.lons, found.lats, 1)[1][:, 0]
    assert len(found) == 1_640_453
    np.testing.assert_allclose(found.distances_m, expected_m, atol=1e-4, rtol=0)
    counted = count_cells(city, lons, lats, radius_m=1_000.0)
    assert [int(found.covered(edge_m).sum()) for edge_m in counted.edges_m] == list(counted.within)


def test_a_thousand_stations_at_one_door_are_one() -> None:
    door = np.array([[116.33], [39.92]])

    one = cell_distances(SQUARE, *door)
    many = cell_distances(SQUARE, *np.repeat(door, 1_000, axis=1))

    np.testing.assert_array_equal(one.distances_m, many.distances_m)


def test_stations_hundreds_of_kilometres_away_are_measured_as_well() -> None:
    lons, lats = np.array([121.5, 113.3]), np.array([31.2, 23.1])
    cells = cells_in(shapely.MultiPolygon([SQUARE]), 1_000.0)

    found = cell_distances(SQUARE, lons, lats, cell_m=1_000.0)

    assert set(found.distances_m.round(4)) == set(least_m(cells, (lons, lats)).round(4))


def test_without_stations_every_cell_is_infinitely_far() -> None:
    found = cell_distances(SQUARE, [], [])

    assert np.isinf(found.distances_m).all()
    assert not found.covered(100_000.0).any()


def test_a_place_smaller_than_a_cell_may_have_none() -> None:
    assert len(cell_distances(NO_CELL, [116.3], [39.9])) == 0


def test_progress_ends_at_the_whole() -> None:
    told: list[float] = []

    cell_distances(SQUARE, [116.3], [39.9], progress=told.append)

    assert told == sorted(told)
    assert told[-1] == 1.0


def test_measuring_can_be_cancelled() -> None:
    with pytest.raises(PlanError, match="cancelled"):
        cell_distances(SQUARE, [116.3], [39.9], cancelled=lambda: True)


@pytest.mark.parametrize("cell_m", [0.0, -100.0, 9.99, 5_001.0, float("nan")])
def test_cells_of_another_size_are_refused(cell_m: float) -> None:
    with pytest.raises(PlanError, match="grid_cell"):
        cell_distances(SQUARE, [116.3], [39.9], cell_m=cell_m)


@pytest.mark.parametrize("box", [(0, 80, 1, 86), (0, -85.1, 1, -80)])
def test_places_near_a_pole_are_refused(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(PlanError, match="grid_lat"):
        cell_distances(shapely.box(*box), [0.0], [80.0])


def test_a_station_that_cannot_be_is_named() -> None:
    with pytest.raises(InvalidPositionError, match="place 1"):
        cell_distances(SQUARE, [116.3, 999.0], [39.9, 39.9])
