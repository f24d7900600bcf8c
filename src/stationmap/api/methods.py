"""HEAD and OPTIONS for every path, and leave for pages of other origins to read (CORS).

Reading needs no sign-in and no cookie, so that any page may do it. Other origins get no leave to
write from a browser: a token in a page would be a token in the hands of all its visitors.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.routing import Match

from stationmap.api.bodies import PATCHES
from stationmap.api.links import ITEMS
from stationmap.api.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALL_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ASKING_BY_POST = "/nearest"
"""Its POST changes nothing: it is there so that a position stays out of addresses."""

EXPOSED = (
    "Content-Crs, Content-Datum, ETag, Last-Modified, Link, Location, RateLimit, RateLimit-Policy, "
    "Retry-After"
)
HEADERS = "Accept, Accept-Language, Content-Type, If-Modified-Since, If-None-Match"
A_DAY_S = 86_400


class MethodsMiddleware:
    """Answers OPTIONS, lets HEAD be answered as GET, and adds the headers of CORS.

    Parameters
    ----------
    routes
        Asked for the routes of the app once they are all there.
    """

    def __init__(self, app: ASGIApp, routes: Callable[[], Iterable[BaseRoute]]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method: str = scope["method"]
        if method == "OPTIONS":
            await self._options(scope)(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if method in {"GET", "HEAD"} or _asks_by_post(scope, method):
                    headers["Access-Control-Allow-Origin"] = "*"
                    headers["Access-Control-Expose-Headers"] = EXPOSED
                if message["status"] == HTTPStatus.METHOD_NOT_ALLOWED:
                    headers["Allow"] = ", ".join(self._allowed(scope))
            await send(message)

        if self._has_slash_too_many(scope):
            await _without_slash(scope)(scope, receive, send_with_headers)
            return
        # The server sends no body after the headers of HEAD.
        passed_on = {**scope, "method": "GET"} if method == "HEAD" else scope
        await self._app(passed_on, receive, send_with_headers)

    def _options(self, scope: Scope) -> Response:
        allowed = self._allowed(scope)
        if not allowed:
            return Problem(HTTPStatus.NOT_FOUND, detail="Nothing is there.").response()
        headers = {"Allow": ", ".join(allowed)}
        if "PATCH" in allowed:
            headers["Accept-Patch"] = PATCHES
        if "access-control-request-method" in Headers(scope=scope):
            readable = [
                method
                for method in allowed
                if method in {"GET", "HEAD"} or _asks_by_post(scope, method)
            ]
            headers |= {
                "Access-Control-Allow-Origin": "*",
                "Access-Control-Allow-Methods": ", ".join(readable),
                "Access-Control-Allow-Headers": HEADERS,
                "Access-Control-Max-Age": str(A_DAY_S),
            }
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)

    def _has_slash_too_many(self, scope: Scope) -> bool:
        """Say whether a path without the slash at its end is one of ours, and with it is none."""
        path: str = scope["path"]
        if not path.endswith("/"):
            return False
        if path.removeprefix(scope["root_path"]) == f"{ITEMS}/":
            return True  # else it would be the station whose id is empty
        without = {**scope, "path": path.removesuffix("/")}
        return not self._allowed(scope) and bool(self._allowed(without))

    def _allowed(self, scope: Scope) -> list[str]:
        """Return the methods that a path has."""
        found = [
            method
            for method in ALL_METHODS
            if any(
                route.matches({**scope, "method": method})[0] is Match.FULL
                for route in self._routes()
            )
        ]
        if "GET" in found:
            found.insert(1, "HEAD")
        return [*found, "OPTIONS"] if found else []


def _without_slash(scope: Scope) -> Response:
    """Lead to the path without its slash: relative, as nobody here knows if outside it is https."""
    name = quote(scope["path"].rstrip("/").rpartition("/")[2])
    query: bytes = scope["query_string"]
    where = f"../{name}?{query.decode('latin-1')}" if query else f"../{name}"
    return Response(status_code=HTTPStatus.TEMPORARY_REDIRECT, headers={"Location": where})


def _asks_by_post(scope: Scope, method: str) -> bool:
    path: str = scope["path"]
    return method == "POST" and path.endswith(ASKING_BY_POST)
