"""The way there in each navigation app, in the coordinates it expects; and telephone links."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from stationmap.geo.position import Position
from stationmap.geo.travel import TravelMode
from stationmap.labels import Language
from stationmap.maps.links import MAX_NAME, phone_link, routes_to, short_name
from stationmap.stations.codes import StationKind
from stationmap.stations.station import Station

XIDAN = Position(116.377817, 39.911954)
"""With its GCJ-02 from a published vector (eviltransform, MIT): 116.384047, 39.913345."""


def station(name: str = "示例驿站", position: Position = XIDAN) -> Station:
    return Station(id="S1", name=name, kind=StationKind.WARM_STATION, position=position)


def urls(mode: TravelMode, **given: object) -> dict[str, str]:
    routes = routes_to(station(**given), Language.ZH, mode=mode)  # type: ignore[arg-type]  # test
    return {route.app: route.url for route in routes}


def test_each_app_gets_its_own_order_and_mode() -> None:
    name = "%E7%A4%BA%E4%BE%8B%E9%A9%BF%E7%AB%99"
    assert urls(TravelMode.EBIKE) == {
        "amap": "https://uri.amap.com/navigation?to=116.384047,39.913345,"
        f"{name}&mode=ride&coordinate=gaode&callnative=1&src=stationmap",
        "baidu": "https://api.map.baidu.com/direction?destination=latlng%3A39.913345,116.384047"
        f"%7Cname%3A{name}&coord_type=gcj02&mode=riding&output=html&src=stationmap",
        "tencent": "https://apis.map.qq.com/uri/v1/routeplan?type=bike"
        f"&to={name}&tocoord=39.913345,116.384047&referer=stationmap",
        "apple": "https://maps.apple.com/?daddr=39.913345,116.384047",
    }


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (TravelMode.WALK, ("mode=walk&", "mode=walking&", "type=walk&", "dirflg=w")),
        (TravelMode.TRUCK, ("mode=car&", "mode=driving&", "type=drive&", "dirflg=d")),
    ],
)
def test_walking_and_driving_are_told_apart(mode: TravelMode, expected: tuple[str, ...]) -> None:
    for part, url in zip(expected, urls(mode).values(), strict=True):
        assert part in url


def test_outside_the_mainland_nothing_is_shifted() -> None:
    hong_kong = Position(114.158177, 22.284544)
    apple = urls(TravelMode.WALK, position=hong_kong)["apple"]
    assert apple.startswith("https://maps.apple.com/?daddr=22.284544,114.158177&")


HOSTILE = "驿站,1|name:x&mode=car#?<script>\"'`\\\u2028\u202e\x00 end"


def test_a_hostile_name_stays_inside_its_parameter() -> None:
    for url in urls(TravelMode.WALK, name=HOSTILE.replace("\x00", "")).values():
        parts = urlsplit(url)
        query = parse_qs(parts.query, strict_parsing=True)
        assert parts.fragment == ""
        assert all(len(values) == 1 for values in query.values())
        assert query.get("mode", ["walk"])[0].startswith("walk")
        assert not set("<>\"'`\\| \u2028\u202e") & set(url)


def test_a_long_name_is_shortened() -> None:
    assert short_name("长" * 10_000) == "长" * MAX_NAME


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12351", "tel:12351"),
        ("010-6512 3456", "tel:01065123456"),
        ("+86 (10) 6512-3456", "tel:+861065123456"),
        ("（010）65123456", "tel:01065123456"),
        ("010-65123456转801", "tel:01065123456"),
        ("电话：13800138000、13900139000", "tel:13800138000"),
        ("无", None),
        ("12", None),
        ("1" * 16, None),
        ("javascript:alert(1)", None),
        ("12351;ext=1\nX: y", "tel:12351"),
    ],
)
def test_only_digits_reach_the_telephone(written: str, expected: str | None) -> None:
    assert phone_link(written) == expected
