"""An index of which some stations have changed answers as one that was built anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from rig.stations import station
from stationmap import Position, StationFilter, StationIndex, StationKind
from stationmap.nearest.revised import RevisedIndex

if TYPE_CHECKING:
    from stationmap import Station
    from stationmap.nearest.nearby import Nearby

    Answers = list[tuple[str, str, float]]

KINDS = [StationKind.WARM_STATION, StationKind.DRIVER_HOME]
FILTERS = [
    None,
    StationFilter(),
    StationFilter(kinds=frozenset({StationKind.DRIVER_HOME})),
    lambda one: one.name.endswith("1"),
]

on_a_grid = st.tuples(  # few distinct values: identical positions and equal distances
    st.integers(-2, 2).map(lambda step: step / 8), st.integers(-2, 2).map(lambda step: step / 8)
)
in_beijing = st.tuples(st.floats(115.4, 117.6), st.floats(39.4, 41.1))
ids = st.integers(0, 40).map(str)
facts = st.tuples(on_a_grid | in_beijing, st.sampled_from(KINDS), st.sampled_from(["A1", "B2"]))


def made(station_id: str, fact: tuple[tuple[float, float], StationKind, str]) -> Station:
    (lon, lat), kind, name = fact
    return station(id=station_id, position=Position(lon, lat), kind=kind, name=name)


def in_order_of_id(stations: dict[str, Station]) -> StationIndex:
    return StationIndex([one for _, one in sorted(stations.items())])


def said(found: list[Nearby]) -> Answers:
    return [(near.station.id, near.station.name, near.distance_m) for near in found]


@given(
    before=st.dictionaries(ids, facts, max_size=30),
    changed=st.dictionaries(ids, facts | st.none(), max_size=30),
    position=on_a_grid | in_beijing,
    k=st.sampled_from([1, 2, 5, 16, 40]),
    where=st.sampled_from(FILTERS),
    radius_m=st.sampled_from([0.0, 15_000.0, 50_000.0, 1e6]),
)
def test_a_revised_index_equals_a_new_one(  # noqa: PLR0913 - what hypothesis draws
    *,
    before: dict[str, tuple[tuple[float, float], StationKind, str]],
    changed: dict[str, tuple[tuple[float, float], StationKind, str] | None],
    position: tuple[float, float],
    k: int,
    where: StationFilter | None,
    radius_m: float,
) -> None:
    old = {one: made(one, fact) for one, fact in before.items()}
    fresh = {one: made(one, fact) for one, fact in changed.items() if fact is not None}
    now = {one: kept for one, kept in old.items() if one not in changed} | fresh
    here = Position(*position)

    revised = RevisedIndex(in_order_of_id(old), gone=changed, fresh=fresh.values())

    anew = in_order_of_id(now)
    assert said(revised.nearest(here, k, where)) == said(anew.nearest(here, k, where))
    assert said(revised.within(here, radius_m, where)) == said(anew.within(here, radius_m, where))
