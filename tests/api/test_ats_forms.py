"""OGC API - Features Part 1, Annex A.3 to A.6: GeoJSON, HTML and OpenAPI 3.0."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from rig.hostile import HOSTILE
from rig.stations import station
from rig.stores import change
from stationmap.api.app import api_app
from stationmap.bootstrap import Office
from stationmap.stations.schema import contract_schema
from stationmap.store.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.settings import Settings

ITEMS = "/api/collections/stations/items"
METHODS = {"get", "post", "put", "patch", "delete"}
PAGES = (
    "/api/",
    "/api/conformance",
    "/api/collections",
    "/api/collections/stations",
    ITEMS,
    f"{ITEMS}/SW0001",
    "/api/docs",
    "/api/openapi",
)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def api(client: TestClient) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/api/openapi").json()
    return described


@pytest.fixture(scope="module")
def hostile(sample_settings: Settings) -> Iterator[TestClient]:
    """Return a client of an API whose stations are called what would break out of a page."""
    store = MemoryStore()
    for place, name in enumerate(HOSTILE):
        extra = {name: name} if name.strip() else {}
        store.save(
            station(id=f"{place}/{name}", name=name, address=name, extra=extra),
            change(),
            version=0,
        )
    office = Office(settings=sample_settings, store=store)
    app = Starlette(routes=[Mount("/api", app=api_app(lambda: office))])
    with TestClient(app) as client:
        yield client


class _Outline(HTMLParser):
    """Takes down what a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.links: list[str] = []
        self.language: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.handlers += [name for name in given if name.startswith("on")]
        if tag == "html":
            self.language = given["lang"]
        if tag == "a":
            self.links.append(given["href"] or "")


def test_geojson_definition(client: TestClient) -> None:
    """/conf/geojson/definition for /req/geojson/definition: GeoJSON under its own media type."""
    for address in (ITEMS, f"{ITEMS}/SW0001"):
        for accepted in ("application/geo+json", "application/json", "*/*"):
            answer = client.get(address, headers={"Accept": accepted})
            assert answer.headers["content-type"] == "application/geo+json"


def test_geojson_content(client: TestClient) -> None:
    """/conf/geojson/content for /req/geojson/content: RFC 7946, and the data contract besides."""
    found = client.get(ITEMS, params={"limit": 10_000}).json()
    alone = client.get(f"{ITEMS}/SW0001").json()

    contract = jsonschema.Draft202012Validator(contract_schema())
    contract.validate(found)
    contract.validate({"type": "FeatureCollection", "features": [alone]})
    assert "crs" not in found


@pytest.mark.parametrize("address", PAGES)
def test_html_definition(client: TestClient, address: str) -> None:
    """/conf/html/definition for /req/html/definition: every page is HTML for who accepts it."""
    by_header = client.get(address, headers={"Accept": BROWSER})

    assert by_header.headers["content-type"] == "text/html; charset=utf-8"
    if address != "/api/docs":
        assert client.get(address, params={"f": "html"}).text.startswith("<!doctype html>")


def test_html_content(client: TestClient) -> None:
    """/conf/html/content for /req/html/content: a page holds what the JSON says, and its links."""
    found = client.get(ITEMS).json()
    page = client.get(ITEMS, params={"f": "html"}).text
    assert all(one["properties"]["name"] in page for one in found["features"])
    assert any("after=" in link for link in _Outline(page).links)

    alone = client.get(f"{ITEMS}/SW0001").json()
    page = client.get(f"{ITEMS}/SW0001", params={"f": "html"}).text
    assert alone["properties"]["opening_hours"] in page
    assert f"{alone['geometry']['coordinates'][0]:.6f}" in page


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_a_page_can_be_read_by_everybody(
    client: TestClient, address: str, language: str, tag: str
) -> None:
    """It says its language, has one first heading, and every link of it leads somewhere."""
    answer = client.get(address, params={"lang": language}, headers={"Accept": BROWSER})
    outline = _Outline(answer.text)

    assert (outline.language, answer.headers["content-language"]) == (tag, tag)
    assert outline.tags.count("h1") == 1
    assert outline.tags.count("main") == 1
    assert "script" not in outline.tags
    for link in set(outline.links):
        assert client.get(link).status_code == 200, link


def test_a_first_visit_is_in_chinese_and_a_browser_in_english_gets_english(
    client: TestClient,
) -> None:
    chinese = client.get("/api/", params={"f": "html"})
    english = client.get("/api/", params={"f": "html"}, headers={"Accept-Language": "en-GB,zh;q=0"})

    assert _Outline(chinese.text).language == "zh-CN"
    assert _Outline(english.text).language == "en"


def test_no_name_breaks_out_of_a_page(hostile: TestClient) -> None:
    listed = hostile.get(ITEMS, params={"f": "html", "limit": 10_000})
    ids = [one["id"] for one in hostile.get(ITEMS, params={"limit": 10_000}).json()["features"]]
    assert len(ids) == len(HOSTILE)
    pages = [listed.text]
    pages += [link for link in _Outline(listed.text).links if "/items/" in link]
    texts = [listed.text, *(hostile.get(link).text for link in pages[1:])]

    assert len(pages) == 1 + len(ids)
    for page in texts:
        outline = _Outline(page)
        assert not {"script", "img", "iframe", "svg", "b"} & set(outline.tags)
        assert outline.handlers == []
        assert all(re.match(r"http://testserver/api/", link) for link in outline.links)


def test_no_address_breaks_out_of_a_page(hostile: TestClient) -> None:
    answer = hostile.get(ITEMS, params={"f": "html", "name": "\"><script>alert('x')</script>"})

    assert answer.status_code == 200
    assert "script" not in _Outline(answer.text).tags


def test_neither_form_is_406(client: TestClient) -> None:
    answer = client.get(ITEMS, headers={"Accept": "image/png"})

    assert (answer.status_code, answer.json()["status"]) == (406, 406)


def test_oas30_oas_definition_1(client: TestClient) -> None:
    """/conf/oas30/oas-definition-1 for /req/oas30/oas-definition-1: both forms are offered."""
    links = client.get("/api/").json()["links"]

    offered = {link["rel"]: link["type"] for link in links}
    assert offered["service-desc"] == "application/vnd.oai.openapi+json;version=3.0"
    assert offered["service-doc"] == "text/html"


def test_oas30_oas_definition_2(api: dict[str, Any]) -> None:
    """/conf/oas30/oas-definition-2 for /req/oas30/oas-definition-2: it is valid OpenAPI 3.0."""
    OpenAPIV30SpecValidator(api).validate()

    assert api["openapi"] == "3.0.3"


def test_oas30_oas_impl(client: TestClient, api: dict[str, Any]) -> None:
    """/conf/oas30/oas-impl for /req/oas30/oas-impl: every operation described is there.

    And every method that is there is described.
    """
    for path, operations in api["paths"].items():
        address = "/api" + re.sub(r"{\w+}", "1", path)
        allowed = client.options(address).headers["allow"].lower().split(", ")
        assert set(allowed) - {"head", "options"} == set(operations), path


def test_oas30_completeness(api: dict[str, Any]) -> None:
    """/conf/oas30/completeness for /req/oas30/completeness: what each operation can answer.

    Success has a schema; there is no answer of FastAPI's own among them.
    """
    for path, operations in api["paths"].items():
        for method, operation in operations.items():
            assert method in METHODS, path
            told = operation["responses"]
            good = [status for status in told if status.startswith("2")]
            assert good, path
            assert all("content" in told[one] for one in good if one not in {"202", "204"}), path
            assert "HTTPValidationError" not in str(told), path


def test_oas30_exceptions_codes(api: dict[str, Any]) -> None:
    """/conf/oas30/exceptions-codes for /req/oas30/exceptions-codes: refusals are described."""
    problem = "application/problem+json"
    for path, operations in api["paths"].items():
        for operation in operations.values():
            refusals = [one for status, one in operation["responses"].items() if status >= "400"]
            assert "400" in operation["responses"], path
            assert all(list(one["content"]) == [problem] for one in refusals), path


def test_oas30_security(api: dict[str, Any]) -> None:
    """/conf/oas30/security for /req/oas30/security: the token is described; reading needs none."""
    schemes = api["components"]["securitySchemes"]
    assert [(one["type"], one["scheme"]) for one in schemes.values()] == [("http", "bearer")]

    items = api["paths"]["/collections/stations/items"]
    assert "security" not in items["get"]
    assert items["post"]["security"] == [{name: []} for name in schemes]
