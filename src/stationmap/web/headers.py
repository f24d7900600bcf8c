"""Headers that keep the pages to their own origin, and caches to what may be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from stationmap.maps.tiles import tile_hosts
from stationmap.settings import Settings
from stationmap.web.base_path import base_path

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

A_YEAR = "public, max-age=31536000, immutable"
FOLIUM_BUNDLE = "/component/streamlit_folium.st_folium/static/"
"""Hashed files that Streamlit serves without a lifetime, so that phones ask again each visit."""


def content_policy(image_hosts: tuple[str, ...]) -> str:
    """Return the Content-Security-Policy: all from here, images also from the tiles' hosts.

    Streamlit styles inline and starts workers from blobs; streamlit-folium evaluates the map's
    script, in a frame of the same origin.
    """
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            " ".join(("img-src 'self' data: blob:", *image_hosts)),
            "font-src 'self' data:",
            "connect-src 'self' ws: wss: blob: data:",
            "worker-src 'self' blob:",
            "frame-src 'self' blob: data:",
            "frame-ancestors 'self'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


API_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""The API's pages are read, not run: no script."""

HTTPS_FOR_S = 31536000


class SafeHeadersMiddleware:
    """Adds the headers to every response; a policy that the response has already is its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        settings = Settings()
        self._policy = content_policy(tile_hosts(settings.tiles))
        self._api = f"{base_path()}/api/"
        self._headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        if (settings.public_url or "").startswith("https:"):
            self._headers["Strict-Transport-Security"] = f"max-age={HTTPS_FOR_S}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                is_api = scope["path"].startswith(self._api)
                headers.setdefault(
                    "Content-Security-Policy", API_POLICY if is_api else self._policy
                )
                if FOLIUM_BUNDLE in scope["path"] and message["status"] == OK:
                    headers["Cache-Control"] = A_YEAR
            await send(message)

        await self._app(scope, receive, send_with_headers)


OK = 200
