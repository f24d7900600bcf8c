"""Counts and logs every answer by the template of its route, without what the visitor sent."""

from __future__ import annotations

import logging
import os
import time
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect
from starlette.routing import Mount

from stationmap.api.metrics import OTHER
from stationmap.logs import REQUEST_ID

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from stationmap.api.metrics import Metrics

SERVER_ERROR = 500
CLIENT_GONE = 499
"""What is counted where somebody hung up before the answer began, as nginx does; it is no error."""

REQUEST_ID_BYTES = 6
_log = logging.getLogger("stationmap.requests")


class WatchMiddleware:
    """The outermost: numbers each request, counts its answer, and logs it at level `info`.

    An answer of 500 or more is logged as an error. A number that comes with a request is passed
    over: it could hold anything.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and watch what is answered."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            with self._metrics.pages.track_inprogress():
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        started_s = time.perf_counter()
        status = CLIENT_GONE
        request_id = os.urandom(REQUEST_ID_BYTES).hex()
        token = REQUEST_ID.set(request_id)

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message.setdefault("headers", [])
                message["headers"] = [
                    *message["headers"],
                    (b"x-request-id", request_id.encode()),
                ]
            await send(message)

        self._metrics.in_flight.inc()
        try:
            await self._app(scope, receive, send_with_id)
        except ClientDisconnect:
            pass  # there is nobody to be answered, and nothing is wrong on this side
        except Exception:
            status = SERVER_ERROR
            raise
        finally:
            self._metrics.in_flight.dec()
            seconds = time.perf_counter() - started_s
            route, method = route_template(scope), scope["method"]
            self._metrics.answered(route, method, status, seconds)
            _tell(route, method, status, seconds)
            REQUEST_ID.reset(token)


def _tell(route: str, method: str, status: int, seconds: float) -> None:
    level = logging.ERROR if status >= SERVER_ERROR else logging.INFO
    if not _log.isEnabledFor(level):
        return
    milliseconds = round(seconds * 1000, 2)
    facts = {"method": method, "route": route, "status": status, "duration_ms": milliseconds}
    _log.log(level, "%s %s %d %s ms", method, route, status, milliseconds, extra=facts)


def route_template(scope: Scope) -> str:
    """Return the template of the route that answered, such as `/api/collections/{collection}`.

    Of what a mounted application answered without a route of its own, the mount's; of what no
    route fits, `other`.
    """
    route = scope.get("route")
    if route is None:
        return OTHER
    root: str = scope.get("root_path", "")
    if isinstance(route, Mount):
        return f"{root}/*"
    # FastAPI keeps the path of a router that was included, with its prefix, beside the route.
    context = scope.get("fastapi", {}).get("effective_route_context")
    path: str = getattr(context, "path_format", None) or route.path_format
    return root + path
