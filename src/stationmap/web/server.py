"""The server: Streamlit's pages, our routes beside them, compressed and with safe headers."""

from __future__ import annotations

import gc
import logging
import tomllib
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from streamlit import logger as streamlit_logger
from streamlit import runtime
from streamlit.starlette import App
from streamlit.web.bootstrap import load_config_options

from stationmap import logs
from stationmap.api.app import api_app
from stationmap.api.compression import CompressionMiddleware
from stationmap.api.health import health_routes
from stationmap.api.metrics import process_metrics
from stationmap.api.metrics_guard import MetricsGuardMiddleware
from stationmap.api.watching import WatchMiddleware
from stationmap.bootstrap import settings_from_environment
from stationmap.labels import text
from stationmap.services.filling import was_filled_from
from stationmap.web.base_path import base_path
from stationmap.web.headers import SafeHeadersMiddleware
from stationmap.web.routes import into_folder
from stationmap.web.routes import routes as page_routes
from stationmap.web.running import run
from stationmap.web.set_up import announce_set_up
from stationmap.web.shell import explain_failure
from stationmap.web.store_refusal import HANDLERS
from stationmap.web.unknown_page import UnknownPageMiddleware
from stationmap.web.upload_guard import UploadGuardMiddleware
from stationmap.web.wiring import office, warm_up

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from starlette.routing import BaseRoute

__all__ = [
    "HANDLERS",
    "PAGES",
    "explain_failure",
    "lifespan",
    "middleware",
    "routes",
    "serve",
]

_WEB = Path(__file__).resolve().parent
PAGES = _WEB / "main.py"
"""The script that Streamlit runs for each visit."""

CONFIG = _WEB / "config.toml"
GZIP_LEVEL = 6
"""Level 9 costs three times the time of level 6 for 1 % fewer bytes of Streamlit's bundle."""


def middleware() -> list[Middleware]:
    """Return what every response passes through; the first is the outermost."""
    return [
        Middleware(WatchMiddleware, metrics=process_metrics()),
        Middleware(SafeHeadersMiddleware),
        Middleware(UploadGuardMiddleware),
        Middleware(MetricsGuardMiddleware, office=office),
        Middleware(CompressionMiddleware, compresslevel=GZIP_LEVEL),
        Middleware(UnknownPageMiddleware),
    ]


def routes() -> list[BaseRoute]:
    """Return all that is served beside Streamlit's pages."""
    base = base_path()
    return [
        *page_routes(),
        *health_routes(office, process_metrics(), base=base),
        Mount(f"{base}/api", app=api_app(office)),
        Route(f"{base}/api", into_folder),
    ]


@asynccontextmanager
async def lifespan(_app: App) -> AsyncIterator[None]:
    """Build the services before the first visit; after the last, end long work."""
    set_up_logs()
    await to_thread.run_sync(warm_up)
    await to_thread.run_sync(_announce)
    await to_thread.run_sync(_register_map_frame)
    # A full collection that goes through all stations lasts 140 ms, and nobody is answered in it.
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        cancel_jobs()


def set_up_logs() -> None:
    """Let all loggers of the process write as the settings say, Streamlit's too."""
    settings = settings_from_environment()
    logs.set_up_logs(level=settings.log_level, form=settings.log_format)
    for logger in streamlit_logger._loggers.values():  # noqa: SLF001  # it has no public name
        logs.hand_over(logger)
    # Those that it makes later get a handler of their own by this, in its format.
    streamlit_logger.setup_formatter = logs.hand_over


def cancel_jobs() -> None:
    """End planners' long work, which nobody will see the result of."""
    office().jobs.cancel_all()


def _announce() -> None:
    """Say on the terminal what whoever started the server has to know."""
    announce_set_up()
    settings = office().settings
    was_named = "stations" in settings.model_fields_set
    if was_named and not was_filled_from(office().store, settings.stations):
        notice = text("filling.has_its_own", settings.language, path=settings.stations)
        print(notice, flush=True)  # noqa: T201  # the log is not where an operator looks


def _register_map_frame() -> None:
    """Serve the frame of streamlit-folium from the first visit on, which fetches it early.

    Streamlit registers a component only where a page imports it, and warns of any other place.
    """
    warner = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    level = warner.level
    warner.setLevel(logging.ERROR)
    import streamlit_folium  # noqa: PLC0415  # it needs the runtime, which has just started

    warner.setLevel(level)
    runtime.get_instance().component_registry.register_component(streamlit_folium._component_func)  # noqa: SLF001  # it has no public name


def serve(*, host: str, port: int, prefix: str = "") -> None:
    """Serve until SIGTERM or SIGINT; below a path prefix if one is given."""
    configured = dict(_options(tomllib.loads(CONFIG.read_text(encoding="utf-8"))))
    configured |= {
        "server.address": host,
        "server.port": port,
        "server.baseUrlPath": prefix.strip("/"),
    }
    # The routes read the configuration already; `run` would warn of it as of a change.
    load_config_options(configured)
    app = App(
        PAGES,
        routes=routes(),
        middleware=middleware(),
        lifespan=lifespan,
        on_script_error=explain_failure,
        exception_handlers=HANDLERS,
    )
    set_up_logs()
    settings = office().settings
    try:
        run(
            app,
            stop_seconds=settings.stop_seconds,
            proxies=settings.proxies,
            before_stop=cancel_jobs,
        )
    finally:
        office().store.close()


def _options(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the leaves of nested tables by their dotted names."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _options(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value
