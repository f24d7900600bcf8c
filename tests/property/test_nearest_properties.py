"""What holds for any stations and any position on the earth, whatever hypothesis thinks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from rig.brute_force import ranked_by_geodesic, stations_at
from rig.examples import tries
from stationmap import Position, StationFilter, StationIndex, StationKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    Coordinate = tuple[float, float]

TOLERANCE_M = 1e-4

anywhere = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
in_beijing = st.tuples(st.floats(115.4, 117.6), st.floats(39.4, 41.1))
at_the_antimeridian = st.tuples(
    st.sampled_from([-180.0, 180.0, 179.9999999, -179.9999999]) | st.floats(179.5, 180),
    st.floats(-20, -15),
)
at_a_pole = st.tuples(
    st.floats(-180, 180),
    st.sampled_from([-90.0, 90.0, 89.9999999]) | st.floats(89, 90) | st.floats(-90, -89),
)
on_a_grid = st.tuples(  # few distinct values: identical positions and equal distances
    st.integers(-2, 2).map(lambda step: step / 8), st.integers(-2, 2).map(lambda step: step / 8)
)
side_by_side = st.tuples(  # a tenth of a millimetre apart, and less
    st.integers(0, 3).map(lambda step: 116.4 + step * 1e-9),
    st.integers(0, 3).map(lambda step: 39.9 + step * 1e-9),
)
regions = [anywhere, in_beijing, at_the_antimeridian, at_a_pole, on_a_grid, side_by_side]
positions = st.one_of(*regions)
coordinates = st.tuples(st.sampled_from([*regions, positions]), st.integers(0, 60)).flatmap(
    lambda drawn: st.lists(drawn[0], min_size=drawn[1], max_size=drawn[1])
)
counts = st.integers(1, 6) | st.integers(1, 70)


def expected(position: Coordinate, stations: Sequence[Coordinate]) -> tuple[list[int], list[float]]:
    """Rank all stations by brute force."""
    places, distances_m = ranked_by_geodesic(Position(*position), stations_at(stations))
    return places.tolist(), distances_m.tolist()


def places_of(index: StationIndex, position: Coordinate, k: int) -> list[int]:
    """Ask for one position."""
    return [int(near.station.id) for near in index.nearest(Position(*position), k)]


@given(coordinates, positions, counts)
def test_one_question_equals_brute_force(
    stations: list[Coordinate], position: Coordinate, k: int
) -> None:
    places, distances_m = expected(position, stations)
    found = StationIndex(stations_at(stations)).nearest(Position(*position), k)
    assert places[:k] == [int(near.station.id) for near in found]
    assert distances_m[:k] == [near.distance_m for near in found]
    assert all(0 <= near.bearing_deg < 360 for near in found)


@given(coordinates, st.lists(positions, min_size=1, max_size=5), counts)
def test_many_questions_equal_brute_force(
    stations: list[Coordinate], asked: list[Coordinate], k: int
) -> None:
    lons, lats = np.array(asked).T
    places, distances_m = StationIndex(stations_at(stations)).nearest_many(lons, lats, k)
    assert places.shape == distances_m.shape == (len(asked), k)
    count = min(k, len(stations))
    for row, position in enumerate(asked):
        true_places, true_m = expected(position, stations)
        assert true_places[:count] == places[row, :count].tolist()
        np.testing.assert_allclose(
            distances_m[row, :count], true_m[:count], atol=TOLERANCE_M, rtol=0
        )
    assert (places[:, count:] == -1).all()
    assert np.isinf(distances_m[:, count:]).all()


@given(coordinates, positions, st.floats(0, 2.1e7) | st.floats(0, 1))
def test_within_a_radius_are_exactly_those_that_are_not_farther(
    stations: list[Coordinate], position: Coordinate, radius_m: float
) -> None:
    places, distances_m = expected(position, stations)
    found = StationIndex(stations_at(stations)).within(Position(*position), radius_m)
    within = [
        place for place, metres in zip(places, distances_m, strict=True) if metres <= radius_m
    ]
    assert within == [int(near.station.id) for near in found]


@given(st.lists(on_a_grid | in_beijing | anywhere, min_size=1, max_size=40), positions, st.data())
def test_a_station_at_exactly_the_radius_is_within(
    stations: list[Coordinate], position: Coordinate, data: st.DataObject
) -> None:
    places, distances_m = expected(position, stations)
    rank = data.draw(st.integers(0, len(stations) - 1))
    found = StationIndex(stations_at(stations)).within(Position(*position), distances_m[rank])
    assert places[rank] in {int(near.station.id) for near in found}


@given(coordinates, positions, counts, st.sets(st.integers(0, 39)))
def test_a_filter_and_the_same_condition_answer_alike(
    stations: list[Coordinate], position: Coordinate, k: int, homes: set[int]
) -> None:
    known = [
        station.model_copy(update={"kind": StationKind.DRIVER_HOME}) if place in homes else station
        for place, station in enumerate(stations_at(stations))
    ]
    index = StationIndex(known)
    where = StationFilter(kinds=frozenset({StationKind.DRIVER_HOME}))
    true_places = [place for place in expected(position, stations)[0] if place in homes]
    for condition in (where, where.__call__):  # the second is no StationFilter any more
        found = index.nearest(Position(*position), k, condition)
        assert true_places[:k] == [int(near.station.id) for near in found]


@settings(max_examples=tries(50))
@given(coordinates, positions)
def test_a_longer_list_begins_with_the_shorter(
    stations: list[Coordinate], position: Coordinate
) -> None:
    index = StationIndex(stations_at(stations))
    assert places_of(index, position, 3) == places_of(index, position, 7)[:3]


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=30),
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=3, max_size=7),
)
def test_in_an_area_are_those_inside_or_on_its_boundary(
    stations: list[tuple[int, int]], corners: list[tuple[int, int]]
) -> None:
    area = shapely.convex_hull(shapely.MultiPoint(corners))
    if not isinstance(area, shapely.Polygon):
        return
    found = StationIndex(stations_at(stations)).in_area(area)
    covered = [
        str(place) for place, station in enumerate(stations) if area.covers(shapely.Point(station))
    ]
    assert covered == [station.id for station in found]
