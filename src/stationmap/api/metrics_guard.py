"""Keeps Streamlit's own metrics to those who may read ours: they tell of sessions and memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.requests import Request

from stationmap.api.health import metrics_refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from stationmap.bootstrap import Office

METRICS = "/_stcore/metrics"


class MetricsGuardMiddleware:
    """Refuses Streamlit's metrics to whoever may not read `/metrics`."""

    def __init__(self, app: ASGIApp, *, office: Callable[[], Office]) -> None:
        self._app = app
        self._office = office

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and METRICS in scope["path"]:
            settings = (await to_thread.run_sync(self._office)).settings
            refusal = metrics_refusal(Request(scope), settings)
            if refusal is not None:
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)
