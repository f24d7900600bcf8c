"""What is packed on its way out, and what is not: within Streamlit's own, as the server has it."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.testclient import TestClient

from rig.api_desk import ITEMS, api_desk
from stationmap.api.app import api_app
from stationmap.api.compression import CompressionMiddleware

if TYPE_CHECKING:
    from collections.abc import Iterator

ITEM, EXPORT = f"{ITEMS}/hd-1", "/api/export/stations.geojson"
PACKED, PLAIN = {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "identity"}


@pytest.fixture
def client() -> Iterator[TestClient]:
    with api_desk() as desk:
        app = Starlette(
            routes=[Mount("/api", app=api_app(lambda: desk.office))],
            middleware=[Middleware(CompressionMiddleware), Middleware(GZipMiddleware)],
        )
        with TestClient(app) as opened:
            yield opened


@pytest.mark.parametrize("path", [ITEM, ITEMS, EXPORT, "/api/changes"])
def test_what_is_packed_is_the_same_and_has_another_or_a_weak_tag(
    client: TestClient, path: str
) -> None:
    with client.stream("GET", path, headers=PACKED) as packed:
        content = b"".join(packed.iter_raw())
    plain = client.get(path, headers=PLAIN)

    assert packed.headers["content-encoding"] == "gzip"
    assert len(gzip.decompress(content)) == len(plain.content)
    tag = packed.headers["etag"]
    assert tag.startswith("W/") or tag != plain.headers["etag"]


@pytest.mark.parametrize("refused", ["gzip;q=0", "gzip;q=0, *;q=0.5", "br, gzip; q=0.0"])
@pytest.mark.parametrize("path", [ITEM, ITEMS, EXPORT, "/api/changes"])
def test_who_refuses_gzip_gets_none(client: TestClient, path: str, refused: str) -> None:
    answer = client.get(path, headers={"Accept-Encoding": refused})
    assert "content-encoding" not in answer.headers


def test_a_station_has_its_strong_tag_where_it_is_not_packed(client: TestClient) -> None:
    tags = [client.get(ITEM, headers=asked).headers["etag"] for asked in (PLAIN, PACKED)]
    again = [client.get(ITEM, headers=PACKED | {"If-None-Match": tag}) for tag in tags]

    assert tags == ['"v1"', 'W/"v1"']
    assert [(one.status_code, one.headers["etag"]) for one in again] == [(304, 'W/"v1"')] * 2


@pytest.mark.parametrize("asked", [PACKED, PLAIN])
@pytest.mark.parametrize("path", [ITEM, ITEMS, EXPORT])
def test_vary_names_each_header_once(client: TestClient, path: str, asked: dict[str, str]) -> None:
    named = client.get(path, headers=asked).headers["vary"].lower().split(", ")
    assert "accept-encoding" in named
    assert len(named) == len(set(named))
