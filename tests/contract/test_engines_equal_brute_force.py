"""One suite over both engines: the same stations in the same order as measuring to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from rig.brute_force import ranked_by_geodesic, stations_at
from stationmap import Position, StationIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Coordinates = Sequence[tuple[float, float]]
    Answers = tuple[NDArray[np.intp], NDArray[np.float64]]
    Engine = Callable[[StationIndex, Coordinates, int], Answers]

TOLERANCE_M = 1e-4


def one_by_one(index: StationIndex, positions: Coordinates, k: int) -> Answers:
    """Ask `nearest` for each position; -1 and infinity where it answers less than k."""
    places = np.full((len(positions), k), -1)
    distances_m = np.full((len(positions), k), np.inf)
    for row, (lon, lat) in enumerate(positions):
        found = index.nearest(Position(lon, lat), k)
        places[row, : len(found)] = [int(near.station.id) for near in found]
        distances_m[row, : len(found)] = [near.distance_m for near in found]
    return places, distances_m


def all_at_once(index: StationIndex, positions: Coordinates, k: int) -> Answers:
    """Ask `nearest_many` for all positions."""
    lons, lats = np.array(positions).reshape(-1, 2).T
    return index.nearest_many(lons, lats, k)


@pytest.fixture(params=[one_by_one, all_at_once])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Return each engine in turn, behind the same signature."""
    chosen: Engine = request.param
    return chosen


def hold_to_brute_force(
    engine: Engine, stations: Coordinates, positions: Coordinates, k: int
) -> None:
    """Compare an engine's stations exactly and its distances to a tenth of a millimetre."""
    known = stations_at(stations)
    places, distances_m = engine(StationIndex(known), positions, k)
    assert places.shape == distances_m.shape == (len(positions), k)
    for row, (lon, lat) in enumerate(positions):
        expected, expected_m = ranked_by_geodesic(Position(lon, lat), known)
        count = min(k, len(known))
        assert expected[:count].tolist() == places[row, :count].tolist()
        np.testing.assert_allclose(
            distances_m[row, :count], expected_m[:count], atol=TOLERANCE_M, rtol=0
        )
        assert (places[row, count:] == -1).all()
        assert np.isinf(distances_m[row, count:]).all()


def pairs(columns: NDArray[np.float64]) -> Coordinates:
    """Turn an array of shape (n, 2) into longitudes and latitudes."""
    return [(float(lon), float(lat)) for lon, lat in columns]


def town(seed: int, count: int, *, spread_deg: float = 0.1) -> Coordinates:
    """Draw clustered positions around Beijing."""
    draws = np.random.default_rng(seed)
    centres = draws.normal((116.4, 39.9), 0.2, (12, 2))
    return pairs(centres[draws.integers(0, 12, count)] + draws.normal(0, spread_deg, (count, 2)))


def globe(seed: int, count: int) -> Coordinates:
    """Draw positions evenly over the sphere."""
    draws = np.random.default_rng(seed)
    lats = np.degrees(np.arcsin(draws.uniform(-1, 1, count)))
    return pairs(np.column_stack([draws.uniform(-180, 180, count), lats]))


@pytest.mark.parametrize("k", [1, 2, 5, 10, 40])
def test_a_town(engine: Engine, k: int) -> None:
    hold_to_brute_force(engine, town(1, 600), town(2, 150), k)


@pytest.mark.parametrize("k", [1, 3, 7, 33])
def test_many_stations_share_a_door(engine: Engine, k: int) -> None:
    distinct = list(town(3, 60))
    hold_to_brute_force(engine, distinct * 3 + distinct[:20] * 4, town(4, 100), k)


@pytest.mark.parametrize("k", [1, 5, 30])
def test_all_stations_stand_in_one_place(engine: Engine, k: int) -> None:
    hold_to_brute_force(engine, [(116.4, 39.9)] * 50, [(116.4, 39.9), (116.5, 39.8), (-60, -39)], k)


@pytest.mark.parametrize("k", [1, 4])
def test_stations_a_tenth_of_a_millimetre_apart(engine: Engine, k: int) -> None:
    steps = np.random.default_rng(5).integers(-3, 4, (200, 2)).tolist()
    stations = [(116.4 + east * 1e-9, 39.9 + north * 1e-9) for east, north in steps]
    hold_to_brute_force(engine, stations, town(6, 60), k)


@pytest.mark.parametrize("k", [1, 2, 6])
def test_equal_distances_to_different_positions_are_ordered_by_place(
    engine: Engine, k: int
) -> None:
    """East and west of the position, and on both sides of the equator, mirrored exactly."""
    around = [(0.5, 0.25), (-0.5, 0.25), (0.5, -0.25), (-0.5, -0.25)]
    hold_to_brute_force(engine, around * 2 + [(-0.5, 0.25)] * 3, [(0, 0), (0, 0.25), (0.5, 0)], k)


@pytest.mark.parametrize("k", [1, 3, 8])
def test_a_ring_around_the_pole_seen_from_the_pole(engine: Engine, k: int) -> None:
    ring = [(float(lon), 89.5) for lon in range(-180, 181, 7)]
    hold_to_brute_force(engine, ring, [(0, 90), (77, 90), (180, 90), (12, 89.9)], k)


@pytest.mark.parametrize("k", [1, 4])
@pytest.mark.parametrize("pole", [90.0, -90.0])
def test_stations_on_and_around_a_pole(engine: Engine, k: int, pole: float) -> None:
    draws = np.random.default_rng(7)
    lats = pole - np.sign(pole) * draws.exponential(0.5, 120)
    stations = pairs(np.column_stack([draws.uniform(-180, 180, 120), lats]))
    positions = [
        (lon, pole - np.sign(pole) * off) for lon in (-180, -20, 180) for off in (0, 1e-9, 1)
    ]
    hold_to_brute_force(engine, [*stations, (10, pole), (-170, pole)], positions, k)


@pytest.mark.parametrize("k", [1, 5])
def test_both_sides_of_the_antimeridian(engine: Engine, k: int) -> None:
    draws = np.random.default_rng(8)
    lons = (draws.normal(180, 0.3, 300) + 180) % 360 - 180
    stations = [
        *pairs(np.column_stack([lons, draws.normal(-17, 0.3, 300)])),
        (180, -17),
        (-180, -17),
    ]
    positions = [(180, -17), (-180, -17), (179.99, -17.1), (-179.99, -16.9), (179.2, -17)]
    hold_to_brute_force(engine, stations, positions, k)


@pytest.mark.parametrize("k", [1, 3, 10])
def test_stations_all_over_the_earth(engine: Engine, k: int) -> None:
    hold_to_brute_force(engine, globe(9, 400), globe(10, 150), k)


@pytest.mark.parametrize("k", [1, 5])
def test_a_town_seen_from_far_away(engine: Engine, k: int) -> None:
    """Where chords prove nothing: from another province, the other hemisphere, the antipodes."""
    positions = [(113.3, 23.1), (87.6, 43.8), (-58.4, -34.6), (-63.6, -39.9)]
    hold_to_brute_force(engine, town(11, 500), positions, k)


@pytest.mark.parametrize("k", [4, 9])
def test_more_asked_for_than_there_are(engine: Engine, k: int) -> None:
    hold_to_brute_force(engine, [(116.4, 39.9), (116.5, 39.9), (116.4, 39.9)], town(12, 5), k)


@pytest.mark.parametrize("k", [1, 3])
def test_no_stations_at_all(engine: Engine, k: int) -> None:
    hold_to_brute_force(engine, [], town(13, 3), k)


def test_no_positions_at_all(engine: Engine) -> None:
    hold_to_brute_force(engine, town(14, 3), [], 2)


def test_a_position_that_is_a_station(engine: Engine) -> None:
    stations = town(15, 300)
    hold_to_brute_force(engine, stations, stations[:100], 3)
