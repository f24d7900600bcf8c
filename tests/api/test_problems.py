"""What goes wrong is told as a problem, in the form of RFC 9457."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rig.api_desk import ITEMS, api_desk
from stationmap.errors import SettingsError, StoreError

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_what_is_not_there_is_a_problem(client: TestClient) -> None:
    answer = client.get("/api/nothing-here")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_an_unknown_parameter_is_refused(client: TestClient) -> None:
    answer = client.get("/api/?colour=red")

    assert answer.status_code == 400
    assert answer.json()["parameter"] == "colour"


@pytest.mark.parametrize(
    "address",
    [
        f"{ITEMS}?bbox=1_1_6,39,117,40",
        f"{ITEMS}?bbox=١١٦,39,117,40",
        f"{ITEMS}?bbox=%20116,39,117,40",
        f"{ITEMS}?bbox=116,39,117,inf",
        f"{ITEMS}?limit=1_0",
        f"{ITEMS}?limit=%2010",
        f"{ITEMS}?offset=١",
        "/api/nearest?lon=1_16.4&lat=39.9",
        "/api/nearest?lon=116.4&lat=%2039.9",
        "/api/nearest?lon=116.4&lat=39.9&k=١",
        "/api/nearest?lon=116.4&lat=39.9&k=1_0",
        "/api/nearest?lon=116.4&lat=39.9&at=2026-W01",
        "/api/nearest?lon=116.4&lat=39.9&at=20261120T2200",
        "/api/nearest?lon=116.4&lat=39.9&at=%202026-11-20T22:00",
        "/api/coverage/city?radius_m=1_000",
        "/api/changes?limit=1_0",
    ],
)
def test_numbers_and_moments_are_not_in_pythons_dialect(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        f"{ITEMS}?bbox=116.,-.5,1.17e2,%2B40",
        "/api/nearest?lon=1.164e2&lat=39.9&k=3",
        "/api/nearest?lon=116.4&lat=39.9&at=2026-11-20t14:00z",
        "/api/nearest?lon=116.4&lat=39.9&at=2026-11-20T22:00:30.5%2B08:00",
        "/api/nearest?lon=116.4&lat=39.9&at=2026-11-20",
    ],
)
def test_numbers_and_moments_may_be_written_in_many_ways(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("limit", ["10001", "9" * 24, "1" + "0" * 5000])
def test_a_limit_that_is_too_large_is_the_largest(client: TestClient, limit: str) -> None:
    matched = client.get(f"{ITEMS}?limit=10000").json()["numberReturned"]
    assert client.get(ITEMS, params={"limit": limit}).json()["numberReturned"] == matched


@pytest.mark.parametrize("limit", ["0", "-1", "x", "", "1.5"])
def test_a_limit_that_is_none_is_told_what_it_may_be(client: TestClient, limit: str) -> None:
    answer = client.get(ITEMS, params={"limit": limit})

    said = "limit is a whole number from 1; above 10000 counts as 10000."
    assert (answer.status_code, answer.json()["detail"]) == (400, said)


@pytest.mark.parametrize(
    "address", ["/api/collections", ITEMS, f"{ITEMS}?limit=2&name=%E5%BA%A7", "/api/conformance"]
)
def test_a_slash_too_many_leads_on_whatever_the_scheme_outside_is(
    client: TestClient, address: str
) -> None:
    path, mark, query = address.partition("?")

    answer = client.get(f"{path}/{mark}{query}", follow_redirects=False)

    name = path.rpartition("/")[2]
    assert (answer.status_code, answer.headers["location"]) == (307, f"../{name}{mark}{query}")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert client.get(f"{path}/{mark}{query}").url.path == path


@pytest.mark.parametrize("address", ["/api/nothing/", f"{ITEMS}/nobody/", "/api/nearest//"])
def test_a_slash_behind_what_is_not_there_leads_nowhere(client: TestClient, address: str) -> None:
    assert client.get(address, follow_redirects=False).status_code == 404


FULL = StoreError("/secret/path", "the disk is full; free some space and try again")


@pytest.mark.parametrize(
    ("error", "status"), [(FULL, 503), (SettingsError("STATIONMAP_STREETS", "is no file"), 500)]
)
def test_what_an_answer_does_not_tell_the_log_does(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    status: int,
) -> None:
    def fails(*_args: object, **_more: object) -> None:
        raise error

    with api_desk() as desk:
        staff = desk.hire("limei")
        monkeypatch.setattr(desk.office.store, "save", fails)
        station = desk.client.get(f"{ITEMS}/hd-1").json()
        station["properties"]["beds"] = 2

        answer = desk.client.put(f"{ITEMS}/hd-1", json=station, headers=staff | {"If-Match": "*"})

    assert answer.status_code == status
    assert str(error) not in answer.text
    assert str(error) in caplog.text
