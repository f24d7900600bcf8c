"""Browser contexts that tests use one after the other, emptied of all but the browser's cache.

A context that has loaded the pages before needs half the processor time for the next: it has
Streamlit's scripts, and has compiled them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Browser, BrowserContext

OF_A_VISIT = ("geolocation", "permissions")
"""Options that can be taken from a context again."""


class KeptContexts:
    """The contexts of one browser that nobody uses, by the options that they were made with."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[BrowserContext]] = defaultdict(list)
        self._kinds: dict[BrowserContext, str] = {}

    def take(self, options: dict[str, Any]) -> BrowserContext:
        """Return a context with these options that holds no cookie, storage or page."""
        lasting = {name: value for name, value in options.items() if name not in OF_A_VISIT}
        kind = json.dumps(lasting, sort_keys=True)
        context = (
            self._free[kind].pop() if self._free[kind] else self._browser.new_context(**lasting)
        )
        self._kinds[context] = kind
        context.set_geolocation(options.get("geolocation"))
        context.grant_permissions(options.get("permissions", []))
        return context

    def give_back(self, context: BrowserContext, visited: Iterable[str]) -> None:
        """Empty a context that was taken, of what the visited addresses left in it too."""
        context.set_offline(False)
        page = context.new_page()
        for other in context.pages:
            if other != page:
                other.close()
        session = context.new_cdp_session(page)
        for origin in {_origin(address) for address in visited} - {None}:
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        context.clear_cookies()
        context.clear_permissions()
        page.close()
        self._free[self._kinds.pop(context)].append(context)


def _origin(address: str) -> str | None:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} else None
