"""Who hangs up while sending is counted as gone (499), and is no fault of the server's."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route

from rig.api_desk import ITEMS, ApiDesk, api_desk
from stationmap.api.app import api_app
from stationmap.api.metrics import Metrics
from stationmap.api.watching import WatchMiddleware
from stationmap.web.form_request import posted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@pytest.fixture
def desk() -> Iterator[ApiDesk]:
    with api_desk() as opened:
        yield opened


async def read_form(request: Request) -> Response:
    await posted(request)
    raise AssertionError("nothing was posted")


def hang_up(desk: ApiDesk, path: str, media_type: str, headers: dict[str, str]) -> Metrics:
    """Send the head of a request and a part of its body; return what was counted."""
    metrics = Metrics()
    app = Starlette(
        routes=[
            Mount("/api", app=api_app(lambda: desk.office)),
            Route("/m/nearest", read_form, methods=["POST"]),
        ],
        middleware=[Middleware(WatchMiddleware, metrics=metrics)],
    )
    sent = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "root_path": "",
        "query_string": b"",
        "headers": [(b"content-type", media_type.encode()), (b"content-length", b"99"), *sent],
        "client": ("127.0.0.1", 40000),
    }
    received: list[dict[str, Any]] = [
        {"type": "http.request", "body": b'{"position"', "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, Any]:
        return received.pop(0)

    async def send(_message: object) -> None:
        """Lose it: nobody is there."""

    with start_blocking_portal() as portal:  # this thread may have a browser's loop
        portal.call(app, scope, receive, send)
    return metrics


@pytest.mark.parametrize(
    ("path", "media_type"),
    [("/api/nearest", JSON), ("/api/reports", JSON), (ITEMS, JSON), ("/m/nearest", FORM)],
)
def test_who_hangs_up_while_sending_is_counted_as_gone(
    desk: ApiDesk, path: str, media_type: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "stationmap.requests")

    metrics = hang_up(desk, path, media_type, desk.hire("limei"))

    labels = {"route": path, "method": "POST", "status": "499"}
    assert metrics.registry.get_sample_value("stationmap_requests_total", labels) == 1
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("INFO", None)]
