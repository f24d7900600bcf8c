"""Distances on the ellipsoid, and the bounds that searches rest on."""

from __future__ import annotations

import numpy as np
import pytest

from stationmap import Position
from stationmap.geo.chord import (
    LONG_CHORD_M,
    SHORT_CHORD_M,
    ecef,
    geodesic_between_m,
    longest_geodesic_m,
    short_geodesic_m,
)
from stationmap.geo.disc import boxes_around
from stationmap.geo.geodesic import GEOD, distance_m, distances_and_bearings

ROUNDING_M = 1e-7


def legs(
    count: int, *, longest_m: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Draw start, end and length of geodesics all over the earth, of every order of length."""
    draws = np.random.default_rng(1)
    lons = draws.uniform(-180, 180, count)
    lats = np.degrees(np.arcsin(draws.uniform(-1, 1, count)))
    lengths_m = longest_m * 10 ** draws.uniform(-6, 0, count)
    ends = GEOD.fwd(lons, lats, draws.uniform(0, 360, count), lengths_m)
    return lons, lats, ends[0], ends[1], lengths_m


def chords_of(
    lons: np.ndarray, lats: np.ndarray, end_lons: np.ndarray, end_lats: np.ndarray
) -> np.ndarray:
    """Measure straight through the earth."""
    chords_m: np.ndarray = np.linalg.norm(ecef(end_lons, end_lats) - ecef(lons, lats), axis=1)
    return chords_m


def test_a_published_geodesic_has_its_published_length() -> None:
    """Flinders Peak to Buninyong, Vincenty's test line of the Geocentric Datum of Australia.

    54,972.271 m at 306°52'05.37" on GRS 80, from which WGS-84 differs by less than a tenth of a
    millimetre here.
    """
    flinders_peak = Position(144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600))
    buninyong = Position(143 + 55 / 60 + 35.38390 / 3600, -(37 + 39 / 60 + 10.15610 / 3600))
    assert distance_m(flinders_peak, buninyong) == pytest.approx(54972.271, abs=5e-4)
    bearings_deg = distances_and_bearings(flinders_peak, [buninyong.lon], [buninyong.lat])[1]
    assert bearings_deg[0] == pytest.approx(306 + 52 / 60 + 5.37 / 3600, abs=1e-5)


def test_a_quarter_of_the_meridian_has_its_known_length() -> None:
    assert distance_m(Position(0, 0), Position(0, 90)) == pytest.approx(10_001_965.7293, abs=1e-3)


def test_bearings_go_clockwise_from_north_and_stay_below_a_full_turn() -> None:
    lons, lats = [0, 1, 0, -1, -1e-300], [1, 0, -1, 0, 1]
    distances_m, bearings_deg = distances_and_bearings(Position(0, 0), lons, lats)
    assert bearings_deg == pytest.approx([0, 90, 180, 270, 0])
    assert (bearings_deg < 360).all()
    assert distances_m[0] == distances_m[2]


def test_measuring_to_nothing_gives_nothing() -> None:
    distances_m, bearings_deg = distances_and_bearings(Position(0, 0), [], [])
    assert distances_m.shape == bearings_deg.shape == (0,)


def test_earth_centred_axes_point_where_they_should() -> None:
    corners_m = ecef(np.array([0.0, 90.0, 0.0]), np.array([0.0, 0.0, 90.0]))
    np.testing.assert_allclose(corners_m, np.diag([GEOD.a, GEOD.a, GEOD.b]), atol=1e-8)


def test_a_geodesic_lies_between_its_chord_and_the_bound() -> None:
    lons, lats, end_lons, end_lats, lengths_m = legs(200_000, longest_m=1.99e7)
    chords_m = chords_of(lons, lats, end_lons, end_lats)
    true_m = np.asarray(GEOD.inv(lons, lats, end_lons, end_lats)[2])
    assert np.abs(true_m - lengths_m).max() < ROUNDING_M
    assert (chords_m <= true_m + ROUNDING_M).all()
    assert (true_m <= longest_geodesic_m(chords_m + ROUNDING_M) + ROUNDING_M).all()


def test_the_bound_is_met_where_the_earth_bends_most() -> None:
    """Along the meridian at the equator, so that no tighter bound would be right."""
    true_m = distance_m(Position(0, -0.5), Position(0, 0.5))
    chord_m = chords_of(np.zeros(1), np.array([-0.5]), np.zeros(1), np.array([0.5]))
    excess_m = longest_geodesic_m(chord_m)[0] - chord_m[0]
    assert true_m - chord_m[0] == pytest.approx(excess_m, rel=1e-3)


def test_the_bound_covers_antipodes() -> None:
    assert longest_geodesic_m(np.array([2 * GEOD.a]))[0] >= distance_m(
        Position(0, 0), Position(180, 0)
    )


def test_short_chords_give_the_distance_to_a_tenth_of_a_millimetre() -> None:
    lons, lats, end_lons, end_lats, lengths_m = legs(200_000, longest_m=SHORT_CHORD_M)
    chords_m = chords_of(lons, lats, end_lons, end_lats)
    assert np.abs(short_geodesic_m(chords_m) - lengths_m).max() < 1e-4


def test_longer_chords_with_their_direction_give_it_to_a_hundredth_of_a_millimetre() -> None:
    lons, lats, end_lons, end_lats, lengths_m = legs(200_000, longest_m=LONG_CHORD_M)
    between_m = geodesic_between_m(ecef(lons, lats), ecef(end_lons, end_lats))
    assert np.abs(between_m - lengths_m).max() < 1e-5


@pytest.mark.parametrize("radius_m", [0.0, 1.0, 500.0, 3e4, 1e6, 1.2e7])
@pytest.mark.parametrize("lon", [-180.0, -179.999, 0.0, 116.4, 180.0])
@pytest.mark.parametrize("lat", [-90.0, -89.99, -17.0, 0.0, 39.9, 89.9, 90.0])
def test_boxes_hold_the_rim_of_their_disc(radius_m: float, lon: float, lat: float) -> None:
    azimuths = np.arange(0.0, 360.0, 3.0)
    starts = np.ones_like(azimuths)
    rim_lons, rim_lats, _ = GEOD.fwd(lon * starts, lat * starts, azimuths, radius_m * starts)
    held = np.zeros(len(azimuths), dtype=bool)
    for box in boxes_around(Position(lon, lat), radius_m):
        assert -180 <= box.min_lon <= box.max_lon <= 180
        held |= (
            (box.min_lon <= rim_lons)
            & (rim_lons <= box.max_lon)
            & (box.min_lat <= rim_lats)
            & (rim_lats <= box.max_lat)
        )
    assert held.all()


def test_a_box_in_town_is_hardly_larger_than_its_disc() -> None:
    (box,) = boxes_around(Position(116.4, 39.9), 1000)
    west_to_east_m = distance_m(Position(box.min_lon, 39.9), Position(box.max_lon, 39.9))
    south_to_north_m = distance_m(Position(116.4, box.min_lat), Position(116.4, box.max_lat))
    assert west_to_east_m == pytest.approx(2000, rel=0.01)
    assert south_to_north_m == pytest.approx(2000, rel=0.01)


def test_an_endless_radius_is_the_whole_earth() -> None:
    assert boxes_around(Position(116.4, 39.9), float("inf")) == [(-180, -90, 180, 90)]
