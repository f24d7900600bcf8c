"""Candidates, and what they cover: exact at the boundary, and smaller where demand is alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from stationmap import Position, Station, StationKind
from stationmap.coverage.areas import AreaSet
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.siting import (
    CandidateSites,
    cover_problem,
    grid_candidates,
    host_candidates,
)
from stationmap.coverage.siting.pairs import pairs_closer, pairs_within
from stationmap.errors import SitingError
from stationmap.geo.geodesic import GEOD

if TYPE_CHECKING:
    from collections.abc import Sequence

LON, LAT = 116.4, 39.9
NOBODY: tuple[list[float], list[float]] = ([], [])


def at(bearings_and_metres: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Go so far from the middle in some directions."""
    ends = [GEOD.fwd(LON, LAT, bearing, metres)[:2] for bearing, metres in bearings_and_metres]
    return [lon for lon, _ in ends], [lat for _, lat in ends]


def demand_at(
    lons: Sequence[float], lats: Sequence[float], weights: object = None
) -> DemandSurface:
    held = np.ones(len(lons)) if weights is None else np.asarray(weights, dtype=float)
    return DemandSurface(name="d", lons=np.array(lons), lats=np.array(lats), weights=held)


def sites_at(lons: Sequence[float], lats: Sequence[float]) -> CandidateSites:
    return CandidateSites(lons=np.array(lons), lats=np.array(lats))


@pytest.mark.parametrize("radius_m", [0.5, 300.0, 1000.0, 15_000.0, 100_000.0])
@pytest.mark.parametrize("bearing", [0.0, 37.0, 90.0, 201.0])
def test_demand_at_exactly_the_radius_is_covered_and_just_beyond_it_is_not(
    radius_m: float, bearing: float
) -> None:
    lons, lats = at([(bearing, radius_m)])
    measured_m = float(GEOD.inv(LON, LAT, lons[0], lats[0])[2])
    just_less_m = float(np.nextafter(measured_m, 0))
    site, point = (np.array([LON]), np.array([LAT])), (np.array(lons), np.array(lats))

    assert len(pairs_within(*point, *site, measured_m)[0]) == 1
    assert len(pairs_within(*point, *site, just_less_m)[0]) == 0


def test_pairs_are_those_of_brute_force_over_many_chunks() -> None:
    draws = np.random.default_rng(4)
    lons, lats = draws.uniform(116, 116.3, 700), draws.uniform(39.8, 40, 700)
    site_lons, site_lats = draws.uniform(116, 116.3, 1200), draws.uniform(39.8, 40, 1200)
    one, other = np.meshgrid(np.arange(1200), np.arange(700), indexing="ij")
    apart_m = GEOD.inv(
        site_lons[one.ravel()], site_lats[one.ravel()], lons[other.ravel()], lats[other.ravel()]
    )[2]
    expected = set(zip(*np.nonzero(apart_m.reshape(one.shape) <= 1500), strict=True))

    assert (
        set(zip(*pairs_within(lons, lats, site_lons, site_lats, 1500.0), strict=True)) == expected
    )


def test_sites_exactly_the_spacing_apart_are_not_in_conflict() -> None:
    lons, lats = at([(0, 0), (90, 500)])
    measured_m = float(GEOD.inv(lons[0], lats[0], lons[1], lats[1])[2])
    closer = pairs_closer(np.array(lons), np.array(lats), float(np.nextafter(measured_m, 1e9)))

    assert pairs_closer(np.array(lons), np.array(lats), measured_m).tolist() == []
    assert closer.tolist() == [[0, 1]]


def test_demand_that_the_same_sites_reach_becomes_one_row() -> None:
    demand = demand_at(*at([(0, 10), (5, 11), (90, 900), (270, 5000)]), weights=[2, 3, 4, 5])
    problem = cover_problem(demand, sites_at(*at([(0, 0), (90, 1000)])), 500.0, existing=NOBODY)

    assert sorted(problem.weights.tolist()) == [4.0, 5.0]
    assert problem.cover.toarray().sum() == 2
    assert (problem.already, problem.total) == (0.0, 14.0)


def test_demand_that_an_existing_station_covers_is_taken_out() -> None:
    demand = demand_at(*at([(0, 10), (90, 900)]), weights=[2, 3])
    sites = sites_at(*at([(0, 0), (90, 1000)]))
    problem = cover_problem(demand, sites, 500.0, existing=at([(0, 20)]))

    assert problem.already == 2.0
    assert problem.weights.tolist() == [3.0]
    assert problem.cover.toarray().tolist() == [[False], [True]]


def test_a_site_too_close_to_an_existing_station_is_not_allowed() -> None:
    demand = demand_at(*at([(0, 10)]))
    sites = sites_at(*at([(90, 100), (90, 900)]))
    problem = cover_problem(demand, sites, 2000.0, existing=at([(0, 0)]), min_spacing_m=300.0)

    assert problem.allowed.tolist() == [False, True]


def test_a_grid_stands_its_step_apart_within_its_outline() -> None:
    outline = shapely.box(116.0, 39.0, 116.1, 39.1)
    grid = grid_candidates(outline, 1000.0)
    apart_m = GEOD.inv(grid.lons[:-1], grid.lats[:-1], grid.lons[1:], grid.lats[1:])[2]

    assert len(grid) == 9 * 12
    assert shapely.intersects_xy(outline, grid.lons, grid.lats).all()
    assert np.median(apart_m) == pytest.approx(1000.0, rel=1e-3)


def test_a_grid_leaves_out_what_lies_between_areas() -> None:
    outlines = np.array([shapely.box(0, 0, 0.1, 0.1), shapely.box(0.3, 0, 0.4, 0.1)], dtype=object)
    areas = AreaSet(name="two", codes=("a", "b"), names=("a", "b"), outlines=outlines)
    grid = grid_candidates(areas, 2000.0)

    assert set(areas.of_many(grid.lons, grid.lats).tolist()) == {0, 1}


def host(name: str, host_type: str | None, east_m: float) -> Station:
    lons, lats = at([(90, east_m)])
    return Station(
        id=name,
        name=name,
        kind=next(iter(StationKind)),
        position=Position(lons[0], lats[0]),
        host_type=host_type,
    )


def test_hosts_of_the_types_asked_for_are_candidates_each_place_once() -> None:
    stations = [host("a", "bank", 0), host("b", "park", 10), host("c", "bank", 0)]
    stations += [host("d", None, 30), host("e", "bank", 40)]
    place = stations[-1].position
    candidates = host_candidates(stations, {"bank"}, existing=([place.lon], [place.lat]))

    assert candidates.names == ("a",)
    assert candidates.costs.tolist() == [1.0]


@pytest.mark.parametrize(
    ("code", "facts", "ask"),
    [
        ("candidates_none", {}, lambda: sites_at([], [])),
        (
            "candidate_twice",
            {"first": 1, "second": 3},
            lambda: sites_at([1.0, 2.0, 1.0], [5.0, 5.0, 5.0]),
        ),
        (
            "candidate_cost",
            {"site": 2, "cost": -1.0},
            lambda: CandidateSites(
                lons=np.array([1.0, 2.0]), lats=np.zeros(2), costs=np.array([0.0, -1.0])
            ),
        ),
        (
            "candidates_shape",
            {"sites": 2, "costs": 1, "names": 2},
            lambda: CandidateSites(
                lons=np.array([1.0, 2.0]), lats=np.zeros(2), costs=np.array([1.0])
            ),
        ),
        ("grid_step", {"step": 0.0}, lambda: grid_candidates(shapely.box(0, 0, 1, 1), 0.0)),
        ("grid_empty", {"step": 5.0}, lambda: grid_candidates(shapely.Polygon(), 5.0)),
        (
            "grid_fine",
            {"step": 1.0, "most": 200_000},
            lambda: grid_candidates(shapely.box(0, 0, 1, 1), 1.0),
        ),
        ("hosts_none", {}, lambda: host_candidates([host("a", "bank", 0)], {"park"})),
        (
            "spacing",
            {"spacing": -1.0},
            lambda: cover_problem(
                demand_at([0.0], [0.0]),
                sites_at([0.0], [0.0]),
                1.0,
                existing=NOBODY,
                min_spacing_m=-1.0,
            ),
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_facts(code: str, facts: object, ask: object) -> None:
    assert callable(ask)
    with pytest.raises(SitingError) as refused:
        ask()

    assert (refused.value.code, refused.value.facts) == (code, facts)
