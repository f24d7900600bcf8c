"""Likely duplicates: one place entered twice, and not two places that are much alike."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyproj import Geod

from rig.sample import whole_sample
from rig.stations import BEIJING_CENTRE, station
from stationmap.files.read import read_stations
from stationmap.geo.position import Position
from stationmap.upkeep.duplicates import REACH_M, duplicates_of, likely_duplicates, likeness

if TYPE_CHECKING:
    from stationmap.stations.station import Station

ROOT = Path(__file__).resolve().parents[2]
ZHENGZHOU = "zhengzhou_82_real_union_stations_gcj02_wgs84.csv"


def at(distance_m: float, **facts: Any) -> Station:
    """Make a station so far east of the middle of Beijing."""
    lon, lat, _ = Geod(ellps="WGS84").fwd(*_pair(BEIJING_CENTRE), 90, distance_m)
    return station(**{"id": "2", "position": Position(lon, lat)} | facts)


def _pair(position: Position) -> tuple[float, float]:
    return position.lon, position.lat


def are_duplicates(a: Station, b: Station) -> bool:
    found = likely_duplicates([a, b])
    assert [pair.b.id for pair in found] == [pair.b.id for pair in duplicates_of(a, [b])]
    return bool(found)


@pytest.mark.parametrize(
    "other",
    [
        "工会驿站（嵩山医院）",
        "嵩山医院户外劳动者爱心驿站",
        "嵩山医院 暖心驿站",
        "嵩山醫院驿站",
        "海淀区嵩山医院工会驿站",
    ],
)
def test_a_name_in_another_form_nearby_is_a_duplicate(other: str) -> None:
    assert are_duplicates(
        station(name="工会驿站(嵩山医院)", district="海淀区"),
        at(40, name=other, district="海淀区"),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("商城路220号爱心驿站", "商城路206号爱心驿站"),
        ("第1社区暖心驿站", "第２社区暖心驿站"),
        ("中原银行工人路支行工会驿站", "嵩山医院工会驿站"),
        ("暖心驿站", "工会驿站"),
    ],
)
def test_two_names_that_tell_places_apart_are_no_duplicates(one: str, other: str) -> None:
    assert not are_duplicates(station(name=one), at(20, name=other))


def test_the_same_generic_name_at_one_spot_is_a_duplicate() -> None:
    assert are_duplicates(station(name="暖心驿站"), at(20, name="暖心驿站"))


def test_the_farther_apart_the_more_alike_they_must_be() -> None:
    one, name = station(name="望京西园党群中心驿站"), "望京西园社区中心驿站"

    assert are_duplicates(one, at(10, name=name))
    assert not are_duplicates(one, at(240, name=name))


def test_beyond_the_reach_not_even_the_same_name_counts() -> None:
    assert are_duplicates(station(), at(REACH_M - 1))
    assert not are_duplicates(station(), at(REACH_M + 1))


def test_a_nursing_room_in_the_same_house_is_no_duplicate() -> None:
    room = at(0, name="国贸大厦母婴关爱室", kind="nursing_room")

    assert not are_duplicates(station(name="国贸大厦暖心驿站"), room)
    assert are_duplicates(station(name="国贸大厦母婴关爱室"), room)


@pytest.mark.parametrize(
    "shared", [{"address": "建外大街1号"}, {"phone": "010-6500 1234"}, {"host": "国贸物业"}]
)
def test_an_address_a_telephone_or_a_host_in_common_raises_thelikeness(
    shared: dict[str, str],
) -> None:
    one, other = station(name="国贸大厦一层"), at(10, name="国贸商城东门")
    together = likeness(one.model_copy(update=shared), other.model_copy(update=shared))

    assert together > likeness(one, other)


def test_the_hotline_in_common_says_nothing() -> None:
    one, other = station(name="国贸大厦一层"), at(10, name="国贸商城东门")
    hotline = {"phone": "12351"}

    together = likeness(one.model_copy(update=hotline), other.model_copy(update=hotline))
    assert together == likeness(one, other)


def test_stations_that_name_each_other_as_related_are_two() -> None:
    """So staff say that two which look the same are not."""
    assert not are_duplicates(station(), at(10, related_ids=("1",)))


def test_a_station_is_no_duplicate_of_itself() -> None:
    assert duplicates_of(station(), [station()]) == []


def test_the_likeliest_come_first() -> None:
    near, far = at(5, id="near"), at(50, id="far")
    like = at(1, id="like", name="示例驿站二楼")

    found = duplicates_of(station(), [like, far, near])

    assert [pair.b.id for pair in found] == ["near", "far", "like"]


def test_no_stations_have_no_duplicates() -> None:
    assert likely_duplicates([]) == []
    assert duplicates_of(station(), []) == []


def test_the_sample_has_no_duplicates_and_a_planted_one_is_found() -> None:
    sample = whole_sample()
    planted = sample[500].model_copy(update={"id": "planted"})

    found = likely_duplicates([*sample, planted])

    assert [(pair.a.id, pair.b.id) for pair in found] == [(sample[500].id, "planted")]


def test_real_stations_have_no_duplicates_among_them(shared_data: Path) -> None:
    assert likely_duplicates(read_stations(shared_data / ZHENGZHOU, "gcj02")) == []


@pytest.mark.parametrize("form", ["工会驿站（{}）", "{}暖心驿站", "{}"])
def test_a_real_station_entered_again_80_m_away_under_another_name_is_found(
    shared_data: Path, form: str
) -> None:
    """And it is never taken for another one."""
    real = read_stations(shared_data / ZHENGZHOU, "gcj02")
    found = [duplicates_of(_again(one, form), real) for one in real]

    assert all(pair.a.id == f"again-{pair.b.id}" for pairs in found for pair in pairs)
    assert sum(map(bool, found)) >= 0.95 * len(real)


def _again(one: Station, form: str) -> Station:
    lon, lat, _ = Geod(ellps="WGS84").fwd(*_pair(one.position), 45, 80)
    bare = re.sub(r"户外劳动者|爱心驿站|工会驿站|驿站|[()（）]", "", one.name)
    again = {"id": f"again-{one.id}", "name": form.format(bare), "address": None}
    return one.model_copy(update=again | {"position": Position(lon, lat)})
