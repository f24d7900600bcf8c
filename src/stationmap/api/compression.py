"""Compression for whoever takes it, and headers that stay true under it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware

from stationmap.api.headers import takes_gzip

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

OWN_TAG = '-gzip"'
"""How the tag ends of what was packed by whoever made it: that one stands for those bytes alone."""


class CompressionMiddleware(GZipMiddleware):
    """Compresses, but not for a client that refuses it by the weight 0.

    Starlette, and Streamlit within, look for the word `gzip` alone.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back, packed or not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_packed = takes_gzip(", ".join(Headers(scope=scope).getlist("accept-encoding")))
        if not is_packed:
            scope["headers"] = [one for one in scope["headers"] if one[0] != b"accept-encoding"]

        async def send_truly(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                known_already = message["status"] == HTTPStatus.NOT_MODIFIED and is_packed
                if known_already or headers.get("content-encoding") == "gzip":
                    _weaken_tag(headers)
                _say_once(headers)
            await send(message)

        await super().__call__(scope, receive, send_truly)


def _weaken_tag(headers: MutableHeaders) -> None:
    """Let a strong tag stand for the content, since it is of other bytes than the packed ones."""
    tag = headers.get("etag", "")
    if tag.startswith('"') and not tag.endswith(OWN_TAG):
        headers["etag"] = f"W/{tag}"


def _say_once(headers: MutableHeaders) -> None:
    """Name each header once on which the answer depends."""
    named = [name.strip() for line in headers.getlist("vary") for name in line.split(",")]
    if named:
        headers["vary"] = ", ".join({name.lower(): name for name in named}.values())
