"""OGC API - Features Part 2: the abstract tests of coordinate reference systems by reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pyproj import CRS

from stationmap.geo.datum import coordinates_in

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from stationmap.bootstrap import Office

ITEMS = "/api/collections/stations/items"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CGCS2000 = "http://www.opengis.net/def/crs/EPSG/0/4490"
ONE = f"{ITEMS}/SW0001"


def _coordinates(client: TestClient, **query: str) -> dict[str, list[float]]:
    found = client.get(ITEMS, params={"limit": "10000"} | query).json()
    return {one["id"]: one["geometry"]["coordinates"] for one in found["features"]}


def _parameter(client: TestClient, path: str, name: str) -> dict[str, Any]:
    operation = client.get("/api/openapi").json()["paths"][path]["get"]
    (found,) = (one for one in operation["parameters"] if one["name"] == name)
    assert isinstance(found, dict)
    return found


def test_crs_crs_uri(client: TestClient) -> None:
    """/conf/crs/crs-uri for /req/crs/crs-uri: systems are named by OGC's identifiers."""
    for uri in client.get("/api/collections/stations").json()["crs"]:
        *_, authority, _version, code = uri.split("/")
        name = f"{authority}:{code}"
        assert uri.startswith("http://www.opengis.net/def/crs/")
        assert CRS.from_user_input(name).is_geographic


def test_crs_fc_md_crs_list(client: TestClient) -> None:
    """/conf/crs/fc-md-crs-list for /req/crs/fc-md-crs-list: each collection lists its systems."""
    assert client.get("/api/collections/stations").json()["crs"] == [CRS84, CGCS2000]


def test_crs_fc_md_crs_list_global(client: TestClient) -> None:
    """/conf/crs/fc-md-crs-list-global for /req/crs/fc-md-crs-list-global: so do all together."""
    assert client.get("/api/collections").json()["crs"] == [CRS84, CGCS2000]


def test_crs_fc_md_storage_crs(client: TestClient) -> None:
    """/conf/crs/fc-md-storageCrs for /req/crs/fc-md-storageCrs: it says how positions are kept."""
    assert client.get("/api/collections/stations").json()["storageCrs"] == CRS84


def test_crs_fc_md_storage_crs_valid_value(client: TestClient) -> None:
    """/conf/crs/fc-md-storageCrs-valid-value for the requirement of that name: one of the list."""
    collection = client.get("/api/collections/stations").json()

    assert collection["storageCrs"] in collection["crs"]


@pytest.mark.parametrize("name", ["crs", "bbox-crs"])
def test_crs_fc_crs_definition(client: TestClient, name: str) -> None:
    """/conf/crs/fc-bbox-crs-definition and fc-crs-definition: both parameters are described."""
    found = _parameter(client, "/collections/stations/items", name)

    assert (found["in"], found["required"]) == ("query", False)
    assert found["schema"]["type"] == "string"
    assert found["schema"]["format"] == "uri"
    assert (found["style"], found["explode"]) == ("form", False)


@pytest.mark.parametrize("name", ["crs", "bbox-crs"])
@pytest.mark.parametrize(
    "value", ["EPSG:4490", "http://www.opengis.net/def/crs/EPSG/0/3857", "", "4326"]
)
def test_crs_fc_crs_valid_value(client: TestClient, name: str, value: str) -> None:
    """/conf/crs/fc-bbox-crs-valid-value and fc-crs-valid-value: others are 400."""
    answer = client.get(ITEMS, params={"bbox": "116,39,117,40", name: value})

    assert (answer.status_code, answer.json()["parameter"]) == (400, name)


def test_crs_fc_bbox_crs_default_value(client: TestClient) -> None:
    """/conf/crs/fc-bbox-crs-valid-defaultValue: without bbox-crs a box is in CRS84."""
    box = "116.3,39.8,116.5,40"

    found = _coordinates(client, bbox=box)
    assert found
    assert _coordinates(client, **{"bbox": box, "bbox-crs": CRS84}) == found


def test_crs_fc_bbox_crs_action(client: TestClient) -> None:
    """/conf/crs/fc-bbox-crs-action: in EPSG:4490 a box is south, west, north, east."""
    expected = _coordinates(client, bbox="116.3,39.8,116.5,40")

    assert _coordinates(client, **{"bbox": "39.8,116.3,40,116.5", "bbox-crs": CGCS2000}) == expected
    solid = {"bbox": "39.8,116.3,-5,40,116.5,5", "bbox-crs": CGCS2000}
    assert _coordinates(client, **solid) == expected


def test_crs_fc_crs_default_value(client: TestClient) -> None:
    """/conf/crs/fc-crs-default-value: without crs positions are in CRS84."""
    assert _coordinates(client) == _coordinates(client, crs=CRS84)


def test_crs_fc_crs_action(client: TestClient) -> None:
    """/conf/crs/fc-crs-action: in EPSG:4490 positions are latitude, longitude."""
    turned = {one: [lat, lon] for one, (lon, lat) in _coordinates(client).items()}

    assert _coordinates(client, crs=CGCS2000) == turned
    alone = client.get(ONE, params={"crs": CGCS2000}).json()
    assert alone["geometry"]["coordinates"] == turned["SW0001"]
    axes = CRS.from_epsg(4490).axis_info
    assert [axis.direction for axis in axes] == ["north", "east"]


@pytest.mark.parametrize("address", [ITEMS, ONE])
def test_crs_ogc_crs_header(client: TestClient, address: str) -> None:
    """/conf/crs/ogc-crs-header for /req/crs/ogc-crs-header: every answer says its system."""
    assert "content-crs" in client.get(address).headers


@pytest.mark.parametrize("address", [ITEMS, ONE])
@pytest.mark.parametrize("crs", [CRS84, CGCS2000])
def test_crs_ogc_crs_header_value(client: TestClient, address: str, crs: str) -> None:
    """/conf/crs/ogc-crs-header-value for the requirement of that name: between < and >."""
    assert client.get(address, params={"crs": crs}).headers["content-crs"] == f"<{crs}>"


def test_crs_geojson(client: TestClient) -> None:
    """/conf/crs/geojson for /req/crs/geojson: GeoJSON names no system in another way."""
    found = client.get(ITEMS, params={"crs": CGCS2000}).json()

    assert "crs" not in found
    assert found["type"] == "FeatureCollection"


def test_gcj02_comes_only_to_who_asks_for_it(client: TestClient, office: Office) -> None:
    answer = client.get(ITEMS, params={"limit": 10_000, "datum": "gcj02"})

    expected = {
        station.id: [round(degrees, 6) for degrees in coordinates_in(station.position, "gcj02")]
        for station in office.live.current().stations
    }
    found = {one["id"]: one["geometry"]["coordinates"] for one in answer.json()["features"]}
    assert found == expected
    assert answer.json()["datum"] == "gcj02"
    assert answer.headers["content-datum"] == "gcj02"
    assert "content-crs" not in answer.headers


def test_gcj02_is_no_reference_system(client: TestClient) -> None:
    answer = client.get(ITEMS, params={"datum": "gcj02", "crs": CRS84})

    assert (answer.status_code, answer.json()["parameter"]) == (400, "datum")
