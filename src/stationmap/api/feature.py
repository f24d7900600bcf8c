"""One station as a feature; its entity tag is its version, which whoever changes it has to name."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson
from fastapi import APIRouter
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import HTMLResponse, RedirectResponse, Response

from stationmap.api import feature_pages
from stationmap.api.answering import ASK_FIRST, headers_of, not_modified
from stationmap.api.crs import Crs, crs_asked
from stationmap.api.desk import Desk
from stationmap.api.feature_bytes import Row, bodies_in
from stationmap.api.feature_headers import collection_link, crs_headers, link_header
from stationmap.api.links import GEOJSON, ITEM, item_path, with_query
from stationmap.api.negotiation import LANG, F, Form
from stationmap.api.question import CRS, DATUM, Question, datum_asked
from stationmap.api.schemas import FEATURE, operation, read_features
from stationmap.api.versions import tag_of, tag_of_other
from stationmap.errors import StationRemovedError, StoreError
from stationmap.geo.datum import Datum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from stationmap.api.feature_table import FeatureTables
    from stationmap.api.links import Link
    from stationmap.bootstrap import Office
    from stationmap.upkeep.change import Kept


def feature_router(office: Callable[[], Office], tables: FeatureTables) -> APIRouter:
    """Return the route."""
    router = APIRouter(tags=["stations"])

    @router.get(
        ITEM,
        summary="One station",
        openapi_extra=operation(CRS, DATUM, F, LANG),
        responses=read_features("The station.", FEATURE, 404, 410)
        | {308: {"description": "It was merged into the station at Location."}},
        response_class=Response,
    )
    def get_feature(request: Request, station_id: str) -> Response:
        """Answer with one station; its ETag is what a change of it has to name."""
        desk = Desk.of(request, office())
        question = _of_one(request)
        try:
            kept = office().store.get(station_id)
        except StoreError:
            # Of what is not known from before, only the store could say more.
            row = tables.current().by_id.get(station_id)
            if row is None:
                raise
            return _answer(desk, question, row, {"Cache-Control": "no-store"})
        if kept.removed:
            return _moved(desk, kept)
        usual = office().settings.language
        headers = headers_of(_tag(desk, kept, question, usual), desk.language)
        known = not_modified(request, headers | crs_headers(question))
        return known or _answer(desk, question, Row(kept.station), headers)

    return router


def _answer(desk: Desk, question: Question, row: Row, headers: dict[str, str]) -> Response:
    links = [*desk.own_links(GEOJSON), collection_link(desk)]
    headers = headers | crs_headers(question) | {"Link": link_header(links)}
    if desk.form is Form.HTML:
        return HTMLResponse(feature_pages.feature_page(desk, row, question), headers=headers)
    (feature,) = bodies_in([row], question.crs, question.datum)
    body = _opened(feature, links)
    return Response(body, media_type=GEOJSON, headers=headers)


def _of_one(request: Request) -> Question:
    given = request.query_params
    datum = datum_asked(given)
    return Question(crs=crs_asked(given, "crs"), datum=datum)


def _tag(desk: Desk, kept: Kept, question: Question, usual: str) -> str:
    """Return the tag of a version as all get it who ask for nothing else, or that of another.

    Of one tag there is one sequence of bytes: titles of links are in a language.
    """
    plain = question.crs is Crs.CRS84 and question.datum is Datum.WGS84
    if desk.form is Form.JSON and desk.language == usual and plain:
        return tag_of(kept.version)
    return tag_of_other(kept.version, desk.form, desk.language)


def _moved(desk: Desk, kept: Kept) -> Response:
    """Lead to the station that this one was merged into; else say that it is gone."""
    if kept.successor is None:
        raise StationRemovedError(kept.station.id, None)
    address = with_query(desk.at(item_path(kept.successor)), desk.request.query_params)
    # A merge can be taken back: then the address is the station's again.
    headers = {"Cache-Control": ASK_FIRST}
    return RedirectResponse(address, HTTPStatus.PERMANENT_REDIRECT, headers)


def _opened(feature: bytes, links: Iterable[Link]) -> bytes:
    """Add links to a Feature."""
    told = orjson.dumps([link.as_json() for link in links])
    return feature[:-1] + b',"links":' + told + b"}"
