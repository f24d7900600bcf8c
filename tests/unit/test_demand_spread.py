"""Population spread over polygons: evenly, inside them, and at a bounded cost."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from rig.plan_files import geojson, square
from stationmap.files.demand import read_demand
from stationmap.files.demand_spread import MOST_CELLS, MOST_POINTS, STEP_M, spread

if TYPE_CHECKING:
    from pathlib import Path

    from stationmap.coverage.demand import DemandSurface

STREETS = "haidian_29_streets_wgs84_pop2020.geojson"


def one(geometry: dict[str, Any], people: int) -> DemandSurface:
    return read_demand(geojson((geometry, {"pop": people})), "a.geojson", name="demand")


def test_the_streets_of_haidian_are_filled_evenly(shared_data: Path) -> None:
    """Every spot of a street has a point of demand within a step, in each direction."""
    content = (shared_data / STREETS).read_bytes()
    surface = read_demand(content, STREETS, name="residents")
    area_m2 = 431e6

    assert area_m2 / STEP_M**2 < len(surface) < 1.2 * area_m2 / STEP_M**2


def test_a_polygon_smaller_than_a_step_is_one_point_inside_it() -> None:
    surface = one(square(116.3, 39.9, 0.0002), 3)

    assert surface.weights.tolist() == [3.0]
    assert (surface.lons[0], surface.lats[0]) == pytest.approx((116.3001, 39.9001))


def test_no_point_falls_into_a_hole_and_pieces_weigh_as_much_as_they_are_large() -> None:
    ring = square(116.30, 39.90, 0.02)
    ring["coordinates"].append(square(116.301, 39.901, 0.018)["coordinates"][0])

    surface = one(ring, 1000)

    hole = shapely.box(116.301, 39.901, 116.319, 39.919)
    assert not shapely.contains_properly(hole, shapely.points(surface.lons, surface.lats)).any()
    centre = np.average([surface.lons, surface.lats], axis=1, weights=surface.weights)
    assert centre.tolist() == pytest.approx([116.31, 39.91], abs=1e-8)


def test_an_outline_of_many_corners_keeps_its_centre_and_its_population() -> None:
    turn = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
    reach = 0.1 + 0.01 * np.sin(40 * turn)
    outline = shapely.Polygon(
        np.column_stack([116.4 + reach * np.cos(turn), 39.9 + reach * np.sin(turn)])
    )

    lons, lats, weights = spread(np.array([outline]), np.array([2e6]))

    assert weights.sum() == 2e6
    assert shapely.intersects_xy(outline.buffer(1e-9), lons, lats).all()
    centre = np.average([lons, lats], axis=1, weights=weights)
    assert centre.tolist() == pytest.approx([outline.centroid.x, outline.centroid.y], abs=1e-7)


def test_a_whole_province_takes_no_more_points_than_are_allowed() -> None:
    province = shapely.box(113.0, 36.0, 120.0, 42.7)

    lons, _, weights = spread(np.array([province]), np.array([1e8]))

    assert 0.5 * MOST_POINTS < len(lons) < 1.1 * MOST_POINTS
    assert fsum(weights) == 1e8


def test_thin_diagonals_across_the_world_cost_no_more_than_others() -> None:
    strips = np.array(
        [
            shapely.Polygon([(-179, -80), (179, 80 - shift), (179, 80.001 - shift)])
            for shift in range(20)
        ]
    )

    lons, _, weights = spread(strips, np.full(20, 7.0))

    assert len(lons) < MOST_CELLS
    assert weights.sum() == 140.0
