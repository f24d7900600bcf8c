"""The API as one app below `/api`: its routers, its problems and what all its answers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI

from stationmap.api.changes import changes_router
from stationmap.api.collection import collections_router
from stationmap.api.coverage import coverage_router
from stationmap.api.export import export_router
from stationmap.api.feature import feature_router
from stationmap.api.feature_table import FeatureTables
from stationmap.api.features import features_router
from stationmap.api.landing import landing_router
from stationmap.api.limits import LimitMiddleware
from stationmap.api.methods import MethodsMiddleware
from stationmap.api.nearest import nearest_router
from stationmap.api.parameters import only_known_parameters
from stationmap.api.problems import answer_problems
from stationmap.api.reports import reports_router
from stationmap.api.writing import writing_router

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.bootstrap import Office


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
        redirect_slashes=False,  # MethodsMiddleware does, whatever the scheme outside is
        generate_unique_id_function=lambda route: route.name,
        dependencies=[Depends(only_known_parameters)],
    )
    answer_problems(app)
    app.state.descriptions = {}
    app.state.known_parameters = {}
    app.add_middleware(LimitMiddleware, office=office)
    app.add_middleware(MethodsMiddleware, routes=lambda: app.router.routes)
    tables = FeatureTables(office)
    app.include_router(landing_router(office))
    app.include_router(collections_router(office, tables))
    app.include_router(features_router(office, tables))
    app.include_router(feature_router(office, tables))
    for router in (
        nearest_router,
        coverage_router,
        writing_router,
        reports_router,
        changes_router,
        export_router,
    ):
        app.include_router(router(office))
    return app
