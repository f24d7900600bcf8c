"""The addresses of the light page: the page, its two questions, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

from stationmap.web.form_request import posted
from stationmap.web.headers import A_YEAR
from stationmap.web.light import files, views
from stationmap.web.light.answered import answered, place_as_json
from stationmap.web.light.asked import asked_by
from stationmap.web.light.saved import saved_district
from stationmap.web.search_box import worded
from stationmap.web.wiring import office, services

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from stationmap.labels import Language
    from stationmap.web.light.asked import Asked

JSON = "application/json"
NOT_FOUND, BAD = 404, 400


def light_routes(base: str) -> list[BaseRoute]:
    """Return the routes below the app's path."""
    return [
        Route(f"{base}/m", _page),
        Mount(
            f"{base}/m",
            routes=[
                Route("/", _page),
                Route("/nearest", _nearest, methods=["POST"]),
                Route("/search", _search, methods=["POST"]),
                Route("/saved/{code}.json", _saved),
                Route("/manifest.webmanifest", _manifest),
                Route(f"/{files.WORKER}", _worker),
                Route("/{name}", _file),
                Route("/{path:path}", _unknown),
            ],
        ),
    ]


def _page(request: Request) -> Response:
    """Return the page; `?station=` shows one station, `?district=` those of a district."""
    folder = "m/" if request.url.path.endswith("/m") else "./"
    fields = dict(request.query_params)
    # A position in the address would stand in logs and histories: it is not looked at.
    asked = asked_by({"lang": fields.get("lang", "")}, office().settings.language)
    if "station" in fields:
        return views.station_page(asked, fields["station"], folder)
    if "district" in fields:
        return views.district_page(asked, fields["district"], fields.get("page", "1"), folder)
    return views.home_page(asked, folder)


async def _nearest(request: Request) -> Response:
    asked = asked_by(await posted(request), office().settings.language)
    return await to_thread.run_sync(_answer_nearest, asked, _wants_json(request))


def _answer_nearest(asked: Asked, wants_json: bool) -> Response:  # noqa: FBT001  # by place only
    if asked.spot is None:
        if wants_json:
            return JSONResponse({}, status_code=BAD, headers={"Cache-Control": "no-store"})
        return views.no_position_page(asked)
    answer = answered(asked, asked.spot)
    if wants_json:
        return JSONResponse(answer.as_json(), headers={"Cache-Control": "no-store"})
    return views.answers_page(asked, answer)


async def _search(request: Request) -> Response:
    asked = asked_by(await posted(request), office().settings.language)
    return await to_thread.run_sync(_answer_search, asked, _wants_json(request))


def _answer_search(asked: Asked, wants_json: bool) -> Response:  # noqa: FBT001  # by place only
    search = services().search
    found = search.find(asked.query) or search.named_in(asked.query)
    places = [worded(place, asked.language) for place in found]
    if wants_json:
        listed = [place_as_json(place) for place in places]
        return JSONResponse(listed, headers={"Cache-Control": "no-store"})
    return views.places_page(asked, places)


def _saved(request: Request) -> Response:
    found = saved_district(request.path_params["code"])
    if found is None:
        return PlainTextResponse("no such district", NOT_FOUND)
    headers = {"Cache-Control": "no-cache", "ETag": found.etag}
    if found.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(found.body, media_type=JSON, headers=headers)


def _manifest(request: Request) -> Response:
    body = files.manifest(_language(request))
    return Response(body, media_type="application/manifest+json", headers=_fresh())


def _worker(request: Request) -> Response:
    worker = files.worker(_language(request))
    headers = {**_fresh(), "Service-Worker-Allowed": _allowed(request)}
    return Response(worker.content, media_type=worker.media_type, headers=headers)


def _language(request: Request) -> Language:
    return asked_by(dict(request.query_params), office().settings.language).language


def _allowed(request: Request) -> str:
    """Let the worker see `/m` itself, which is not below its folder."""
    return request.url.path.removesuffix(f"/{files.WORKER}")


def _file(request: Request) -> Response:
    try:
        file = files.light_file(request.path_params["name"])
    except LookupError:
        return _unknown(request)
    return Response(file.content, media_type=file.media_type, headers={"Cache-Control": A_YEAR})


def _unknown(request: Request) -> Response:
    """Say that there is no such page; a page of before that asks for its files hears it bare."""
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse("no such file", NOT_FOUND)
    asked = asked_by(dict(request.query_params), office().settings.language)
    depth = request.path_params.get("path", "").count("/")
    return views.unknown_page(asked, "../" * depth or "./")


def _wants_json(request: Request) -> bool:
    return request.headers.get("accept", "").startswith(JSON)


def _fresh() -> dict[str, str]:
    return {"Cache-Control": "no-cache"}
