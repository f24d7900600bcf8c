"""What a client has already is not sent again; other origins may read; pages stay in place."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.testclient import TestClient

from rig.stores import NOON, change, shop
from stationmap import Position
from stationmap.api.answering import headers_of
from stationmap.api.app import api_app
from stationmap.api.compression import CompressionMiddleware
from stationmap.bootstrap import Office
from stationmap.errors import StoreError
from stationmap.store.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stationmap.settings import Settings

ITEMS = "/api/collections/stations/items"
ITEM = f"{ITEMS}/d"


@dataclass(frozen=True)
class Shops:
    """A store of its own, and a client of the API over it."""

    store: MemoryStore
    client: TestClient

    def ids(self, address: str) -> list[str]:
        return [one["id"] for one in self.client.get(address).json()["features"]]

    def next(self, address: str, rel: str = "next") -> str:
        links = self.client.get(address).json()["links"]
        (href,) = (link["href"] for link in links if link["rel"] == rel)
        assert isinstance(href, str)
        return href


@pytest.fixture
def shops(sample_settings: Settings) -> Iterator[Shops]:
    store = MemoryStore()
    for name in "bdfhj":
        store.save(shop(name), change(), version=0)
    office = Office(settings=sample_settings, store=store)
    app = Starlette(
        routes=[Mount("/api", app=api_app(lambda: office))],
        middleware=[Middleware(CompressionMiddleware)],
    )
    with TestClient(app) as client:
        yield Shops(store, client)


def _edit(shops: Shops) -> None:
    shops.store.save(shop("d", notes="new"), change(), version=1)


def _add(shops: Shops) -> None:
    shops.store.save(shop("a"), change(), version=0)


def _remove(shops: Shops) -> None:
    shops.store.remove("b", change(), version=1)


@pytest.mark.parametrize("address", [ITEMS, ITEM, "/api/", "/api/openapi", "/api/collections"])
def test_who_has_the_newest_gets_304(shops: Shops, address: str) -> None:
    first = shops.client.get(address)
    assert first.status_code == 200

    again = shops.client.get(address, headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("write", [_edit, _add, _remove])
def test_after_a_change_the_list_is_sent_again(
    shops: Shops, write: Callable[[Shops], None]
) -> None:
    tag = shops.client.get(ITEMS).headers["etag"]

    write(shops)

    assert shops.client.get(ITEMS, headers={"If-None-Match": tag}).status_code == 200


def test_the_tag_of_a_station_is_its_version(shops: Shops) -> None:
    plain = {"Accept-Encoding": "identity"}
    assert shops.client.get(ITEM, headers=plain).headers["etag"] == '"v1"'
    _edit(shops)
    assert shops.client.get(ITEM, headers=plain).headers["etag"] == '"v2"'
    assert shops.client.get(ITEM).headers["etag"] == 'W/"v2"'
    assert shops.client.get(ITEM, params={"f": "html"}).headers["etag"].startswith('W/"')


def test_a_proxy_may_mark_a_tag_as_compressed(shops: Shops) -> None:
    tag = shops.client.get(ITEMS).headers["etag"]

    marked = f'"x", {tag[:-1]}-gzip"'

    assert shops.client.get(ITEMS, headers={"If-None-Match": marked}).status_code == 304


def test_who_knows_when_it_was_changed_gets_304(shops: Shops) -> None:
    changed = shops.client.get(ITEMS).headers["last-modified"]
    assert changed == "Fri, 20 Nov 2026 12:00:00 GMT"

    def asked(since: str) -> int:
        return shops.client.get(ITEMS, headers={"If-Modified-Since": since}).status_code

    assert asked(changed) == 304
    assert asked("Fri, 20 Nov 2026 12:00:01 GMT") == 304
    assert asked("Fri, 20 Nov 2026 11:59:59 GMT") == 200
    for no_date in ("yesterday", "Fri, 20 Nov 9999999999999 12:00:00 GMT", ""):
        assert asked(no_date) == 200


def test_when_it_was_changed_is_told_once_its_second_is_surely_over() -> None:
    def told(after_s: float) -> str | None:
        now = NOON + timedelta(seconds=after_s)
        return headers_of('"v1"', changed_at=NOON, clock=lambda: now).get("Last-Modified")

    assert [told(0), told(2), told(2.000001)] == [None, None, "Fri, 20 Nov 2026 12:00:00 GMT"]


@pytest.mark.parametrize("write", [_edit, _add, _remove])
def test_pages_neither_repeat_nor_skip_a_station_that_stays(
    shops: Shops, write: Callable[[Shops], None]
) -> None:
    behind = shops.next(f"{ITEMS}?limit=2")

    write(shops)

    assert shops.ids(behind) == ["f", "h"]
    assert shops.ids(shops.next(behind)) == ["j"]
    assert "d" in shops.ids(shops.next(behind, "prev"))


def test_an_edit_is_in_the_next_answer(shops: Shops) -> None:
    shops.client.get(ITEMS)

    shops.store.save(shop("d", lon=100.0, lat=30.0), change(), version=1)

    assert shops.ids(f"{ITEMS}?bbox=99,29,101,31") == ["d"]
    assert shops.client.get(ITEM).json()["geometry"]["coordinates"] == [100.0, 30.0]


def test_a_removed_station_is_gone_and_a_merged_one_leads_on(shops: Shops) -> None:
    shops.store.remove("b", change(), version=1)
    shops.store.remove("d", change(), version=1, successor="f")

    assert shops.client.get(f"{ITEMS}/b").status_code == 410
    moved = shops.client.get(f"{ITEM}?f=json", follow_redirects=False)
    assert moved.status_code == 308
    assert moved.headers["location"] == f"http://testserver{ITEMS}/f?f=json"


def test_an_id_may_hold_anything(shops: Shops) -> None:
    shops.store.save(shop("a/b ?#é座"), change(), version=0)
    listed = shops.client.get(ITEMS, params={"name": "a/b ?#é座", "f": "html"}).text
    assert "a%2Fb%20%3F%23%C3%A9%E5%BA%A7" in listed

    answer = shops.client.get(f"{ITEMS}/a%2Fb%20%3F%23%C3%A9%E5%BA%A7")

    assert answer.json()["id"] == "a/b ?#é座"
    (own,) = (link["href"] for link in answer.json()["links"] if link["rel"] == "self")
    assert shops.client.get(own).json()["id"] == "a/b ?#é座"


def test_any_page_may_read_and_none_may_write(shops: Shops) -> None:
    origin = {"Origin": "https://example.org"}
    asked = shops.client.get(ITEMS, headers=origin)
    assert asked.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in asked.headers
    assert {"ETag", "Link", "Content-Crs"} <= set(
        asked.headers["access-control-expose-headers"].split(", ")
    )

    preflight = origin | {"Access-Control-Request-Method": "DELETE"}
    answer = shops.client.options(ITEM, headers=preflight)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD"
    assert answer.headers["allow"] == "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"
    posted = shops.client.post(ITEMS, headers=origin)
    assert "access-control-allow-origin" not in posted.headers


def test_a_position_may_be_asked_about_from_any_page(shops: Shops) -> None:
    preflight = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}

    answer = shops.client.options("/api/nearest", headers=preflight)

    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]


def test_answers_are_compressed(shops: Shops) -> None:
    plain = shops.client.get(ITEMS, headers={"Accept-Encoding": "identity"})
    with shops.client.stream("GET", ITEMS, headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())

    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed)[:30] == plain.content[:30]
    assert len(packed) < len(plain.content) / 2


def test_a_proxys_https_is_that_of_the_setting(sample_settings: Settings) -> None:
    settings = sample_settings.model_copy(update={"public_url": "https://stations.example/map/"})
    office = Office(settings=settings, store=MemoryStore())
    app = Starlette(routes=[Mount("/map/api", app=api_app(lambda: office))])
    with TestClient(app, base_url="http://stations.example") as client:
        outside = client.get("/map/api/").json()["links"][0]["href"]
    with TestClient(app, base_url="http://10.0.0.7:8501") as client:
        inside = client.get("/map/api/").json()["links"][0]["href"]

    assert outside == "https://stations.example/map/api/"
    assert inside == "http://10.0.0.7:8501/map/api/"


def test_a_store_that_is_away_is_no_reason_not_to_answer(
    shops: Shops, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = shops.ids(ITEMS)

    def away(*_args: object, **_more: object) -> None:
        raise StoreError("/secret/path", "disk I/O error")

    for name in ("get", "find", "revision", "history"):
        monkeypatch.setattr(shops.store, name, away)

    assert shops.ids(ITEMS) == known
    answer = shops.client.get(ITEM)
    assert answer.status_code == 200
    assert answer.json()["id"] == "d"
    assert "etag" not in answer.headers
    missing = shops.client.get(f"{ITEMS}/nobody")
    assert (missing.status_code, missing.headers["retry-after"]) == (503, "2")
    assert "/secret/path" not in missing.text


def test_positions_are_rounded_as_they_are_searched(shops: Shops) -> None:
    shops.store.save(shop("k", lon=116.12345649, lat=39.12345651), change(), version=0)

    found = shops.client.get(f"{ITEMS}?bbox=116.123456,39.123457,116.123456,39.123457").json()

    assert [one["id"] for one in found["features"]] == ["k"]
    assert found["features"][0]["geometry"]["coordinates"] == [116.123456, 39.123457]
    assert Position(116.12345649, 39.12345651).lon != 116.123456
