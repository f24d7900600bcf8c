"""What a supervisor and Prometheus are told, and what they are never told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from stationmap.api.health import NO_STORE, Readiness, health_routes
from stationmap.api.metrics import MOST_ROUTES, OTHER, Metrics
from stationmap.api.watching import WatchMiddleware
from stationmap.bootstrap import Office
from stationmap.errors import StoreError
from stationmap.settings import MetricsReaders, Settings
from stationmap.store.memory import MemoryStore

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

TOKEN = "a token of some length"  # noqa: S105  # the tests' own


class StoreThatFails(MemoryStore):
    """A store that can be told to be out of reach."""

    is_away = False

    def revision(self) -> int:
        if self.is_away:
            self.failures += 1
            raise StoreError("postgresql://db/stations", "cannot be reached")
        return super().revision()


def office(**settings: object) -> Office:
    return Office(settings=Settings(**settings), store=StoreThatFails())  # type: ignore[arg-type]


def asked(
    wired: Office, metrics: Metrics | None = None, *, address: str = "127.0.0.1"
) -> TestClient:
    """Return a client of the three routes, and of a few to be counted."""
    metrics = metrics or Metrics()

    def echo(request: Request) -> Response:
        if request.path_params["id"] == "fault":
            raise RuntimeError(request.path_params["id"])
        return PlainTextResponse(request.path_params["id"])

    routes = [
        *health_routes(lambda: wired, metrics, base="/yizhan"),
        Mount("/yizhan/api", routes=[Route("/items/{id}", echo, methods=["GET", "POST"])]),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(WatchMiddleware, metrics=metrics)])
    return TestClient(
        app,
        base_url="http://testserver/yizhan",
        client=(address, 40000),
        raise_server_exceptions=False,
    )


def series(page: str) -> dict[tuple[str, ...], float]:
    """Return every sample by its name and the values of its labels, in the order of their names."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def test_the_process_is_alive_without_any_store() -> None:
    wired = office()
    assert isinstance(wired.store, StoreThatFails)
    wired.store.is_away = True
    answer = asked(wired).get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_is_ready_while_its_store_can_be_read() -> None:
    answer = asked(office()).get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_without_its_store_it_says_that_it_is_not_ready_and_not_where_the_store_is(
    caplog: pytest.LogCaptureFixture,
) -> None:
    wired = office()
    _ = wired.live
    assert isinstance(wired.store, StoreThatFails)
    wired.store.is_away = True
    answer = asked(wired).get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not ready",
        "status": 503,
        "detail": NO_STORE,
    }
    assert "postgresql" not in answer.text
    assert "postgresql://db/stations: cannot be reached" in caplog.text


def test_many_who_ask_within_a_second_are_one_question_to_the_store() -> None:
    class Counting(StoreThatFails):
        asked = 0

        def revision(self) -> int:
            self.asked += 1
            return super().revision()

    store = Counting()
    wired = Office(settings=Settings(), store=store)
    _ = wired.live
    before = store.asked
    now_s = 1000.0
    readiness = Readiness(lambda: wired, clock_s=lambda: now_s)
    assert [readiness.reason() for _ in range(50)] == [None] * 50
    now_s = 1000.999
    assert readiness.reason() is None
    assert store.asked == before + 1
    now_s = 1001.0
    assert readiness.reason() is None
    assert store.asked == before + 2


def test_metrics_tell_of_the_stations_and_the_store() -> None:
    found = series(asked(office()).get("/metrics").text)
    assert found["stationmap_stations",] == 0
    assert found["stationmap_store_up",] == 1
    assert found["stationmap_store_revision",] == found["stationmap_snapshot_revision",]
    assert found["stationmap_reports_open",] == 0
    assert found["stationmap_store_errors_total",] == 0
    assert 0 <= found["stationmap_snapshot_age_seconds",] < 60


def test_metrics_go_on_without_the_store_and_count_that_it_is_away() -> None:
    wired = office()
    client = asked(wired)
    client.get("/metrics")
    assert isinstance(wired.store, StoreThatFails)
    wired.store.is_away = True
    found = series(client.get("/metrics").text)
    assert found["stationmap_store_up",] == 0
    assert found["stationmap_store_errors_total",] == wired.store.failures > 0
    assert ("stationmap_store_revision",) not in found
    assert found["stationmap_stations",] == 0


def test_requests_are_counted_by_the_template_of_their_route() -> None:
    client = asked(office())
    for station in ("bj-1", "bj-2", "bj-3"):
        client.get(f"/api/items/{station}", params={"lat": "39.908"})
    client.post("/api/items/bj-1")
    client.get("/api/nothing")
    client.get("/bj-7/nowhere")
    client.get("/api/items/fault")
    page = client.get("/metrics").text
    found = series(page)
    name = "stationmap_requests_total"
    template = "/yizhan/api/items/{id}"
    assert found[name, "GET", template, "200"] == 3
    assert found[name, "POST", template, "200"] == 1
    assert found[name, "GET", template, "500"] == 1
    assert found[name, "GET", "/yizhan/api/*", "404"] == 1
    assert found[name, "GET", OTHER, "404"] == 1
    assert found["stationmap_request_duration_seconds_count", "GET", template] == 4
    assert "bj-" not in page
    assert "39.908" not in page


def test_no_visitor_can_make_series_without_end() -> None:
    metrics = Metrics()
    for number in range(3 * MOST_ROUTES):
        metrics.answered(f"/made/up/{number}", f"METHOD{number}", 200, 0.001)
    labelled = [
        sample
        for family in metrics.registry.collect()
        for sample in family.samples
        if sample.name == "stationmap_requests_total"
    ]
    assert len(labelled) == MOST_ROUTES + 1
    assert {sample.labels["method"] for sample in labelled} == {OTHER}


def test_a_page_that_is_open_is_counted_until_it_is_closed() -> None:
    metrics = Metrics()

    async def page(_scope: object, _receive: object, _send: object) -> None:
        assert metrics.registry.get_sample_value("stationmap_pages_open") == 1

    watched = WatchMiddleware(page, metrics=metrics)
    with pytest.raises(StopIteration):
        watched({"type": "websocket"}, None, None).send(None)  # type: ignore[arg-type]
    assert metrics.registry.get_sample_value("stationmap_pages_open") == 0


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.8.4", "172.18.0.3", "fd00::4"])
def test_metrics_are_for_private_addresses(address: str) -> None:
    assert asked(office(), address=address).get("/metrics").status_code == 200


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450::5", "testclient", "1.1.1.1"])
def test_metrics_are_for_nobody_else(address: str) -> None:
    client = asked(office(metrics_token=TOKEN), address=address)
    answer = client.get("/metrics")
    assert (answer.status_code, answer.json()["status"]) == (403, 403)
    assert client.get("/metrics", headers={"Authorization": "Bearer no"}).status_code == 403
    assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_a_proxys_private_address_is_not_its_visitors(header: str) -> None:
    client = asked(office(), address="172.18.0.3")
    assert client.get("/metrics", headers={header: "10.0.0.1"}).status_code == 403


def test_metrics_can_be_for_the_token_alone_or_for_nobody() -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    by_token = asked(office(metrics_for=MetricsReaders.TOKEN, metrics_token=TOKEN))
    assert by_token.get("/metrics").status_code == 403
    assert by_token.get("/metrics", headers=bearer).status_code == 200
    for_nobody = asked(office(metrics_for=MetricsReaders.NOBODY, metrics_token=TOKEN))
    assert for_nobody.get("/metrics", headers=bearer).status_code == 404


def test_without_a_token_an_empty_one_opens_nothing() -> None:
    client = asked(office(metrics_for=MetricsReaders.TOKEN))
    for given in ("", "Bearer ", "Bearer"):
        assert client.get("/metrics", headers={"Authorization": given}).status_code == 403


def test_every_answer_has_a_number_that_nobody_can_choose() -> None:
    client = asked(office())
    numbers = {
        client.get(path, headers={"X-Request-Id": "39.908,116.397"}).headers["X-Request-Id"]
        for path in ("/healthz", "/api/items/bj-1", "/nowhere")
    }
    assert len(numbers) == 3
    assert all(re.fullmatch("[0-9a-f]{12}", number) for number in numbers)
