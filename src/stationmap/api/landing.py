"""The landing page, and what the API conforms to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.bootstrap import Office


def landing_router(office: Callable[[], Office]) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["about"])

    @router.get("/", summary="Landing page")
    def landing() -> Response:
        return JSONResponse({"title": office().settings.language, "links": []})

    return router
