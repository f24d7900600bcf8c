"""Lets files in from staff alone: Streamlit takes them from whoever has a page open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from stationmap.errors import StoreError
from stationmap.web import openid
from stationmap.web.session_cookie import SESSION_COOKIE
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

UPLOADS = "/_stcore/upload_file/"
FORBIDDEN, UNAVAILABLE = 403, 503


class UploadGuardMiddleware:
    """Refuses to read a file that comes without an open session of the store.

    Of somebody who signed in with OpenID the session is known to her page, not to this request:
    there the provider's signature is enough, and the page asks for the rest.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it before its body is read."""
        if scope["type"] == "http" and scope["method"] == "PUT" and UPLOADS in scope["path"]:
            request = Request(scope)
            refusal = await to_thread.run_sync(_refusal, request)
            if refusal is not None:
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _refusal(request: Request) -> PlainTextResponse | None:
    try:
        if _is_from_staff(request):
            return None
    except StoreError:
        return PlainTextResponse("try again in a minute", status_code=UNAVAILABLE)
    return PlainTextResponse("sign in first", status_code=FORBIDDEN)


def _is_from_staff(request: Request) -> bool:
    token = request.cookies.get(SESSION_COOKIE)
    if token:
        return office().accounts.account_of(token) is not None
    return openid.is_signature_good(request)
