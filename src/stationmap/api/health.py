"""`/healthz`, `/readyz` and `/metrics`: what a supervisor asks of this process."""

from __future__ import annotations

import hmac
import ipaddress
import logging
import time
from threading import Lock
from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from stationmap.api.metrics import MetricsPage
from stationmap.errors import StationMapError
from stationmap.settings import MetricsReaders

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from stationmap.api.metrics import Metrics
    from stationmap.bootstrap import Office
    from stationmap.settings import Settings

FORBIDDEN, NOT_FOUND, UNAVAILABLE = 403, 404, 503
ASK_AGAIN_AFTER_S = 1.0
"""Whoever asks whether it is ready gets the answer of the last second: the store has other work."""

NO_STORE = "The store cannot be read. The log says why; stations are answered as last seen."
NO_OFFICE = "The settings, the store or a file that they name cannot be used. The log says why."
BY_PROXY = ("x-forwarded-for", "x-real-ip", "forwarded", "via")
_KEEP_NOTHING = {"Cache-Control": "no-store"}
_log = logging.getLogger(__name__)


def health_routes(
    office: Callable[[], Office], metrics: Metrics, *, base: str = ""
) -> list[BaseRoute]:
    """Return the three routes below a base path."""
    readiness = Readiness(office)
    page = MetricsPage(metrics, office)

    def ready(_request: Request) -> Response:
        reason = readiness.reason()
        return _fine("ready") if reason is None else _problem(UNAVAILABLE, "Not ready", reason)

    def read(request: Request) -> Response:
        refusal = metrics_refusal(request, office().settings)
        return refusal or Response(
            page.text(), media_type=CONTENT_TYPE_LATEST, headers=_KEEP_NOTHING
        )

    return [
        Route(f"{base}/healthz", _alive),
        Route(f"{base}/readyz", ready),
        Route(f"{base}/metrics", read),
    ]


async def _alive(_request: Request) -> Response:
    """Answer without a thread and without the store: the process and its loop are well."""
    return _fine("alive")


class Readiness:
    """Whether the store can be read and there are stations to answer from; threads may share it."""

    def __init__(
        self, office: Callable[[], Office], *, clock_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._office = office
        self._clock_s = clock_s
        self._asking = Lock()
        self._asked_s = -ASK_AGAIN_AFTER_S
        self._reason: str | None = None

    def reason(self) -> str | None:
        """Return why it is not ready, or None if it is."""
        with self._asking:
            if self._clock_s() - self._asked_s >= ASK_AGAIN_AFTER_S:
                self._reason = self._ask()
                self._asked_s = self._clock_s()
            return self._reason

    def _ask(self) -> str | None:
        try:
            office = self._office()
            _ = office.live.latest
        except StationMapError as error:
            _log.error("not ready: %s", error)
            return NO_OFFICE
        try:
            office.store.revision()
        except StationMapError as error:
            _log.error("not ready: %s", error)
            return NO_STORE
        return None


def metrics_refusal(request: Request, settings: Settings) -> Response | None:
    """Return what is answered to who may not read metrics; None to who may."""
    if settings.metrics_for is MetricsReaders.NOBODY:
        return _problem(NOT_FOUND, "Not found", "There are no metrics here.")
    if may_read(request, settings):
        return None
    return _problem(
        FORBIDDEN,
        "Forbidden",
        "Metrics are for private addresses without a proxy, or for whoever has the token.",
    )


def may_read(request: Request, settings: Settings) -> bool:
    """Say whether metrics are for whoever asks.

    Behind a proxy everybody has the proxy's address, so what came through one needs the token.
    """
    token = settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.get_secret_value().encode()):
        return True
    if settings.metrics_for is not MetricsReaders.PRIVATE or request.client is None:
        return False
    if any(header in request.headers for header in BY_PROXY):
        return False
    try:
        address = ipaddress.ip_address(request.client.host)
    except ValueError:
        return False
    return address.is_private or address.is_loopback


def _fine(state: str) -> Response:
    return JSONResponse({"status": state}, headers=_KEEP_NOTHING)


def _problem(status: int, title: str, detail: str) -> Response:
    """Say in RFC 9457's form why not."""
    return JSONResponse(
        {"type": "about:blank", "title": title, "status": status, "detail": detail},
        status_code=status,
        media_type="application/problem+json",
        headers=_KEEP_NOTHING,
    )
