"""Two-step floating catchment areas: PySAL's own examples, and what the formula says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from stationmap.coverage import catchment
from stationmap.coverage.catchment import capacity_for_each, mean_by_area, two_step
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.siting.pairs import pairs_within
from stationmap.errors import PlanError
from stationmap.geo.geodesic import GEOD
from stationmap.labels import Language, text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

GRID = 5
"""As many rows and columns as the grid of `access`'s own tests has."""

# The worked example of `access` (tests/test_hospital_example.py): people and doctors of three
# tracts, the minutes between them when the roads are congested both ways, and when they are free.
# Within the catchment all minutes weigh the same, as in Luo & Wang; there they weigh by gravity.
PEOPLE = np.array([100.0, 50.0, 10.0])
DOCTORS = np.array([15.0, 20.0, 100.0])
GRIDLOCK_MIN = np.array([[1.0, 80.0, 40.0], [80.0, 1.0, 40.0], [40.0, 40.0, 1.0]])
FASTER_MIN = np.array([[1.0, 40.0, 20.0], [40.0, 1.0, 20.0], [20.0, 20.0, 1.0]])
MAX_MIN = 61.0


def demand_at(lons: Floats, lats: Floats, weights: Floats | None = None) -> DemandSurface:
    return DemandSurface(
        name="需求",
        lons=lons,
        lats=lats,
        weights=np.ones(len(lons)) if weights is None else weights,
    )


def grid() -> tuple[Floats, Floats]:
    """Return a grid of positions about 100 m apart."""
    steps = np.arange(GRID) / 1000
    lons, lats = np.meshgrid(116.4 + steps, 39.9 + steps)
    return lons.ravel(), lats.ravel()


def for_each(minutes: Floats) -> Floats:
    points, stations = np.nonzero(minutes <= MAX_MIN)
    return capacity_for_each(PEOPLE, DOCTORS, points, stations)


def test_the_worked_example_of_access_comes_out_as_by_hand() -> None:
    """Tracts 1 and 2 lie too far apart; 3 lies between them."""
    first, second, third = 15 / 110, 20 / 60, 100 / 160
    by_hand = [first + third, second + third, first + second + third]
    assert for_each(GRIDLOCK_MIN).tolist() == pytest.approx(by_hand)


def test_where_every_tract_reaches_every_other_all_have_the_same() -> None:
    """The fourth scenario of the same example: everybody within the catchment."""
    assert for_each(FASTER_MIN).tolist() == pytest.approx([135 / 160] * 3)


def test_a_catchment_of_the_whole_grid_shares_all_capacity_alike() -> None:
    """As `access` tests it: a large catchment gives total supply over total demand."""
    lons, lats = grid()
    some = [0, 3, 7, 12, 24]
    shared = two_step(demand_at(lons[some], lats[some]), lons, lats, np.ones(GRID**2), 10_000.0)
    assert shared.tolist() == pytest.approx([GRID**2 / len(some)] * len(some))


def test_a_catchment_of_one_position_leaves_each_to_itself() -> None:
    """As `access` tests it: a small catchment gives each its own supply over its own demand."""
    lons, lats = grid()
    shared = two_step(demand_at(lons, lats), lons, lats, np.arange(25.0), 50.0)
    assert shared.tolist() == pytest.approx(np.arange(25.0).tolist())


def test_a_station_at_exactly_the_radius_is_within_reach() -> None:
    lons, lats = np.array([116.4]), np.array([39.9])
    far_lon, far_lat, _ = GEOD.fwd(116.4, 39.9, 75.0, 800.0)
    station = (np.array([far_lon]), np.array([far_lat]))
    distance_m = float(GEOD.inv(far_lon, far_lat, 116.4, 39.9)[2])
    reached = [
        two_step(demand_at(lons, lats), *station, np.array([3.0]), radius_m).tolist()
        for radius_m in (distance_m, np.nextafter(distance_m, 0.0))
    ]
    assert reached == [[3.0], [0.0]]


def test_what_nobody_lives_near_is_no_capacity_for_anybody() -> None:
    """A station beside a point that holds no demand would have its seats for nobody, per nobody."""
    lons, lats = np.array([116.4, 117.0]), np.array([39.9, 39.9])
    demand = demand_at(lons, lats, np.array([2.0, 0.0]))
    shared = two_step(demand, lons, lats, np.array([6.0, 5.0]), 1000.0)
    assert shared.tolist() == [3.0, 0.0]


def test_a_point_without_demand_has_what_those_around_it_have() -> None:
    lons, lats = np.array([116.4, 116.4]), np.array([39.9, 39.9])
    demand = demand_at(lons, lats, np.array([2.0, 0.0]))
    assert two_step(demand, lons[:1], lats[:1], np.array([6.0]), 1000.0).tolist() == [3.0, 3.0]


def test_without_stations_there_is_no_capacity() -> None:
    nobody = np.empty(0)
    lons, lats = grid()
    assert two_step(demand_at(lons, lats), nobody, nobody, nobody, 1000.0).tolist() == [0.0] * 25


def test_all_capacity_is_shared_out_and_no_more() -> None:
    """Weighted by demand, what each has adds up to the capacity of the stations in reach."""
    rng = np.random.default_rng(2)
    lons, lats = rng.normal(116.4, 0.02, 300), rng.normal(39.9, 0.02, 300)
    weights = rng.integers(0, 9, 300).astype(float)
    capacities = rng.integers(0, 40, 30).astype(float)
    demand = demand_at(lons, lats, weights)
    shared = two_step(demand, lons[:30], lats[:30], capacities, 1500.0)
    stations, points = pairs_within(lons, lats, lons[:30], lats[:30], 1500.0)
    lived_near = np.bincount(stations, weights=weights[points], minlength=30) > 0
    assert (shared * weights).sum() == pytest.approx(capacities[lived_near].sum())


@pytest.mark.parametrize("capacity", [-1.0, np.nan, np.inf])
def test_a_capacity_that_cannot_be_gets_a_sentence_that_names_the_station(capacity: float) -> None:
    lons, lats = grid()
    with pytest.raises(PlanError) as refused:
        two_step(demand_at(lons, lats), lons[:2], lats[:2], np.array([1.0, capacity]), 1000.0)
    assert (refused.value.code, refused.value.facts["station"]) == ("capacities", 2)
    for language in Language:
        assert "2" in text(f"plan_error.{refused.value.code}", language, **refused.value.facts)


def test_groups_of_stations_share_as_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    lons, lats = rng.normal(116.4, 0.02, 300), rng.normal(39.9, 0.02, 300)
    demand = demand_at(lons, lats)
    asked = (lons[:40], lats[:40], rng.integers(0, 40, 40).astype(float), 1500.0)
    at_once = two_step(demand, *asked)
    for pairs_at_once in (1, 7, 100, 1000):
        monkeypatch.setattr(catchment, "PAIRS_AT_ONCE", pairs_at_once)
        np.testing.assert_allclose(two_step(demand, *asked), at_once, rtol=1e-12)


def test_more_pairs_than_can_be_waited_for_are_refused_before_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(catchment, "MOST_PAIRS", 624)
    lons, lats = grid()
    with pytest.raises(PlanError) as refused:
        two_step(demand_at(lons, lats), lons, lats, np.ones(25), 10_000.0)
    assert refused.value.facts == {"pairs": 625, "most": 624}
    for language in Language:
        assert "625" in text(f"plan_error.{refused.value.code}", language, **refused.value.facts)


def test_the_mean_of_an_area_is_weighted_by_demand() -> None:
    lons, lats = grid()
    demand = demand_at(lons[:4], lats[:4], np.array([3.0, 1.0, 5.0, 0.0]))
    each = np.array([2.0, 6.0, 9.0, 1.0])
    means = mean_by_area(demand, each, np.array([1, 1, -1, 0]), 3)
    assert means.tolist() == pytest.approx([np.nan, 3.0, np.nan], nan_ok=True)
