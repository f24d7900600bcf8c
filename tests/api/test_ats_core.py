"""OGC API - Features Part 1, Annex A.2: the abstract tests of the conformance class Core.

Each test is named after the abstract test; its docstring names the requirement that it verifies.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from stationmap import Station
    from stationmap.bootstrap import Office

ITEMS = "/api/collections/stations/items"
CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
PAGES = ("", "conformance", "openapi", "collections", "collections/stations")
MIDDLE = (116.3, 39.8, 116.5, 40.0)


@pytest.fixture(scope="module")
def stations(office: Office) -> list[Station]:
    return list(office.live.current().stations)


@pytest.fixture(scope="module")
def api(client: TestClient) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/api/openapi").json()
    return described


def _found(client: TestClient, **query: str | int) -> dict[str, Any]:
    asked: dict[str, str | int] = {"limit": 10_000}
    answer = client.get(ITEMS, params=asked | query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _ids(collection: dict[str, Any]) -> list[str]:
    return [feature["id"] for feature in collection["features"]]


def _rels(document: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    rels: dict[str, list[dict[str, str]]] = {}
    for link in document["links"]:
        rels.setdefault(link["rel"], []).append(link)
    return rels


def _parameter(api: dict[str, Any], name: str) -> dict[str, Any]:
    operation = api["paths"]["/collections/stations/items"]["get"]
    (found,) = (one for one in operation["parameters"] if one["name"] == name)
    assert isinstance(found, dict)
    return found


def _in_box(station: Station, box: tuple[float, float, float, float]) -> bool:
    lon, lat = round(station.position.lon, 6), round(station.position.lat, 6)
    return box[0] <= lon <= box[2] and box[1] <= lat <= box[3]


@pytest.mark.parametrize("page", PAGES)
def test_core_http(client: TestClient, page: str) -> None:
    """/conf/core/http for /req/core/http: every resource answers to GET of HTTP/1.1, and to HEAD.

    A method that a resource has not is 405 and names those it has.
    """
    address = f"/api/{page}"

    assert client.get(address).status_code == 200
    assert client.head(address).headers == client.get(address).headers
    refused = client.post(address)
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_core_crs84(client: TestClient, stations: list[Station]) -> None:
    """/conf/core/crs84 for /req/core/crs84: positions are longitude, latitude of WGS-84."""
    found = _found(client)

    expected = {
        station.id: [round(station.position.lon, 6), round(station.position.lat, 6)]
        for station in stations
    }
    assert {one["id"]: one["geometry"]["coordinates"] for one in found["features"]} == expected


def test_core_root_op(client: TestClient) -> None:
    """/conf/core/root-op for /req/core/root-op: the landing page is at the root."""
    assert client.get("/api/").status_code == 200


def test_core_root_success(client: TestClient) -> None:
    """/conf/core/root-success for /req/core/root-success: it links to all that there is."""
    rels = _rels(client.get("/api/").json())

    assert {"service-desc", "service-doc", "conformance", "data", "self", "alternate"} <= set(rels)
    for links in rels.values():
        for link in links:
            answer = client.get(link["href"])
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith(link["type"])


def test_core_api_definition_op(client: TestClient) -> None:
    """/conf/core/api-definition-op for /req/core/api-definition-op: it can be fetched."""
    rels = _rels(client.get("/api/").json())

    for link in rels["service-desc"] + rels["service-doc"]:
        assert client.get(link["href"]).status_code == 200


def test_core_api_definition_success(client: TestClient) -> None:
    """/conf/core/api-definition-success for /req/core/api-definition-success: it says its type."""
    answer = client.get("/api/openapi", headers={"Accept": "application/vnd.oai.openapi+json"})

    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert answer.json()["openapi"] == "3.0.3"


def test_core_conformance_op(client: TestClient) -> None:
    """/conf/core/conformance-op for /req/core/conformance-op: the declaration is linked."""
    (link,) = _rels(client.get("/api/").json())["conformance"]

    assert link["href"].endswith("/api/conformance")
    assert client.get(link["href"]).status_code == 200


def test_core_conformance_success(client: TestClient) -> None:
    """/conf/core/conformance-success for /req/core/conformance-success: it lists the classes."""
    part_1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"

    assert client.get("/api/conformance").json()["conformsTo"] == [
        CORE,
        f"{part_1}/oas30",
        f"{part_1}/html",
        f"{part_1}/geojson",
        "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    ]


def test_core_fc_md_op(client: TestClient) -> None:
    """/conf/core/fc-md-op for /req/core/fc-md-op: the collections are linked and answer."""
    (link,) = _rels(client.get("/api/").json())["data"]

    assert client.get(link["href"]).status_code == 200


def test_core_fc_md_success(client: TestClient) -> None:
    """/conf/core/fc-md-success for /req/core/fc-md-success: each collection is described."""
    found = client.get("/api/collections").json()

    assert [one["id"] for one in found["collections"]] == ["stations"]
    assert {"links", "collections"} <= found.keys()


def test_core_fc_md_links(client: TestClient) -> None:
    """/conf/core/fc-md-links for /req/core/fc-md-links: to itself and to each other form."""
    rels = _rels(client.get("/api/collections").json())

    assert [link["type"] for link in rels["self"]] == ["application/json"]
    assert [link["type"] for link in rels["alternate"]] == ["text/html"]


def test_core_fc_md_items(client: TestClient) -> None:
    """/conf/core/fc-md-items for /req/core/fc-md-items: each collection links to its items."""
    (collection,) = client.get("/api/collections").json()["collections"]

    assert _rels(collection)["items"]


def test_core_fc_md_items_links(client: TestClient) -> None:
    """/conf/core/fc-md-items-links for /req/core/fc-md-items-links: in every form, with a type."""
    (collection,) = client.get("/api/collections").json()["collections"]

    links = _rels(collection)["items"]
    assert [link["type"] for link in links] == ["application/geo+json", "text/html"]
    for link in links:
        assert client.get(link["href"]).headers["content-type"].startswith(link["type"])


def test_core_fc_md_extent(client: TestClient, stations: list[Station]) -> None:
    """/conf/core/fc-md-extent for /req/core/fc-md-extent: it holds every feature, in CRS84."""
    extent = client.get("/api/collections/stations").json()["extent"]

    (box,) = extent["spatial"]["bbox"]
    assert extent["spatial"]["crs"] == CRS84
    assert all(_in_box(station, box) for station in stations)
    ((first, last),) = extent["temporal"]["interval"]
    found = _found(client, datetime=f"{first}/{last}")
    assert found["numberMatched"] == len(stations)
    days = [station.verified_on.isoformat() for station in stations if station.verified_on]
    outside = _found(client, datetime=f"../{date.fromisoformat(min(days)) - timedelta(days=1)}")
    assert outside["numberMatched"] == len(stations) - len(days)


def test_core_fc_md_extent_multi(client: TestClient) -> None:
    """/conf/core/fc-md-extent-multi for /req/core/fc-md-extent-multi: there is one of each."""
    extent = client.get("/api/collections/stations").json()["extent"]

    assert len(extent["spatial"]["bbox"]) == 1
    assert len(extent["temporal"]["interval"]) == 1


def test_core_sfc_md_op(client: TestClient) -> None:
    """/conf/core/sfc-md-op for /req/core/sfc-md-op: every collection that is listed answers."""
    for collection in client.get("/api/collections").json()["collections"]:
        address = f"/api/collections/{collection['id']}"
        assert client.get(address).status_code == 200
    assert client.get("/api/collections/rivers").status_code == 404


def test_core_sfc_md_success(client: TestClient) -> None:
    """/conf/core/sfc-md-success for /req/core/sfc-md-success: it says what the list says of it."""
    (listed,) = client.get("/api/collections").json()["collections"]
    alone = client.get("/api/collections/stations").json()

    for said in ("id", "title", "description", "extent", "itemType", "crs", "storageCrs"):
        assert alone[said] == listed[said]
    assert all(link in alone["links"] for link in listed["links"] if link["rel"] != "self")
    assert {"self", "alternate", "items"} <= set(_rels(alone))


def test_core_fc_op(client: TestClient) -> None:
    """/conf/core/fc-op for /req/core/fc-op: the items of every collection answer."""
    assert client.get(ITEMS).status_code == 200


def test_core_fc_limit_definition(api: dict[str, Any]) -> None:
    """/conf/core/fc-limit-definition for /req/core/fc-limit-definition."""
    limit = _parameter(api, "limit")

    assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 10}
    assert (limit["in"], limit["required"]) == ("query", False)
    assert (limit["style"], limit["explode"]) == ("form", False)


@pytest.mark.parametrize("limit", [1, 2, 7, 10_000, 10_001, 123_456_789])
def test_core_fc_limit_response(client: TestClient, stations: list[Station], limit: int) -> None:
    """/conf/core/fc-limit-response for /req/core/fc-limit-response-1: no more than asked for.

    What is above the maximum counts as the maximum.
    """
    found = _found(client, limit=limit)

    assert len(found["features"]) == min(limit, len(stations))


def test_core_fc_limit_response_by_default(client: TestClient) -> None:
    """/conf/core/fc-limit-response for /req/core/fc-limit-response-1: ten if nothing is said."""
    assert len(client.get(ITEMS).json()["features"]) == 10


def test_core_fc_bbox_definition(api: dict[str, Any]) -> None:
    """/conf/core/fc-bbox-definition for /req/core/fc-bbox-definition."""
    bbox = _parameter(api, "bbox")

    assert bbox["schema"]["type"] == "array"
    assert bbox["schema"]["items"] == {"type": "number"}
    assert (bbox["schema"]["minItems"], bbox["schema"]["maxItems"]) == (4, 6)
    assert (bbox["in"], bbox["required"]) == ("query", False)
    assert (bbox["style"], bbox["explode"]) == ("form", False)


@pytest.mark.parametrize("text", ["116.3,39.8,116.5,40", "116.3,39.8,-100,116.5,40,9000"])
def test_core_fc_bbox_response(client: TestClient, stations: list[Station], text: str) -> None:
    """/conf/core/fc-bbox-response for /req/core/fc-bbox-response: only what is in the box, all."""
    found = _found(client, bbox=text)

    inside = [station.id for station in stations if _in_box(station, MIDDLE)]
    assert 0 < len(inside) < len(stations)
    assert _ids(found) == inside


def test_core_fc_bbox_response_edges(client: TestClient, stations: list[Station]) -> None:
    """/conf/core/fc-bbox-response for /req/core/fc-bbox-response: the edges belong to the box."""
    position = stations[0].position
    lon, lat = round(position.lon, 6), round(position.lat, 6)

    assert stations[0].id in _ids(_found(client, bbox=f"{lon},{lat},{lon},{lat}"))


def test_core_fc_bbox_response_antimeridian(client: TestClient, stations: list[Station]) -> None:
    """/conf/core/fc-bbox-response for /req/core/fc-bbox-response: west of 180° and east of it."""
    found = _found(client, bbox="116.4,-90,-150,90")

    east = [station.id for station in stations if round(station.position.lon, 6) >= 116.4]
    assert _ids(found) == east
    assert _ids(_found(client, bbox="170,-90,-150,90")) == []


def test_core_fc_time_definition(api: dict[str, Any]) -> None:
    """/conf/core/fc-time-definition for /req/core/fc-time-definition."""
    moment = _parameter(api, "datetime")

    assert moment["schema"] == {"type": "string"}
    assert (moment["in"], moment["required"]) == ("query", False)
    assert (moment["style"], moment["explode"]) == ("form", False)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-10-01T00:00:00Z/2026-10-31T12:00:00Z", "2026-10-01", "2026-10-31"),
        ("2026-10-01/2026-10-31", "2026-10-01", "2026-10-31"),
        ("2026-10-01T00:00:00+08:00/..", "2026-10-01", "9999-12-31"),
        ("../2026-10-01T08:00:00+08:00", "0001-01-01", "2026-10-01"),
        ("/2026-10-01", "0001-01-01", "2026-10-01"),
        ("2026-10-01/", "2026-10-01", "9999-12-31"),
        ("2026-09-30T15:59:59Z/2026-09-30T16:00:00Z", "2026-09-30", "2026-10-01"),
        ("2026-06-30t23:59:60.5z/..", "2026-07-01", "9999-12-31"),
        ("0001-01-01T00:00:00+14:00/9999-12-31T23:59:59Z", "0001-01-01", "9999-12-31"),
        ("2026-10-01T/..", "2026-10-01", "9999-12-31"),
    ],
)
def test_core_fc_time_response(
    client: TestClient, stations: list[Station], text: str, first: str, last: str
) -> None:
    """/conf/core/fc-time-response for /req/core/fc-time-response: what the interval touches.

    The time of a station is the day of Beijing on which it was verified; one that never was has no
    temporal geometry, so that it is in every answer.
    """
    assert any(station.verified_on is None for station in stations)

    found = _found(client, datetime=text)

    assert _ids(found) == [
        station.id
        for station in stations
        if station.verified_on is None or first <= station.verified_on.isoformat() <= last
    ]


def test_core_fc_time_response_instant(client: TestClient, stations: list[Station]) -> None:
    """/conf/core/fc-time-response for /req/core/fc-time-response: an instant is in one day."""
    day = next(station.verified_on for station in stations if station.verified_on)

    found = _found(client, datetime=f"{day}T12:00:00+08:00")

    assert _ids(found) == [station.id for station in stations if station.verified_on in {None, day}]


def test_core_query_param_unknown(client: TestClient) -> None:
    """/conf/core/query-param-unknown for /req/core/query-param-unknown: unknown is 400."""
    for address in (*(f"/api/{page}" for page in PAGES), ITEMS, f"{ITEMS}/SW0001"):
        answer = client.get(address, params={"colour": "red"})
        assert (answer.status_code, answer.json()["parameter"]) == (400, "colour")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "ten"),
        ("limit", "1e3"),
        ("limit", ""),
        ("limit", "٣"),
        ("bbox", ""),
        ("bbox", "1,2,3"),
        ("bbox", "1,2,3,4,5"),
        ("bbox", "1,2,3,x"),
        ("bbox", "1,2,3,nan"),
        ("bbox", "1,2,inf,4"),
        ("bbox", "116,41,117,40"),
        ("bbox", "116,39,10,117,40,5"),
        ("datetime", ""),
        ("datetime", ".."),
        ("datetime", "../.."),
        ("datetime", "/"),
        ("datetime", "yesterday"),
        ("datetime", "2026-02-30"),
        ("datetime", "2026-13-01T00:00:00Z"),
        ("datetime", "2026-10-01T25:00:00Z"),
        ("datetime", "2026-10-01T00:00:00"),
        ("datetime", "2026-10-01T00:00:00+99:99"),
        ("datetime", "2026-10-02/2026-10-01"),
        ("datetime", "2026-10-01/2026-10-02/2026-10-03"),
        ("datetime", "٢٠٢٦-10-01"),
        ("offset", "-1"),
        ("offset", "1000000001"),
        ("offset", "9" * 5000),
        ("kind", "palace"),
        ("kind", "warm_station,"),
        ("facility", "gold"),
        ("capacity", "many"),
        ("crs", "EPSG:4326"),
        ("datum", "bd09"),
        ("f", "gml"),
        ("lang", "fr"),
        ("bbox-crs", CRS84),
    ],
)
def test_core_query_param_invalid(client: TestClient, name: str, value: str) -> None:
    """/conf/core/query-param-invalid for /req/core/query-param-invalid: 400 for what cannot be."""
    answer = client.get(ITEMS, params={name: value})

    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["parameter"] == name


def test_core_query_param_invalid_zeros(client: TestClient) -> None:
    """/conf/core/query-param-invalid for /req/core/query-param-invalid: zeros ahead do no harm."""
    assert len(_found(client, limit="0" * 5000 + "2")["features"]) == 2


def test_core_query_param_invalid_twice(client: TestClient) -> None:
    """/conf/core/query-param-invalid for /req/core/query-param-invalid: nor one given twice."""
    assert client.get(f"{ITEMS}?limit=1&limit=2").status_code == 400


def test_core_fc_response(client: TestClient, stations: list[Station]) -> None:
    """/conf/core/fc-response for /req/core/fc-response: all that fits every parameter."""
    found = _found(
        client, bbox="116.3,39.8,116.5,40", datetime="2026-01-01/..", kind="warm_station"
    )

    fits = [
        station.id
        for station in stations
        if _in_box(station, MIDDLE)
        and (station.verified_on is None or station.verified_on.year == 2026)
        and station.kind == "warm_station"
    ]
    assert fits
    assert _ids(found) == fits


def test_core_fc_links(client: TestClient, stations: list[Station]) -> None:
    """/conf/core/fc-links for /req/core/fc-links: to itself, its other form, the next page."""
    answer = client.get(ITEMS, params={"limit": 100}).json()
    assert {"self", "alternate", "next"} <= set(_rels(answer))

    seen = _ids(answer)
    while "next" in _rels(answer):
        answer = client.get(_rels(answer)["next"][0]["href"]).json()
        seen += _ids(answer)

    assert seen == [station.id for station in stations]


def test_core_fc_links_back(client: TestClient, stations: list[Station]) -> None:
    """/conf/core/fc-links for /req/core/fc-links: the pages back are the same the other way."""
    answer = client.get(ITEMS, params={"limit": 100, "offset": len(stations)}).json()
    assert _ids(answer) == []
    answer = client.get(ITEMS, params={"limit": 100, "after": stations[-101].id}).json()

    seen = _ids(answer)
    while "prev" in _rels(answer):
        answer = client.get(_rels(answer)["prev"][0]["href"]).json()
        seen = _ids(answer) + seen

    assert seen == [station.id for station in stations]


def test_core_fc_rel_type(client: TestClient) -> None:
    """/conf/core/fc-rel-type for /req/core/fc-rel-type: every link says what and in which form."""
    for link in client.get(ITEMS, params={"limit": 5, "offset": 5}).json()["links"]:
        assert link["rel"]
        assert link["type"]


def test_core_fc_time_stamp(client: TestClient) -> None:
    """/conf/core/fc-timeStamp for /req/core/fc-timeStamp: when the answer was made."""
    stamp = datetime.fromisoformat(_found(client)["timeStamp"])

    assert abs(datetime.now(UTC) - stamp) < timedelta(minutes=5)


def test_core_fc_number_matched(client: TestClient, stations: list[Station]) -> None:
    """/conf/core/fc-numberMatched for /req/core/fc-numberMatched: on all pages together."""
    for query in ({}, {"limit": 3}, {"offset": 5}, {"after": stations[9].id}):
        assert client.get(ITEMS, params=query).json()["numberMatched"] == len(stations)
    inside = sum(_in_box(station, MIDDLE) for station in stations)
    boxed = client.get(ITEMS, params={"bbox": "116.3,39.8,116.5,40", "limit": 1}).json()
    assert boxed["numberMatched"] == inside


def test_core_fc_number_returned(client: TestClient) -> None:
    """/conf/core/fc-numberReturned for /req/core/fc-numberReturned: as many as there are."""
    for query in ({}, {"limit": 3}, {"bbox": "0,0,1,1"}):
        found = client.get(ITEMS, params=query).json()
        assert found["numberReturned"] == len(found["features"])


def test_core_f_op(client: TestClient) -> None:
    """/conf/core/f-op for /req/core/f-op: every feature of a page can be fetched by its id."""
    for station_id in _ids(client.get(ITEMS).json()):
        assert client.get(f"{ITEMS}/{station_id}").status_code == 200
    assert client.get(f"{ITEMS}/nobody").status_code == 404


def test_core_f_success(client: TestClient) -> None:
    """/conf/core/f-success for /req/core/f-success: it is what the page said it is."""
    for listed in client.get(ITEMS).json()["features"]:
        alone = client.get(f"{ITEMS}/{listed['id']}").json()
        assert {name: alone[name] for name in listed} == listed


def test_core_f_links(client: TestClient) -> None:
    """/conf/core/f-links for /req/core/f-links: to itself, its other form and its collection."""
    rels = _rels(client.get(f"{ITEMS}/SW0001").json())

    for rel in ("self", "alternate", "collection"):
        (link,) = rels[rel]
        assert client.get(link["href"]).headers["content-type"].startswith(link["type"])
