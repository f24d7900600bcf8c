"""The online geocoders, asked over real HTTP in each service's documented format."""

from __future__ import annotations

import json
import logging
import threading
import traceback
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from rig.geocoding_service import GeocodingService, geocoding_service
from stationmap.errors import GeocodingError, SettingsError, StoreError
from stationmap.geo.datum import Datum, coordinates_in
from stationmap.geo.geodesic import distance_m
from stationmap.geo.position import Position
from stationmap.geocoding import online
from stationmap.geocoding.online import NOMINATIM_EVERY_S, OnlineGeocoder, online_geocoder
from stationmap.geocoding.pace import Pace
from stationmap.services.places_by_name import PlaceKind
from stationmap.services.search import SearchPlaces
from stationmap.settings import Geocoder, Settings
from stationmap.stations.districts import Districts
from stationmap.store.local_limits import LocalLimits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.geocoding.pace import Turn

BEIJING = (115.4, 39.4, 117.6, 41.1)
TRUE_POSITION = Position(116.404, 39.915)
KEY = "k3y-that-must-never-be-told"
QUERY = "东长安街1号"
KEYED = [Geocoder.AMAP, Geocoder.BAIDU, Geocoder.TIANDITU]
EVERY = [*KEYED, Geocoder.NOMINATIM]
DATUM = {
    Geocoder.AMAP: "gcj02",
    Geocoder.BAIDU: "bd09",
    Geocoder.TIANDITU: "wgs84",
    Geocoder.NOMINATIM: "wgs84",
}


@pytest.fixture
def service() -> Iterator[GeocodingService]:
    with geocoding_service() as running:
        yield running


def unhurried(name: str, *, every_s: float) -> float:
    """Let everybody ask at once."""
    del name, every_s
    return 0.0


def settings(kind: Geocoder, url: str | None = None) -> Settings:
    return Settings(
        geocoder=kind,
        geocoder_key=SecretStr(KEY),
        tianditu_key=SecretStr(KEY),
        geocoder_contact="map@example.org",
        geocoder_url=url,
    )


def asking(kind: Geocoder, service: GeocodingService, *, turn: Turn = unhurried) -> OnlineGeocoder:
    ours = settings(kind, f"http://{service.domain}/")
    geocoder = online_geocoder(ours, BEIJING, turn=turn)
    assert geocoder is not None
    return geocoder


def answer(kind: Geocoder, position: Position = TRUE_POSITION) -> Any:
    """Return one result in the service's documented form and datum."""
    lon, lat = coordinates_in(position, DATUM[kind])
    return {
        Geocoder.AMAP: {
            "status": "1",
            "info": "OK",
            "infocode": "10000",
            "count": "1",
            "geocodes": [
                {
                    "formatted_address": "北京市东城区东长安街1号",
                    "district": "东城区",
                    "building": {"name": [], "type": []},
                    "location": f"{lon},{lat}",
                    "level": "门牌号",
                }
            ],
        },
        Geocoder.BAIDU: {
            "status": 0,
            "result": {
                "location": {"lng": lon, "lat": lat},
                "precise": 1,
                "confidence": 80,
                "level": "门址",
            },
        },
        Geocoder.TIANDITU: {
            "msg": "ok",
            "location": {"score": 100, "level": "门址", "lon": f"{lon}", "lat": f"{lat}"},
            "searchVersion": "6.0.0",
            "status": "0",
        },
        Geocoder.NOMINATIM: [
            {
                "place_id": 1,
                "lat": f"{lat}",
                "lon": f"{lon}",
                "display_name": "1号, 东长安街, 东城区, 北京市, 中国",
            }
        ],
    }[kind]


NOTHING: dict[Geocoder, Any] = {
    Geocoder.AMAP: {"status": "1", "info": "OK", "infocode": "10000", "count": "0", "geocodes": []},
    Geocoder.BAIDU: {"status": 1, "msg": "Internal Service Error:无相关结果", "results": []},
    Geocoder.TIANDITU: {"msg": "无结果", "status": "404"},
    Geocoder.NOMINATIM: [],
}
REFUSALS: dict[Geocoder, tuple[Any, str]] = {
    Geocoder.AMAP: ({"status": "0", "info": "INVALID_USER_KEY", "infocode": "10001"}, "10001"),
    Geocoder.BAIDU: ({"status": 200, "message": "APP不存在，AK有误请检查再重试"}, "200"),
    Geocoder.TIANDITU: ({"msg": "权限类型错误", "resolve": "", "code": 301003}, "301003"),
}


def serve(service: GeocodingService, page: Any) -> None:
    service.body = json.dumps(page, ensure_ascii=False).encode()


@pytest.mark.parametrize("kind", EVERY)
def test_each_service_is_read_and_its_datum_undone(
    kind: Geocoder, service: GeocodingService
) -> None:
    serve(service, answer(kind))
    (found,) = asking(kind, service).find(QUERY)
    assert distance_m(found.position, TRUE_POSITION) < 0.5
    assert "东长安街" in found.name


@pytest.mark.parametrize(
    ("kind", "path", "parameters"),
    [
        (
            Geocoder.AMAP,
            "/v3/geocode/geo",
            {"key": KEY, "address": QUERY, "city": "北京市", "output": "JSON"},
        ),
        (
            Geocoder.BAIDU,
            "/geocoding/v3/",
            {"ak": KEY, "address": QUERY, "city": "北京市", "output": "json"},
        ),
        (Geocoder.TIANDITU, "/geocoder", {"ds": f'{{"keyWord": "北京市{QUERY}"}}', "tk": KEY}),
        (
            Geocoder.NOMINATIM,
            "/search",
            {
                "q": QUERY,
                "format": "json",
                "limit": "5",
                "viewbox": "115.4,39.4,117.6,41.1",
                "bounded": "1",
                "countrycodes": "cn",
                "accept-language": "zh",
            },
        ),
    ],
)
def test_each_service_is_asked_as_it_documents(
    kind: Geocoder, path: str, parameters: dict[str, str], service: GeocodingService
) -> None:
    serve(service, answer(kind))
    asking(kind, service).find(QUERY)
    assert service.paths == [path]
    assert service.asked == [parameters]
    assert service.user_agents == ["stationmap (map@example.org)"]


@pytest.mark.parametrize("kind", KEYED)
def test_another_city_is_asked_for_by_its_name(kind: Geocoder, service: GeocodingService) -> None:
    serve(service, NOTHING[kind])
    ours = settings(kind, f"http://{service.domain}/").model_copy(update={"city": "郑州市"})
    geocoder = online_geocoder(ours, BEIJING, turn=unhurried)
    assert geocoder is not None

    assert geocoder.find(QUERY) == []

    (asked,) = service.asked
    assert "郑州市" in asked.get("city", asked.get("ds", ""))


@pytest.mark.parametrize("kind", EVERY)
def test_nothing_found_is_no_error(kind: Geocoder, service: GeocodingService) -> None:
    serve(service, NOTHING[kind])
    assert asking(kind, service).find("没有这样的地方") == []


def test_what_amap_cannot_resolve_is_not_found(service: GeocodingService) -> None:
    serve(service, {"status": "0", "info": "ENGINE_RESPONSE_DATA_ERROR", "infocode": "30001"})
    assert asking(Geocoder.AMAP, service).find("？？？") == []


def test_amap_without_a_formatted_address_is_named_by_the_query(
    service: GeocodingService,
) -> None:
    page = answer(Geocoder.AMAP)
    page["geocodes"][0]["formatted_address"] = []
    serve(service, page)
    assert asking(Geocoder.AMAP, service).find(QUERY)[0].name == QUERY


@pytest.mark.parametrize("kind", EVERY)
def test_an_answer_outside_the_city_is_dropped(kind: Geocoder, service: GeocodingService) -> None:
    serve(service, answer(kind, Position(121.47, 31.23)))
    assert asking(kind, service).find(QUERY) == []


@pytest.mark.parametrize("kind", KEYED)
def test_a_refusal_carries_the_services_own_status(
    kind: Geocoder, service: GeocodingService
) -> None:
    page, status = REFUSALS[kind]
    serve(service, page)
    with pytest.raises(GeocodingError) as raised:
        asking(kind, service).find(QUERY)
    assert raised.value.geocoder == kind
    assert raised.value.reason == f"it refused with its status {status}"


@pytest.mark.parametrize(
    ("status", "headers", "reason"),
    [
        (429, {"Retry-After": "7"}, "too many requests; again in 7 s"),
        (429, {}, "too many requests"),
        (401, {}, "did not accept the key"),
        (403, {}, "did not accept the key"),
        (500, {}, "cannot be reached, or failed"),
        (503, {}, "did not answer within"),
    ],
)
@pytest.mark.parametrize("kind", EVERY)
def test_an_http_error_is_told_in_our_words(
    kind: Geocoder, status: int, headers: dict[str, str], reason: str, service: GeocodingService
) -> None:
    service.status, service.headers = status, headers
    service.body = f"<html>{KEY}</html>".encode()
    with pytest.raises(GeocodingError, match=reason):
        asking(kind, service).find(QUERY)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>502</html>",
        b"\xff\xfe\x00garbage",
        b"3",
        b'"text"',
        b"[[1]]",
        b'{"status": "1"}',
        b'{"status": 0, "result": {}}',
        b'{"status": "0", "location": null}',
        b'{"status": 0, "result": {"location": {"lng": "x", "lat": 1}}}',
        b'{"status": "1", "geocodes": [{"formatted_address": "a", "location": "1"}]}',
        b'{"status": "1", "geocodes": [{"formatted_address": "a", "location": "nan,inf"}]}',
        b'{"status": "0", "location": {"lon": 999, "lat": 999}}',
    ],
)
@pytest.mark.parametrize("kind", EVERY)
def test_garbage_is_an_error_that_says_so(
    kind: Geocoder, body: bytes, service: GeocodingService
) -> None:
    service.body = body
    with pytest.raises(GeocodingError) as raised:
        asking(kind, service).find(QUERY)
    assert raised.value.geocoder == kind


@pytest.mark.parametrize("kind", KEYED)
def test_an_answer_of_nothing_at_all_is_an_error(kind: Geocoder, service: GeocodingService) -> None:
    service.body = b"null"
    with pytest.raises(GeocodingError, match="cannot be read"):
        asking(kind, service).find(QUERY)


@pytest.mark.parametrize("kind", EVERY)
def test_a_silent_service_is_given_up_on(
    kind: Geocoder, service: GeocodingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online, "TIMEOUT_S", 0.1)
    service.delay_s = 0.5
    with pytest.raises(GeocodingError, match=r"did not answer within 0\.1 s"):
        asking(kind, service).find(QUERY)


@pytest.mark.parametrize("kind", EVERY)
def test_a_service_that_is_not_there_is_an_error(kind: Geocoder) -> None:
    with geocoding_service() as gone:
        pass
    with pytest.raises(GeocodingError, match="cannot be reached"):
        asking(kind, gone).find(QUERY)


@pytest.mark.parametrize("status", [200, 429, 500])
@pytest.mark.parametrize("kind", EVERY)
def test_neither_key_nor_query_is_logged_or_told(
    kind: Geocoder, status: int, service: GeocodingService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service.status, service.body = status, f"echoed: {KEY} {QUERY}".encode()
    with pytest.raises(GeocodingError) as raised:
        asking(kind, service).find(QUERY)
    told = caplog.text + "".join(traceback.format_exception(raised.value)) + repr(raised.value)
    # A traceback shows this file's own lines, which name QUERY but do not hold it.
    assert KEY not in told
    assert QUERY not in told


@pytest.mark.parametrize("kind", KEYED)
def test_a_service_without_its_key_is_refused_at_the_start(kind: Geocoder) -> None:
    with pytest.raises(SettingsError, match="key"):
        online_geocoder(Settings(geocoder=kind), BEIJING, turn=unhurried)


def test_nominatim_without_a_contact_is_refused_at_the_start() -> None:
    with pytest.raises(SettingsError, match="geocoder_contact"):
        online_geocoder(Settings(geocoder=Geocoder.NOMINATIM), BEIJING, turn=unhurried)


def test_no_geocoder_is_none() -> None:
    assert online_geocoder(Settings(geocoder=Geocoder.NONE), BEIJING, turn=unhurried) is None


def test_the_search_asks_online_only_when_told_to(service: GeocodingService) -> None:
    serve(service, answer(Geocoder.AMAP))
    search = SearchPlaces([], Districts([]), (), asking(Geocoder.AMAP, service))
    assert search.find(QUERY) == []
    assert search.find_online("  ") == []
    assert service.asked == []
    (place,) = search.find_online(QUERY)
    assert place.kind is PlaceKind.ADDRESS
    assert len(service.asked) == 1


def test_nominatim_is_asked_once_a_second_by_the_whole_installation(
    service: GeocodingService,
) -> None:
    """Two geocoders in two threads share one queue, on a clock that stands still.

    It is the policy's, ten times as fast.
    """
    limits = LocalLimits(clock=lambda: 0.0)
    names: set[tuple[str, float]] = set()
    turns: list[float] = []

    def quicker(name: str, *, every_s: float) -> float:
        names.add((name, every_s))
        turns.append(limits.turn(name, every_s=every_s / 10))
        return turns[-1]

    serve(service, answer(Geocoder.NOMINATIM))
    geocoders = [asking(Geocoder.NOMINATIM, service, turn=quicker) for _ in range(2)]
    threads = [
        threading.Thread(target=geocoders[number % 2].find, args=(QUERY,)) for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    apart_s = NOMINATIM_EVERY_S / 10
    assert sorted(turns) == pytest.approx([n * apart_s for n in range(4)])
    assert len(service.asked) == 4
    assert names == {("geocoder nominatim", NOMINATIM_EVERY_S)}


def with_pace(pace: Pace) -> OnlineGeocoder:
    return OnlineGeocoder(
        Geocoder.NOMINATIM, lambda _: [], datum=Datum.WGS84, pace=pace, bounds=BEIJING
    )


def test_who_would_wait_too_long_is_turned_away() -> None:
    pace = Pace(LocalLimits().turn, "geocoder", interval_s=60.0, longest_wait_s=0.0)
    geocoder = with_pace(pace)
    assert geocoder.find(QUERY) == []
    with pytest.raises(GeocodingError, match="too many people"):
        geocoder.find(QUERY)


def test_those_who_are_turned_away_keep_no_places_that_others_wait_behind() -> None:
    limits = LocalLimits()
    pace = Pace(limits.turn, "geocoder", interval_s=60.0, longest_wait_s=4.0)

    assert [pace.wait() for _ in range(9)] == [True, *[False] * 8]
    assert 60 < limits.turn("geocoder", every_s=60.0) <= 120


def test_without_the_store_that_keeps_the_queue_nothing_is_asked() -> None:
    def away(name: str, *, every_s: float) -> float:
        del name, every_s
        raise StoreError("postgresql://map@db/stations", "it cannot be reached")

    geocoder = with_pace(Pace(away, "geocoder", interval_s=1.0, longest_wait_s=4.0))
    with pytest.raises(GeocodingError, match="the store that keeps the queue is away"):
        geocoder.find(QUERY)
