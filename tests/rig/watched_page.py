"""Watches what a page asks for and complains of, so that a test can refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebError

LOCAL_SCHEMES = frozenset({"data", "blob", "about"})
OUR_HOST = "127.0.0.1"
PROBES = ("/_stcore/health", "/_stcore/host-config")
"""On a page below the root, Streamlit's own script tries these beside it, where a 404 is right."""


class Watch:
    """Everything that the pages of one browser context asked for, and every error they reported.

    Attributes
    ----------
    context
        The one that it watches.
    addresses
        Each address asked for, frames, workers and WebSockets included, in order.
    errors
        Uncaught exceptions, and what was written to the console as an error.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.addresses: list[str] = []
        self.errors: list[str] = []
        self._listeners: dict[str, Callable[..., None]] = {
            "request": lambda request: self.addresses.append(request.url),
            "page": self._watch_sockets,
            "weberror": self._keep_exception,
            "console": self._keep_console_error,
        }
        for event, listener in self._listeners.items():
            context.on(event, listener)  # type: ignore[call-overload]  # an event by its name

    def end(self) -> None:
        """Watch no longer."""
        for event, listener in self._listeners.items():
            self.context.remove_listener(event, listener)

    @property
    def foreign(self) -> list[str]:
        """The addresses that are not on 127.0.0.1."""
        return [address for address in self.addresses if not _is_ours(address)]

    def refuse_what_is_wrong(self) -> None:
        """Fail if an address was foreign or an error was reported."""
        assert self.foreign == [], f"asked for addresses beyond 127.0.0.1: {self.foreign}"
        assert self.errors == [], f"the page reported: {self.errors}"

    def _watch_sockets(self, page: Page) -> None:
        page.on("websocket", lambda socket: self.addresses.append(socket.url))

    def _keep_exception(self, error: WebError) -> None:
        self.errors.append(f"uncaught: {error.error}")

    def _keep_console_error(self, message: ConsoleMessage) -> None:
        address = message.location.get("url", "")
        if message.type == "error" and not address.endswith(PROBES):
            self.errors.append(f"console: {message.text} ({address})")


def _is_ours(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in LOCAL_SCHEMES or parts.hostname == OUR_HOST
