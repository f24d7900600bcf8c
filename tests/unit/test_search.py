"""The search for places by what people type."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from rig.sample import whole_sample
from stationmap.bootstrap import wire
from stationmap.files.districts import read_districts
from stationmap.geo.geodesic import distance_m
from stationmap.geo.position import Position
from stationmap.geocoding.gazetteer import read_gazetteer
from stationmap.services.places_by_name import REINDEX_AFTER, Place, PlaceKind
from stationmap.services.search import SearchPlaces
from stationmap.settings import Geocoder, Settings
from stationmap.stations.codes import StationKind
from stationmap.stations.districts import Districts
from stationmap.stations.station import Station

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA = Path(__file__).resolve().parents[2] / "data"
HERE = Position(116.31, 39.98)


@pytest.fixture(scope="module")
def search() -> SearchPlaces:
    """Return the search over everything that is shipped."""
    return SearchPlaces(
        whole_sample(),
        read_districts(DATA / "districts.geojson"),
        read_gazetteer(DATA / "places.csv"),
    )


def station(number: int, name: str, **properties: str) -> Station:
    return Station(
        id=f"T{number}",
        name=name,
        kind=StationKind.WARM_STATION,
        position=HERE,
        address=properties.get("address"),
        district=properties.get("district"),
        host=properties.get("host"),
    )


def among(*stations: Station) -> SearchPlaces:
    return SearchPlaces(stations, Districts([]), ())


def best(search: SearchPlaces, query: str) -> Place:
    return search.find(query)[0]


@pytest.mark.parametrize(
    "query",
    [
        "中关村",
        "zgc",
        "ZGC",
        "zhongguancun",
        "Zhong Guan Cun",
        "zhōngguāncūn",
        "ＺＨＯＮＧＧＵＡＮＣＵＮ",
        "zhong关村",
        "zg村",
        "zhonggc",
        "zhonggua",
        "关村",
        "中官村",
        " 中关村\n",
        "中🍜关村",
    ],
)
def test_zhongguancun_is_found_however_it_is_typed(search: SearchPlaces, query: str) -> None:
    place = best(search, query)
    assert (place.kind, place.name) == (PlaceKind.PLACE, "中关村")
    assert distance_m(place.position, Position(116.311, 39.984)) < 1


@pytest.mark.parametrize(
    ("query", "kind", "name"),
    [
        ("海淀", PlaceKind.DISTRICT, "海淀区"),
        ("haidian", PlaceKind.DISTRICT, "海淀区"),
        ("Haidian District", PlaceKind.DISTRICT, "海淀区"),
        ("hdq", PlaceKind.DISTRICT, "海淀区"),
        ("朝阳", PlaceKind.DISTRICT, "朝阳区"),
        ("望京", PlaceKind.PLACE, "望京"),
        ("wj", PlaceKind.PLACE, "望京"),
        ("Xi'erqi", PlaceKind.PLACE, "西二旗"),
        ("cbd", PlaceKind.PLACE, "国贸"),
        ("3hao", PlaceKind.PLACE, "3号航站楼"),
        ("Beijing South Railway", PlaceKind.PLACE, "北京南站"),
    ],
)
def test_a_district_or_place_beats_the_stations_named_after_it(
    search: SearchPlaces, query: str, kind: PlaceKind, name: str
) -> None:
    place = best(search, query)
    assert (place.kind, place.name) == (kind, name)


def test_a_district_stands_at_its_seat(search: SearchPlaces) -> None:
    """The middle of Yanqing is a mountain; its people live in the town of the same name."""
    assert distance_m(best(search, "延庆区").position, Position(115.9715, 40.46093)) < 1


def test_a_station_is_found_by_name_and_carries_its_id(search: SearchPlaces) -> None:
    place = best(search, "暖心驿站 延庆区 8300")
    assert (place.kind, place.station_id) == (PlaceKind.STATION, "SW8300")
    assert place.detail.startswith("示例地址，延庆区")


def test_a_station_is_found_by_address_district_and_host() -> None:
    stations = among(
        station(1, "甲站", address="成府路45号"),
        station(2, "乙站", district="平谷区"),
        station(3, "丙站", host="加油站"),
    )
    assert [place.station_id for place in stations.find("成府路45")] == ["T1"]
    assert [place.station_id for place in stations.find("平谷")] == ["T2"]
    assert [place.station_id for place in stations.find("加油")] == ["T3"]


def test_all_words_of_a_query_must_be_in_the_record() -> None:
    stations = among(
        station(1, "清河驿站", address="小营西路"), station(2, "清河书屋", address="安宁庄路")
    )
    assert [place.station_id for place in stations.find("小营 清河")] == ["T1"]
    assert stations.find("小营 书屋") == []


def test_whole_names_come_before_beginnings_initials_and_parts() -> None:
    stations = among(
        station(1, "老望京驿站"),
        station(2, "王家驿站"),
        station(3, "望京驿站"),
        station(4, "望京"),
    )
    assert [place.station_id for place in stations.find("望京")] == ["T4", "T3", "T1"]
    assert [place.station_id for place in stations.find("wj")] == ["T4", "T2", "T3", "T1"]


def test_pinyin_counts_whole_syllables() -> None:
    """What begins inside a syllable is no match: the an of tian is not the an of Anning."""
    stations = among(station(1, "天宁驿站"), station(2, "安宁驿站"))
    assert [place.name for place in stations.find("anning")] == ["安宁驿站"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("重庆大厦", "chongqing"),
        ("银行驿站", "yinhang"),
        ("长阳驿站", "changyang"),
        ("长阳驿站", "zhangyang"),
        ("十里堡", "shilipu"),
        ("永乐店", "yld"),
        ("马家堡", "mjp"),
        ("大安山", "das"),
    ],
)
def test_a_name_is_found_by_each_reading_of_its_characters(name: str, typed: str) -> None:
    assert best(among(station(1, name)), typed).name == name


def test_the_limit_holds_and_nothing_is_found_twice(search: SearchPlaces) -> None:
    found = search.find("zhan", limit=50)
    assert len(found) == 50
    assert len(set(found)) == 50


@pytest.mark.parametrize(
    "query",
    [
        "116.404,39.915",
        "39.915 116.404",
        "116.404，39.915",
        " 116.404 ; 39.915 ",
        "１１６.４０４,39.915",
    ],
)
def test_coordinates_are_a_position_in_either_order(search: SearchPlaces, query: str) -> None:
    (place,) = search.find(query)
    assert place.kind is PlaceKind.POSITION
    assert place.position == Position(116.404, 39.915)
    assert place.detail == "东城区"


@pytest.mark.parametrize("query", ["0.5,0.5", "39.9,39.9", "116,39", "500.1,39.9", "1.1.1,39.9"])
def test_other_numbers_are_no_position(search: SearchPlaces, query: str) -> None:
    assert all(place.kind is not PlaceKind.POSITION for place in search.find(query))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "\x00",
        "\n\t\r",
        "🍜🍜",
        "(",
        "[{(*+?",
        ".*",
        "\\",
        "$^",
        "'; DROP TABLE stations; --",
        "{{cycler}}",
        "\ud800",
        "\u202e\u200b",
        "q" * 100_000,
        "中" * 100_000,
        " " * 100_000,
        "a " * 50_000,
    ],
    ids=lambda query: ascii(query[:12]),
)
def test_hostile_queries_find_nothing(search: SearchPlaces, query: str) -> None:
    assert search.find(query) == []


def test_without_a_geocoder_nothing_is_asked_online(search: SearchPlaces) -> None:
    assert not search.can_ask_online
    assert search.find_online("中关村大街1号") == []


def test_nothing_to_search_finds_nothing() -> None:
    assert among().find("中关村") == []


def test_the_program_as_wired_finds_zhongguancun_and_asks_nobody() -> None:
    wired = wire(Settings()).search
    assert best(wired, "zgc").name == "中关村"
    assert not wired.can_ask_online


def test_a_configured_geocoder_is_wired() -> None:
    settings = Settings(geocoder=Geocoder.AMAP, geocoder_key=SecretStr("key"))
    assert wire(settings).search.can_ask_online


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("海淀区中关村大街1号", ["中关村", "海淀区"]),
        ("中关村 地铁站", ["中关村"]),
        ("北京市朝阳区望京街9号院", ["望京", "朝阳区"]),
        ("1 Zhongguancun Street, Haidian, Beijing", ["中关村", "海淀区"]),
        ("附近哪里有热水", []),
    ],
)
def test_of_an_address_the_places_that_it_names_are_found(
    search: SearchPlaces, query: str, names: list[str]
) -> None:
    found = search.named_in(query)
    assert search.find(query) == []
    assert [place.name for place in found][: len(names)] == names
    assert bool(found) == bool(names)


# ---- a list that changes -----------------------------------------------------------------------

TYPED = ("驿站", "望京", "wangjing", "wj", "新驿站", "xinyizhan", "西城")


def by_id(stations: Iterable[Station]) -> dict[str, Station]:
    return {one.id: one for one in sorted(stations, key=lambda one: one.id)}


def agree(revised: SearchPlaces, stations: Iterable[Station]) -> bool:
    """Say whether a search answers as a new one would."""
    new = among(*stations)
    return all(revised.find(typed, 50) == new.find(typed, 50) for typed in TYPED)


def test_the_search_for_a_changed_list_answers_as_a_new_one() -> None:
    """A name changed, a station came, one left; then the name is as it was before."""
    listed = {n: station(n, f"望京驿站{n}", address="西城") for n in range(40)}
    search = among(*listed.values())

    for step in (
        {7: "新驿站"},
        {41: "望京新驿站"},
        {3: None},
        {7: "望京驿站7", 41: None},
        {3: "驿"},
    ):
        listed |= {n: station(n, name) for n, name in step.items() if name}
        listed = {n: one for n, one in listed.items() if step.get(n, "") is not None}
        search = search.with_stations(by_id(listed.values()))

        assert agree(search, listed.values())


def test_more_changes_than_are_looked_through_are_found_as_well() -> None:
    count = REINDEX_AFTER + 10
    listed = [station(n, f"望京驿站{n}") for n in range(count)]
    search = among(*listed)
    for n in range(count):
        listed[n] = station(n, f"新驿站{n}")
        search = search.with_stations(by_id(listed))

    assert agree(search, listed)
    assert search.find("望京") == []
