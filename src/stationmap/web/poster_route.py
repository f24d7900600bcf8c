"""`/poster?station=ID`: a station's poster as a page of its own, which prints well."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, RedirectResponse, Response

from stationmap.errors import StationNotFoundError
from stationmap.labels import Language
from stationmap.stations.calendar import BEIJING
from stationmap.web.poster import poster_html
from stationmap.web.station_view import station_view
from stationmap.web.usual_hours import usual_hours
from stationmap.web.wiring import services, station_with_id

if TYPE_CHECKING:
    from starlette.requests import Request

LANGUAGES = frozenset(Language)


def poster(request: Request) -> Response:
    """Answer with the poster; for a station that is not there, with the page that says so."""
    settings = services().settings
    wanted = request.query_params.get("lang")
    language = Language(wanted if wanted in LANGUAGES else settings.language)
    try:
        station = station_with_id(request.query_params.get("station", ""))
    except StationNotFoundError:
        return RedirectResponse(f"./?{request.url.query}")
    now = datetime.now(BEIJING)
    view = station_view(
        station,
        now=now,
        language=language,
    )
    root_address = settings.public_url or str(request.base_url)
    page = poster_html(
        view,
        usual_hours(station, now.date(), language),
        root_address=root_address,
        hotline=settings.hotline,
        language=language,
    )
    return HTMLResponse(page)
