"""What is said at an address that is no page: 404, and a page that says so.

Streamlit answers any such address with its own page and 200, and then asks in English whether the
page exists.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.staticfiles import StaticFiles

from stationmap.labels import text
from stationmap.web.base_path import base_path
from stationmap.web.cards import calls
from stationmap.web.form_page import page
from stationmap.web.form_request import language_of
from stationmap.web.icons import icon
from stationmap.web.markup import element
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HTML = "text/html"


class UnknownPageMiddleware:
    """Answers in place of Streamlit's page where that stands in for a file that is not there.

    Each page with an address has a route of ours. What is left are Streamlit's files, none of
    which is a page: where HTML comes of them, there was no such file.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._base = base_path()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back unless it is that page."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", "")).removeprefix(self._base)
        is_unknown = False

        async def send_if_known(message: Message) -> None:
            nonlocal is_unknown
            if message["type"] == "http.response.start":
                is_unknown = _stands_in(scope, message)
            if not is_unknown:
                await send(message)

        await self._app(scope, receive, send_if_known)
        if is_unknown:
            await unknown_page(Request(scope), depth=path.strip("/").count("/"))(
                scope, receive, send
            )


def unknown_page(request: Request, *, depth: int) -> Response:
    """Return the page that says that there is none.

    Parameters
    ----------
    depth
        How many folders below the app's root the address is.
    """
    language = language_of(request)
    root = "../" * depth or "./"
    way_back = element(
        "a",
        icon("locate"),
        element("span", text("unknown_page.find", language)),
        class_="action primary",
        href=f"{root}?lang={language}",
    )
    return page(
        element("div", way_back, class_="actions"),
        calls(None, office().settings.hotline, language),
        title=text("unknown_page.title", language),
        why=text("unknown_page.why", language),
        path="",
        root=root,
        kept={},
        language=language,
        status=HTTPStatus.NOT_FOUND,
    )


def _stands_in(scope: Scope, start: Message) -> bool:
    is_html = Headers(raw=start["headers"]).get("content-type", "").startswith(HTML)
    return is_html and isinstance(scope.get("endpoint"), StaticFiles)
