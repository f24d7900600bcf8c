"""Shares, means, percentiles and the curve, where they are easily got wrong."""

from __future__ import annotations

import time

import numpy as np
import pytest

from stationmap.coverage.curve import STEPS_M, curve
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.figures import Figures, figures, figures_by_area
from stationmap.coverage.measure import Coverage, measure
from stationmap.geo.geodesic import GEOD

NOBODY = Figures(demand=0.0, covered=0.0, mean_m=None, p90_m=None)


def at_distances(distances_m: list[float], weights: list[float] | None = None) -> Coverage:
    """Return the coverage of points that are so far from their stations."""
    count = len(distances_m)
    demand = DemandSurface(
        name="需求",
        lons=np.full(count, 116.4),
        lats=np.full(count, 39.9),
        weights=np.array(weights or [1.0] * count),
    )
    return Coverage(
        demand=demand,
        distances_m=np.array(distances_m),
        nearest=np.zeros(count, dtype=np.intp),
    )


def test_a_point_at_exactly_the_radius_is_covered() -> None:
    coverage = at_distances([999.0, 1000.0, 1000.0001], [1.0, 2.0, 4.0])
    assert figures(coverage, 1000.0).covered == 3.0


def test_a_station_measured_to_be_at_exactly_the_radius_covers() -> None:
    lon, lat, _ = GEOD.fwd(116.4, 39.9, 60.0, 1000.0)
    one = DemandSurface(name="需求", lons=np.array([lon]), lats=np.array([lat]), weights=np.ones(1))
    coverage = measure(one, np.array([116.4]), np.array([39.9]))
    assert coverage.distances_m[0] == pytest.approx(1000.0, abs=1e-4)
    assert figures(coverage, coverage.distances_m[0]).share == 1.0


def test_distances_are_weighted_by_demand() -> None:
    found = figures(at_distances([100.0, 500.0], [3.0, 1.0]), 300.0)
    assert found == Figures(demand=4.0, covered=3.0, mean_m=200.0, p90_m=500.0)
    assert (found.share, found.uncovered) == (0.75, 1.0)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([9.0, 1.0], 1.0),  # exactly nine tenths are enough
        ([8.999, 1.001], 2.0),
        ([0.3] * 30, 27.0),  # also where their sum is a rounding error short of them
        ([1.0] * 10, 9.0),
        ([1.0] * 11, 10.0),
        ([1.0], 1.0),
        ([0.0, 0.0, 5.0], 3.0),  # where nobody is, the distance does not matter
        ([5.0, 0.0, 0.0], 1.0),
    ],
)
def test_nine_tenths_of_the_demand_lie_within_the_percentile(
    weights: list[float], expected: float
) -> None:
    """The points are 1, 2, 3 … metres away."""
    coverage = at_distances([float(metre) for metre in range(1, len(weights) + 1)], weights)
    assert figures(coverage, 0.0).p90_m == expected


def test_without_any_station_nothing_is_covered_and_no_distance_is_told() -> None:
    demand = at_distances([0.0, 0.0]).demand
    found = figures(measure(demand, np.empty(0), np.empty(0)), 1e9)
    assert found == Figures(demand=2.0, covered=0.0, mean_m=None, p90_m=None)
    assert (found.share, found.uncovered) == (0.0, 2.0)


def test_where_nobody_is_a_missing_station_does_not_matter() -> None:
    coverage = at_distances([100.0, np.inf], [1.0, 0.0])
    assert figures(coverage, 300.0) == Figures(demand=1.0, covered=1.0, mean_m=100.0, p90_m=100.0)


def test_where_there_is_no_demand_there_is_no_share() -> None:
    coverage = at_distances([100.0])
    nobody = figures(coverage, 300.0, np.array([False]))
    assert nobody == NOBODY
    assert (nobody.share, nobody.uncovered) == (None, 0.0)
    assert np.isnan(curve(coverage, np.array([False])).shares).all()


def test_points_outside_every_area_are_in_no_figures() -> None:
    coverage = at_distances([100.0, 400.0, 900.0], [1.0, 2.0, 4.0])
    told = figures_by_area(coverage, 300.0, np.array([2, -1, 0]), 3)
    assert told == [
        Figures(demand=4.0, covered=0.0, mean_m=900.0, p90_m=900.0),
        NOBODY,
        Figures(demand=1.0, covered=1.0, mean_m=100.0, p90_m=100.0),
    ]


def test_the_mask_chooses_the_points() -> None:
    coverage = at_distances([100.0, 400.0, 900.0], [1.0, 2.0, 4.0])
    mask = np.array([True, False, True])
    assert figures(coverage, 300.0, mask) == figures(
        at_distances([100.0, 900.0], [1.0, 4.0]), 300.0
    )
    assert curve(coverage, mask, np.array([100.0, 900.0])).shares.tolist() == [0.2, 1.0]


def test_the_curve_counts_a_point_at_exactly_a_step() -> None:
    found = curve(at_distances([0.0, 50.0, 50.001, 1e6]), None, np.array([0.0, 50.0, 100.0]))
    assert found.shares.tolist() == [0.25, 0.5, 0.75]


def test_the_usual_steps_hold_the_official_kilometre() -> None:
    assert 1000.0 in STEPS_M
    found = curve(at_distances([1000.0, 6000.0]))
    assert found.shares[np.flatnonzero(found.distances_m == 1000.0)].tolist() == [0.5]
    assert found.shares[-1] == 0.5


def test_the_figures_of_two_hundred_thousand_points_are_told_in_half_a_second() -> None:
    """A twentieth of that on a quiet machine; of the processor's time."""
    rng = np.random.default_rng(4)
    coverage = at_distances(rng.gamma(2, 400, 200_000).tolist(), rng.gamma(1, 9, 200_000).tolist())
    members = rng.integers(-1, 349, 200_000)
    started = time.thread_time()
    told = figures_by_area(coverage, 1000.0, members, 349)
    assert time.thread_time() - started < 0.5
    assert sum(one.demand for one in told) == pytest.approx(
        coverage.demand.weights[members >= 0].sum()
    )
