"""What the index promises beside exactness: its edges, its errors, its filters, its areas."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from rig.brute_force import stations_at
from stationmap import InvalidPositionError, Position, StationFilter, StationIndex, StationKind
from stationmap.geo.geodesic import distance_m
from stationmap.nearest.index import FILTERS_KEPT
from stationmap.stations.codes import Status

if TYPE_CHECKING:
    from stationmap import Station

HERE = Position(116.4, 39.9)
HOMES = StationFilter(kinds=frozenset({StationKind.DRIVER_HOME}))


def grid() -> list[Station]:
    """Make 100 stations on a square grid, every tenth of them a home of drivers."""
    stations = stations_at(
        (116.3 + column / 50, 39.8 + row / 50) for row in range(10) for column in range(10)
    )
    return [
        station.model_copy(update={"kind": StationKind.DRIVER_HOME}) if place % 10 == 0 else station
        for place, station in enumerate(stations)
    ]


@pytest.fixture(scope="module")
def index() -> StationIndex:
    return StationIndex(grid())


def ids(stations: list[Station]) -> list[str]:
    return [station.id for station in stations]


def test_it_holds_its_stations_in_their_order(index: StationIndex) -> None:
    assert index.stations == tuple(grid())
    assert len(index) == 100


def test_an_answer_carries_station_distance_and_bearing(index: StationIndex) -> None:
    (near,) = index.nearest(Position(116.3, 39.79), k=1)
    assert near.station.id == "0"
    assert near.distance_m == distance_m(Position(116.3, 39.79), near.station.position)
    assert near.bearing_deg == pytest.approx(0)


def test_five_are_given_unless_asked_otherwise(index: StationIndex) -> None:
    assert len(index.nearest(HERE)) == 5


def test_an_integer_of_numpy_is_a_number_too(index: StationIndex) -> None:
    k: Any = np.int64(3)
    assert index.nearest(HERE, k) == index.nearest(HERE, 3)


@pytest.mark.parametrize("k", [0, -1, 2.5, 3.0, "3", None])
def test_k_must_be_a_whole_number_from_one_up(index: StationIndex, k: Any) -> None:
    with pytest.raises(ValueError, match="whole number of at least 1"):
        index.nearest(HERE, k)
    with pytest.raises(ValueError, match="whole number of at least 1"):
        index.nearest_many([116.4], [39.9], k)


@pytest.mark.parametrize("radius_m", [-1, -math.inf, math.nan])
def test_a_radius_must_not_be_negative(index: StationIndex, radius_m: float) -> None:
    with pytest.raises(ValueError, match="a radius is a number of metres"):
        index.within(HERE, radius_m)


def test_a_radius_of_nothing_finds_only_what_is_here(index: StationIndex) -> None:
    assert [near.station.id for near in index.within(index.stations[42].position, 0)] == ["42"]
    assert index.within(Position(116.31, 39.81), 0) == []


def test_an_endless_radius_finds_all(index: StationIndex) -> None:
    assert len(index.within(HERE, math.inf)) == 100


def test_a_filter_that_nothing_fits_finds_nothing(index: StationIndex) -> None:
    nursing = StationFilter(kinds=frozenset({StationKind.NURSING_ROOM}))
    assert index.nearest(HERE, 5, nursing) == []
    assert index.within(HERE, 1e6, nursing) == []
    assert index.nearest(HERE, 5, lambda _: False) == []


def test_only_what_fits_is_found_within_a_radius(index: StationIndex) -> None:
    filtered = index.within(HERE, 12_000, HOMES)
    assert filtered
    assert filtered == index.within(HERE, 12_000, HOMES.__call__)
    assert {near.station.kind for near in filtered} == {StationKind.DRIVER_HOME}


def test_a_filter_looks_at_each_station_once_and_remembers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at: list[str] = []
    asked = StationFilter.__call__

    def counted(where: StationFilter, station: Station) -> bool:
        looked_at.append(station.id)
        return asked(where, station)

    monkeypatch.setattr(StationFilter, "__call__", counted)
    index = StationIndex(grid())
    for _ in range(3):
        index.nearest(HERE, 5, HOMES)
        index.within(HERE, 500, StationFilter(kinds=frozenset({StationKind.DRIVER_HOME})))
    assert looked_at == [str(place) for place in range(100)]


def test_a_plain_condition_is_asked_anew_each_time(index: StationIndex) -> None:
    refused = {"55"}
    first = index.nearest(HERE, 1, lambda station: station.id not in refused)
    refused.add(first[0].station.id)
    assert first != index.nearest(HERE, 1, lambda station: station.id not in refused)


def test_a_plain_condition_is_asked_of_near_stations_first(index: StationIndex) -> None:
    asked: list[str] = []

    def is_noted(station: Station) -> bool:
        asked.append(station.id)
        return True

    nearest = index.nearest(HERE, 3, is_noted)
    assert asked == [near.station.id for near in nearest]


def test_a_plain_condition_may_fit_only_the_farthest(index: StationIndex) -> None:
    (found,) = index.nearest(Position(116.2, 39.7), 3, lambda station: station.id == "99")
    assert found.station.id == "99"


def test_more_filters_than_are_kept_still_answer_right(index: StationIndex) -> None:
    kinds = [frozenset({StationKind.DRIVER_HOME, kind}) for kind in StationKind]
    filters = [
        StationFilter(kinds=some, statuses=frozenset(statuses))
        for some in kinds
        for statuses in ({Status.OPEN}, {Status.OPEN, Status.CLOSED}, set(Status), set[Status]())
    ]
    assert len(filters) > FILTERS_KEPT
    for where in filters * 2:
        expected = [near for near in index.nearest(HERE, 100) if where(near.station)]
        assert expected == index.nearest(HERE, 100, where)


def test_threads_may_share_an_index() -> None:
    index = StationIndex(grid())
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda k: index.nearest(HERE, k, HOMES), [1, 3, 5, 7] * 25))
    alone = StationIndex(grid())
    assert answers == [alone.nearest(HERE, k, HOMES) for k in [1, 3, 5, 7] * 25]


def test_an_index_of_nothing_answers_with_nothing() -> None:
    empty = StationIndex([])
    assert len(empty) == 0
    assert empty.nearest(HERE) == []
    assert empty.nearest(HERE, 3, HOMES) == []
    assert empty.within(HERE, math.inf) == []
    assert empty.in_area(shapely.box(-180, -90, 180, 90)) == []
    indices, distances_m = empty.nearest_many([116.4], [39.9], k=2)
    assert indices.tolist() == [[-1, -1]]
    assert distances_m.tolist() == [[math.inf, math.inf]]


def test_no_positions_give_arrays_without_rows(index: StationIndex) -> None:
    indices, distances_m = index.nearest_many([], [], k=3)
    assert indices.shape == distances_m.shape == (0, 3)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(math.nan, 39.9), (116.4, math.nan), (math.inf, 39.9), (180.1, 39.9), (39.9, 116.4)],
)
def test_the_first_impossible_position_is_named(
    index: StationIndex, lon: float, lat: float
) -> None:
    with pytest.raises(InvalidPositionError, match="at place 2") as refusal:
        index.nearest_many([116.4, 116.4, lon, lon], [39.9, 39.9, lat, lat])
    assert refusal.value.place == 2
    np.testing.assert_equal((refusal.value.lon, refusal.value.lat), (lon, lat))


@pytest.mark.parametrize(
    ("lons", "lats"), [([116.4], [39.9, 39.8]), (116.4, 39.9), ([[116.4]], [[39.9]])]
)
def test_rows_of_unequal_length_are_refused(index: StationIndex, lons: Any, lats: Any) -> None:
    with pytest.raises(ValueError, match="two rows of the same length"):
        index.nearest_many(lons, lats)


def test_an_area_is_answered_in_the_given_order(index: StationIndex) -> None:
    assert ids(index.in_area(shapely.box(116.31, 39.79, 116.35, 39.83))) == ["1", "2", "11", "12"]


def test_the_boundary_and_the_corners_belong_to_an_area() -> None:
    square = StationIndex(stations_at([(0, 0), (1, 0), (1, 1), (0.5, 0.5), (1.5, 0.5)]))
    assert ids(square.in_area(shapely.box(0, 0, 1, 1))) == ["0", "1", "2", "3"]


def test_a_hole_does_not_belong_to_an_area_but_its_boundary_does() -> None:
    hole = [(1, 1), (2, 1), (2, 2), (1, 2)]
    ring = shapely.Polygon([(0, 0), (3, 0), (3, 3), (0, 3)], [hole])
    on_ring = StationIndex(stations_at([(0.5, 0.5), (1.5, 1.5), (1, 1.5), (2, 2)]))
    assert ids(on_ring.in_area(ring)) == ["0", "2", "3"]


def test_an_area_may_have_several_parts() -> None:
    parts = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)])
    scattered = StationIndex(stations_at([(0.5, 0.5), (3, 3), (6, 6)]))
    assert ids(scattered.in_area(parts)) == ["0", "2"]


def test_an_area_that_crosses_itself_is_repaired() -> None:
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    around = StationIndex(stations_at([(0.2, 1), (1.8, 1), (1, 0.2), (1, 1)]))
    assert ids(around.in_area(bow_tie)) == ["0", "1", "3"]


@pytest.mark.parametrize("empty", [shapely.Polygon(), shapely.MultiPolygon()])
def test_an_empty_area_holds_nothing(index: StationIndex, empty: shapely.Polygon) -> None:
    assert index.in_area(empty) == []


def test_a_flat_area_holds_what_lies_on_it() -> None:
    flat = shapely.Polygon([(0, 0), (1, 1), (2, 2)])
    assert ids(StationIndex(stations_at([(1, 1), (1, 0)])).in_area(flat)) == ["0"]


def test_an_area_without_surface_or_shape_is_refused(index: StationIndex) -> None:
    no_areas: list[Any] = [shapely.Point(116.4, 39.9), shapely.LineString([(0, 0), (1, 1)]), None]
    for no_area in no_areas:
        with pytest.raises(ValueError, match="an area is a Polygon or a MultiPolygon"):
            index.in_area(no_area)


def test_an_area_with_a_corner_that_is_no_number_is_refused(index: StationIndex) -> None:
    with np.errstate(invalid="ignore"):
        torn = shapely.Polygon([(0, 0), (math.nan, 1), (1, 1)])
    with pytest.raises(ValueError, match="corners"):
        index.in_area(torn)


def test_asking_leaves_the_area_as_it_was(index: StationIndex) -> None:
    area = shapely.box(116.31, 39.79, 116.35, 39.83)
    index.in_area(area)
    assert not shapely.is_prepared(area)


def test_an_index_says_how_many_stations_it_has() -> None:
    assert repr(StationIndex([])) == "StationIndex(0 stations)"
    assert repr(StationIndex(grid())) == "StationIndex(100 stations)"
