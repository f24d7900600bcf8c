"""The whole list in one file, to begin a copy with."""

from __future__ import annotations

from email.utils import format_datetime
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from stationmap.api.answering import not_modified
from stationmap.api.daily_export import DailyExport
from stationmap.api.headers import listed, takes_gzip
from stationmap.api.told import COLLECTION_SCHEMA, GEOJSON, told
from stationmap.services.authority import now_utc

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from stationmap.bootstrap import Office


def export_router(
    office: Callable[[], Office], *, clock: Callable[[], datetime] = now_utc
) -> APIRouter:
    """Return the route."""
    router = APIRouter(tags=["copies"])
    daily = DailyExport(office, clock)

    @router.get(
        "/export/stations.geojson",
        summary="The whole list of today",
        operation_id="export",
        responses=told(
            200,
            "All stations as they were when somebody first asked today; `revision` says of when, "
            "and `/changes?since=` has what came after it.",
            GEOJSON,
            COLLECTION_SCHEMA,
        )
        | {304: {"description": "It is still the one that was named."}},
        response_class=Response,
    )
    def export(request: Request) -> Response:
        """Return the list as GeoJSON, one feature a line; made once a day, under gzip if wanted."""
        packed = daily.today()
        may_be_packed = takes_gzip(listed(request, "accept-encoding"))
        tag = f'"day-{packed.revision}-{packed.day:%Y%m%d}{"-gzip" if may_be_packed else ""}"'
        changes = f"{request.scope['root_path']}/changes?since={packed.revision}"
        headers = {
            "ETag": tag,
            "Last-Modified": format_datetime(packed.made_at, usegmt=True),
            "Cache-Control": "no-cache",
            "Vary": "Accept-Encoding",
            "Content-Disposition": 'attachment; filename="stations.geojson"',
            "Link": f'<{changes}>; rel="monitor"',
        }
        known = not_modified(request, headers)
        if known is not None:
            return known
        if may_be_packed:
            headers |= {"Content-Encoding": "gzip"}
            return Response(packed.content, media_type=GEOJSON, headers=headers)
        return StreamingResponse(packed.unpacked(), media_type=GEOJSON, headers=headers)

    return router
