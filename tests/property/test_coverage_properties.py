"""What holds for any demand and any stations: coverage is what brute force says it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from h3.api import basic_int as h3
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rig.brute_force import WGS84
from rig.examples import tries
from stationmap.coverage.areas import AreaSet
from stationmap.coverage.catchment import two_step
from stationmap.coverage.cells import cells
from stationmap.coverage.curve import curve
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.figures import MOST, figures, figures_by_area
from stationmap.coverage.gaps import find_gaps
from stationmap.coverage.measure import Coverage, measure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TOLERANCE_M = 1e-4

in_beijing = st.tuples(st.floats(115.4, 117.6), st.floats(39.4, 41.1))
anywhere = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
on_a_grid = st.tuples(  # few distinct values: identical positions and equal distances
    st.integers(-2, 2).map(lambda step: 116.4 + step / 128),
    st.integers(-2, 2).map(lambda step: 39.9 + step / 128),
)
regions = st.sampled_from([in_beijing, on_a_grid, anywhere])
weights = st.integers(0, 4).map(float) | st.floats(0, 1e6)
radii = st.floats(0, 3e5) | st.floats(0, 3000) | st.just(0.0)


@st.composite
def surfaces(draw: st.DrawFn) -> DemandSurface:
    """Draw demand, some of whose points may hold none and lie in the same place."""
    region = draw(regions)
    points = draw(st.lists(st.tuples(region, weights), min_size=1, max_size=40))
    held = np.array([weight for _, weight in points])
    assume(held.sum() > 1e-3)
    lons, lats = np.array([position for position, _ in points]).T
    return DemandSurface(name="需求", lons=lons, lats=lats, weights=held)


@st.composite
def coverages(draw: st.DrawFn) -> Coverage:
    """Draw demand and stations, some in the same place as demand, perhaps none."""
    demand = draw(surfaces())
    beside = st.sampled_from(list(zip(demand.lons, demand.lats, strict=True)))
    stations = draw(st.lists(st.one_of(beside, in_beijing, on_a_grid), max_size=12))
    lons, lats = np.array(stations, dtype=float).reshape(-1, 2).T
    return measure(demand, lons, lats)


def brute_force_m(demand: DemandSurface, lons: Floats, lats: Floats) -> Floats:
    """Return all geodesic distances, shape (n, m)."""
    shape = (len(demand), len(lons))
    points, stations = (axis.ravel() for axis in np.indices(shape))
    found = WGS84.inv(demand.lons[points], demand.lats[points], lons[stations], lats[stations])
    return np.asarray(found[2]).reshape(shape)


def weighed(demand: DemandSurface, mask: NDArray[np.bool_]) -> float:
    return float(demand.weights[mask].sum())


def hangs_together(cells_of_gap: list[int]) -> bool:
    """Walk from neighbour to neighbour."""
    left, at = set(cells_of_gap[1:]), cells_of_gap[:1]
    while at:
        near = left.intersection(h3.grid_disk(at.pop(), 1))
        left -= near
        at += near
    return not left


@given(surfaces(), st.lists(st.one_of(in_beijing, on_a_grid, anywhere), max_size=12), radii)
def test_coverage_equals_brute_force(
    demand: DemandSurface, stations: list[tuple[float, float]], radius_m: float
) -> None:
    lons, lats = np.array(stations, dtype=float).reshape(-1, 2).T
    coverage = measure(demand, lons, lats)
    if not stations:
        assert np.isinf(coverage.distances_m).all()
        assert (coverage.nearest == -1).all()
        assert figures(coverage, radius_m).covered == 0.0
        return
    every_m = brute_force_m(demand, lons, lats)
    nearest_m = every_m.min(axis=1)
    np.testing.assert_allclose(coverage.distances_m, nearest_m, atol=TOLERANCE_M, rtol=0)
    chosen_m = every_m[np.arange(len(demand)), coverage.nearest]
    np.testing.assert_allclose(chosen_m, nearest_m, atol=TOLERANCE_M, rtol=0)
    sure = np.abs(nearest_m - radius_m) > TOLERANCE_M
    truth = nearest_m <= radius_m
    assert (coverage.covered(radius_m) == truth)[sure].all()
    told = figures(coverage, radius_m)
    least, most = weighed(demand, truth & sure), weighed(demand, truth | ~sure)
    assert least * (1 - 1e-9) <= told.covered <= most * (1 + 1e-9)
    assert told.mean_m == pytest.approx(
        np.average(nearest_m, weights=demand.weights), rel=1e-9, abs=TOLERANCE_M
    )


@given(coverages(), st.data())
def test_a_point_at_exactly_the_radius_is_covered_and_at_a_hair_less_is_not(
    coverage: Coverage, data: st.DataObject
) -> None:
    point = data.draw(st.integers(0, len(coverage.demand) - 1))
    radius_m = coverage.distances_m[point]
    assume(0 < radius_m < np.inf)
    assert coverage.covered(radius_m)[point]
    assert not coverage.covered(np.nextafter(radius_m, 0.0))[point]


@given(coverages())
def test_the_percentile_is_the_smallest_distance_that_holds_nine_tenths(coverage: Coverage) -> None:
    told = figures(coverage, 1000.0)
    if told.p90_m is None:
        assert np.isinf(coverage.distances_m).all()
        return
    within = weighed(coverage.demand, coverage.distances_m <= told.p90_m)
    nearer = weighed(coverage.demand, coverage.distances_m < told.p90_m)
    assert within >= MOST * told.demand * (1 - 1e-9)
    assert nearer < MOST * told.demand * (1 + 1e-9)
    assert told.p90_m in coverage.distances_m[coverage.demand.weights > 0]


@given(coverages(), radii, st.lists(st.integers(-1, 4), min_size=40, max_size=40))
def test_the_figures_of_areas_add_up_to_those_of_all_points_inside(
    coverage: Coverage, radius_m: float, drawn: list[int]
) -> None:
    members = np.array(drawn[: len(coverage.demand)])
    told = figures_by_area(coverage, radius_m, members, 5)
    inside = figures(coverage, radius_m, members >= 0)
    assert sum(one.demand for one in told) == pytest.approx(inside.demand)
    assert sum(one.covered for one in told) == pytest.approx(inside.covered)
    assert sum(one.uncovered for one in told) == pytest.approx(inside.uncovered, abs=1e-6)
    means = [one.demand * one.mean_m for one in told if one.mean_m is not None]
    if inside.mean_m is not None:
        assert sum(means) == pytest.approx(inside.demand * inside.mean_m)
    for place, one in enumerate(told):
        alone = figures(coverage, radius_m, members == place)
        assert (one.demand, one.covered) == pytest.approx((alone.demand, alone.covered))
        assert one.mean_m == pytest.approx(alone.mean_m)
        assert one.p90_m == alone.p90_m


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=20),
    st.lists(st.tuples(*[st.integers(0, 5)] * 4), min_size=1, max_size=6),
)
def test_each_position_is_in_the_first_area_that_touches_it(
    points: list[tuple[int, int]], corners: list[tuple[int, int, int, int]]
) -> None:
    """Corners and positions have whole degrees, so that edges and corners are often met."""
    outlines = [shapely.box(x, y, x + wide + 1, y + high + 1) for x, y, wide, high in corners]
    numbers = tuple(map(str, range(len(outlines))))
    areas = AreaSet(name="区域", codes=numbers, names=numbers, outlines=np.array(outlines))
    lons, lats = np.array(points, dtype=float).T
    truth = [
        next((place for place, one in enumerate(outlines) if one.covers(shapely.Point(point))), -1)
        for point in points
    ]
    assert areas.of_many(lons, lats).tolist() == truth


@given(
    coverages(),
    st.lists(st.floats(0, 3e5) | st.floats(0, 3000), min_size=1, max_size=8, unique=True),
)
def test_the_curve_rises_and_says_what_the_figures_say(
    coverage: Coverage, steps: list[float]
) -> None:
    steps_m = np.sort(np.array([*steps, *coverage.distances_m[np.isfinite(coverage.distances_m)]]))
    found = curve(coverage, None, steps_m)
    assert (np.diff(found.shares) >= 0).all()
    assert ((found.shares >= 0) & (found.shares <= 1)).all()
    for step_m, share in zip(steps_m, found.shares, strict=True):
        assert share == pytest.approx(figures(coverage, step_m).share, abs=1e-12)


@settings(max_examples=tries(60))
@given(coverages(), radii, st.integers(3, 9))
def test_cells_hold_all_demand_and_gaps_all_that_is_not_covered(
    coverage: Coverage, radius_m: float, resolution: int
) -> None:
    """Each gap holds what its cells lack, no two gaps share a cell, and each hangs together."""
    told = figures(coverage, radius_m)
    found = cells(coverage, radius_m, resolution)
    assert found.demand.sum() == pytest.approx(told.demand)
    assert found.covered.sum() == pytest.approx(told.covered)
    assert (found.demand > 0).all()
    if told.mean_m is not None:
        assert (found.demand * found.mean_m).sum() == pytest.approx(told.demand * told.mean_m)

    gaps = find_gaps(coverage, radius_m, resolution=resolution, most=1000)
    assert sum(gap.demand for gap in gaps) == pytest.approx(told.uncovered, rel=1e-9, abs=1e-6)
    lacking = dict(zip(found.ids.tolist(), (found.demand - found.covered).tolist(), strict=True))
    of_gaps = [cell for gap in gaps for cell in gap.cell_ids.tolist()]
    assert len(of_gaps) == len(set(of_gaps))
    for gap in gaps:
        of_cells = sum(lacking[cell] for cell in gap.cell_ids.tolist())
        assert gap.demand == pytest.approx(of_cells, rel=1e-6, abs=1e-6)
        assert hangs_together(gap.cell_ids.tolist())
    ranks = [(gap.rank, gap.demand) for gap in gaps]
    assert [rank for rank, _ in ranks] == list(range(1, len(gaps) + 1))
    assert ranks == sorted(ranks, key=lambda one: (-one[1], one[0]))


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), weights), min_size=1), radii)
def test_close_cells_are_parted_into_gaps_that_hang_together(
    spots: list[tuple[int, int, float]], radius_m: float
) -> None:
    """Positions a cell or less apart, no station: valleys and plateaus of all shapes."""
    assume(sum(weight for _, _, weight in spots) > 1e-3)
    x, y, held = np.array(spots, dtype=float).T
    demand = DemandSurface(name="需求", lons=116.4 + x / 120, lats=39.9 + y / 150, weights=held)
    gaps = find_gaps(measure(demand, np.empty(0), np.empty(0)), radius_m, most=1000)
    found = cells(measure(demand, np.empty(0), np.empty(0)), radius_m, 8)
    assert sorted(cell for gap in gaps for cell in gap.cell_ids.tolist()) == found.ids.tolist()
    assert sum(gap.demand for gap in gaps) == pytest.approx(demand.total)
    assert all(hangs_together(gap.cell_ids.tolist()) for gap in gaps)
    order = [(-gap.demand, gap.cell_ids[0]) for gap in gaps]
    assert order == sorted(order)


@settings(max_examples=tries(40))
@given(
    surfaces(),
    st.lists(st.tuples(on_a_grid | in_beijing, st.integers(0, 50)), max_size=8),
    st.floats(0, 50_000),
)
def test_two_steps_share_capacity_as_brute_force_does(
    demand: DemandSurface, stations: list[tuple[tuple[float, float], int]], radius_m: float
) -> None:
    lons, lats = np.array([place for place, _ in stations], dtype=float).reshape(-1, 2).T
    capacities = np.array([capacity for _, capacity in stations], dtype=float)
    every_m = brute_force_m(demand, lons, lats)
    assume(not (np.abs(every_m - radius_m) < TOLERANCE_M).any())
    expected = np.zeros(len(demand))
    for station, capacity in enumerate(capacities):
        near = every_m[:, station] <= radius_m
        served = demand.weights[near].sum()
        if served > 0:
            expected[near] += capacity / served
    shared = two_step(demand, lons, lats, capacities, radius_m)
    np.testing.assert_allclose(shared, expected, rtol=1e-9)
