"""Runs the app until it is told to stop, and lets what is being answered come to its end."""

from __future__ import annotations

import logging
import os
import signal
import sys
from threading import Timer
from typing import TYPE_CHECKING

import uvicorn
from streamlit import config
from streamlit.web.server.starlette.starlette_server import _get_uvicorn_config_kwargs

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from types import FrameType
    from typing import NoReturn

    from starlette.types import ASGIApp

STUCK_AFTER_S = 5
"""So long after the time to stop the process ends itself, with code 1: a thread holds it up."""

_log = logging.getLogger(__name__)


class GracefulServer(uvicorn.Server):
    """Takes no more connections after SIGTERM, ends long work, and lets requests finish."""

    def __init__(self, settings: uvicorn.Config, before_stop: Callable[[], None]) -> None:
        super().__init__(settings)
        self._before_stop = before_stop

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what nobody will wait for, then wait for what is being answered."""
        self._before_stop()
        patience_s = (self.config.timeout_graceful_shutdown or 0) + STUCK_AFTER_S
        stuck = Timer(patience_s, _give_up)
        stuck.daemon = True
        stuck.start()
        await super().shutdown(sockets)


def run(app: ASGIApp, *, stop_seconds: int, proxies: str, before_stop: Callable[[], None]) -> None:
    """Serve an app where Streamlit's configuration says, until SIGTERM or SIGINT.

    Parameters
    ----------
    stop_seconds
        How long those that are being answered may take after that; then they are cut off.
    proxies
        Whose X-Forwarded-For and X-Forwarded-Proto are believed.
    before_stop
        Called once, when no more connections are taken.
    """
    # Without a handler of ours, Python dies of the signal that uvicorn raises anew at its end.
    signal.signal(signal.SIGTERM, _end_well)
    server = GracefulServer(
        uvicorn.Config(
            app,
            host=config.get_option("server.address"),
            port=config.get_option("server.port"),
            proxy_headers=True,
            forwarded_allow_ips=proxies,
            server_header=False,
            log_config=None,
            timeout_graceful_shutdown=stop_seconds,
            **_get_uvicorn_config_kwargs(),
        ),
        before_stop,
    )
    server.run()
    if not server.started:
        sys.exit(1)


def _end_well(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)


def _give_up() -> None:
    _log.error("did not stop in time; ending all the same")
    os._exit(1)
