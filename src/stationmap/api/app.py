"""The API as one app below `/api`: its routers, its problems and what all its answers share."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI

from stationmap.api.collection import collections_router
from stationmap.api.feature_table import FeatureTables
from stationmap.api.features import features_router
from stationmap.api.landing import landing_router
from stationmap.api.methods import MethodsMiddleware
from stationmap.api.parameters import only_known_parameters
from stationmap.api.problems import answer_problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.bootstrap import Office

_OTHERS = ("nearest", "coverage", "writing", "reports", "changes", "export")


def api_app(office: Callable[[], Office]) -> FastAPI:
    """Return the app.

    Parameters
    ----------
    office
        Asked for at each request, so that nothing is opened before the server has started.
    """
    app = FastAPI(
        title="stationmap",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
        dependencies=[Depends(only_known_parameters)],
    )
    answer_problems(app)
    app.state.descriptions = {}
    app.state.known_parameters = {}
    app.add_middleware(MethodsMiddleware, routes=lambda: app.router.routes)
    tables = FeatureTables(office)
    app.include_router(landing_router(office))
    app.include_router(collections_router(office, tables))
    app.include_router(features_router(office, tables))
    for name in _OTHERS:
        with suppress(ModuleNotFoundError):
            module = import_module(f"stationmap.api.{name}")
            app.include_router(getattr(module, f"{name}_router")(office))
    return app
