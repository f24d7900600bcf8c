"""What is served beside Streamlit's pages: maps' scripts, layers, posters, the staff's door."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from stationmap.errors import StationNotFoundError
from stationmap.labels import Language
from stationmap.maps.assets import STATIC
from stationmap.stations.hours import on_arrival
from stationmap.web import openid
from stationmap.web.base_path import base_path
from stationmap.web.front_page import front_page
from stationmap.web.headers import A_YEAR
from stationmap.web.light.routes import light_routes
from stationmap.web.offered_files import FOLDER, offered_file
from stationmap.web.poster_route import poster
from stationmap.web.set_up import set_up_routes
from stationmap.web.shell import PAGE_NAMES
from stationmap.web.sign_in import sign_in_routes
from stationmap.web.wiring import (
    ground,
    layers,
    packed_stations,
    plan_layers,
    services,
    station_with_id,
)

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute
    from starlette.types import Scope

    from stationmap.maps.packed_stations import PackedStations

NOT_FOUND = 404
OUTDATED = "these stations have changed: reload the page"


def routes() -> list[BaseRoute]:
    """Return our routes, below `server.baseUrlPath`."""
    base = base_path()
    ours = [
        Mount(f"{base}/assets", _KeptFiles(directory=STATIC)),
        Mount(f"{base}/layers", routes=_layers()),
        Route(f"{base}/poster", poster),
        Route(f"{base}/{FOLDER}/{{token}}", offered_file),
        Route(f"{base}/robots.txt", _robots),
        *light_routes(base),
        *sign_in_routes(base),
        *set_up_routes(base),
        Route(f"{base}/", _front_page),
        *(Route(f"{base}/{name}", _front_page) for name in PAGE_NAMES),
    ]
    # Pages name their files relative to the folder they are in: below `/prefix`, not beside it.
    return [*ours, Route(base, into_folder)] if base else list(ours)


def _layers() -> list[BaseRoute]:
    return [
        Route("/ground.json", _ground),
        Route("/stations/{revision}.json", _stations),
        Route("/stations/{revision}/{number:int}.json", _station),
        Route("/coverage/{digest}.json", _coverage),
    ]


class _KeptFiles(StaticFiles):
    """Files whose address changes with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Let what is found be kept for a year."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = A_YEAR
        return response


def _front_page(request: Request) -> Response:
    name = request.url.path.rpartition("/")[2] or PAGE_NAMES[0]
    asked = request.query_params.get("lang")
    language = Language(asked if asked in set(Language) else services().settings.language)
    page = HTMLResponse(front_page(name, language), headers={"Cache-Control": "no-cache"})
    if openid.is_signed_in(request):
        openid.settle_xsrf(request, page)
    return page


def into_folder(request: Request) -> Response:
    """Lead to the same with a slash at its end; relative, whatever the scheme outside is."""
    name, query = request.url.path.rpartition("/")[2], request.url.query
    return RedirectResponse(f"{name}/?{query}" if query else f"{name}/")


def _ground(_request: Request) -> Response:
    return _kept_json(ground().body)


def _stations(request: Request) -> Response:
    packed = _layer(request)
    return _kept_json(packed.body) if packed else _problem(OUTDATED)


def _station(request: Request) -> Response:
    """Answer with what the map's panel shows of one station, as it is now."""
    packed = _layer(request)
    if packed is None:
        return _problem(OUTDATED)
    try:
        station = station_with_id(packed.station(request.path_params["number"]).id)
    except StationNotFoundError as error:
        return _problem(str(error))
    arrival = on_arrival(station, datetime.now(UTC))
    return JSONResponse(
        {
            "id": station.id,
            "name": station.name,
            "kind": station.kind,
            "status": station.status,
            "state": arrival.state,
            "address": station.address,
        },
        headers={"Cache-Control": "no-store"},
    )


def _coverage(request: Request) -> Response:
    """Answer with what the planner's map draws; no address can be guessed, none names anybody."""
    body = plan_layers().body(request.path_params["digest"])
    return _kept_json(body) if body is not None else _problem(OUTDATED)


def _layer(request: Request) -> PackedStations | None:
    """Return the layer that is asked for; None if the stations have changed too often since."""
    packed_stations()  # after a restart, nobody has asked for the stations of now
    return layers().with_revision(request.path_params["revision"])


def _robots(_request: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /layers/\nDisallow: /component/\n")


def _kept_json(body: bytes) -> Response:
    return Response(body, media_type="application/json", headers={"Cache-Control": A_YEAR})


def _problem(detail: str) -> Response:
    """Say in RFC 9457's form why there is nothing."""
    return JSONResponse(
        {"title": "Not found", "status": NOT_FOUND, "detail": detail},
        status_code=NOT_FOUND,
        media_type="application/problem+json",
    )
