"""The stations as features: a page of them, and one alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson
from fastapi import APIRouter
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import HTMLResponse, RedirectResponse, Response

from stationmap.api import feature_pages
from stationmap.api.answering import headers_of, not_modified, tag_of_list
from stationmap.api.crs import Crs, crs_asked
from stationmap.api.desk import Desk
from stationmap.api.feature_bytes import Row
from stationmap.api.links import GEOJSON, ITEM, ITEMS, STATIONS, Link, item_path, with_query
from stationmap.api.negotiation import LANG, F, Form
from stationmap.api.question import (
    CRS,
    DATUM,
    PLACES,
    datum_asked,
    question_from,
    question_parameters,
)
from stationmap.api.schemas import FEATURE, FEATURES, operation, read_features
from stationmap.api.versions import tag_of
from stationmap.errors import StationRemovedError
from stationmap.geo.datum import Datum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from stationmap.api.feature_table import FeatureTables, Page
    from stationmap.api.question import Question
    from stationmap.bootstrap import Office
    from stationmap.upkeep.change import Kept


def features_router(office: Callable[[], Office], tables: FeatureTables) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["stations"])

    @router.get(
        ITEMS,
        summary="Stations",
        openapi_extra=operation(*question_parameters(), F, LANG),
        responses=read_features("A page of stations, in order of id.", FEATURES),
        response_class=Response,
    )
    def get_features(request: Request) -> Response:
        """Answer with the stations that fit; the link `next` leads to the rest."""
        desk = Desk.of(request, office())
        question = question_from(request.query_params)
        table = tables.current()
        tag = tag_of_list(table, desk.form, desk.language)
        headers = headers_of(tag, desk.language, table.changed_at) | _crs(question)
        known = not_modified(request, headers)
        if known is not None:
            return known
        page = table.page(question)
        links = [*desk.own_links(GEOJSON), *_paging(desk, page), _collection(desk)]
        headers["Link"] = _link_header(links)
        if desk.form is Form.HTML:
            return HTMLResponse(
                feature_pages.features_page(desk, page, question, links), headers=headers
            )
        return Response(_collected(page, question, links), media_type=GEOJSON, headers=headers)

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
        kept = office().store.get(station_id)
        if kept.removed:
            return _moved(desk, kept)
        headers = headers_of(_tag(desk, kept, question), desk.language) | _crs(question)
        known = not_modified(request, headers)
        if known is not None:
            return known
        links = [*desk.own_links(GEOJSON), _collection(desk)]
        headers["Link"] = _link_header(links)
        row = Row(kept.station)
        if desk.form is Form.HTML:
            return HTMLResponse(
                feature_pages.feature_page(desk, row, question, links), headers=headers
            )
        body = _opened(row.body_in(question.crs, question.datum), links)
        return Response(body, media_type=GEOJSON, headers=headers)

    return router


def _of_one(request: Request) -> Question:
    given = request.query_params
    datum = datum_asked(given)
    base = question_from({})
    return replace(base, crs=crs_asked(given, "crs"), datum=datum)


def _tag(desk: Desk, kept: Kept, question: Question) -> str:
    """Return the tag of a version as it stands in the store; what is made of it has a weak one."""
    plain = question.crs is Crs.CRS84 and question.datum is Datum.WGS84
    if desk.form is Form.JSON and plain:
        return tag_of(kept.version)
    return f'W/"v{kept.version}.{desk.form}.{desk.language}"'


def _moved(desk: Desk, kept: Kept) -> Response:
    """Lead to the station that this one was merged into; else say that it is gone."""
    if kept.successor is None:
        raise StationRemovedError(kept.station.id, None)
    address = with_query(desk.at(item_path(kept.successor)), desk.request.query_params)
    return RedirectResponse(address, status_code=HTTPStatus.PERMANENT_REDIRECT)


def _crs(question: Question) -> dict[str, str]:
    """Say in which system positions are; GCJ-02 has no identifier, and is named by itself."""
    if question.datum is not Datum.WGS84:
        return {"Content-Datum": question.datum}
    return {"Content-Crs": f"<{question.crs}>"}


def _collection(desk: Desk) -> Link:
    return Link(desk.at(STATIONS), "collection", "application/json", desk.say("stations"))


def _paging(desk: Desk, page: Page) -> Iterable[Link]:
    """Yield the links to the pages beside this one, by the ids at its ends."""
    media_type = GEOJSON if desk.form is Form.JSON else "text/html"
    nowhere: dict[str, str | None] = dict.fromkeys(PLACES)
    if page.has_after and page.rows:
        href = desk.here(**nowhere | {"after": page.rows[-1].station.id})
        yield Link(href, "next", media_type, desk.say("next"))
    if page.has_before and page.rows:
        href = desk.here(**nowhere | {"before": page.rows[0].station.id})
        yield Link(href, "prev", media_type, desk.say("previous"))


def _link_header(links: Iterable[Link]) -> str:
    return ", ".join(f'<{one.href}>; rel="{one.rel}"; type="{one.type}"' for one in links)


def _collected(page: Page, question: Question, links: Iterable[Link]) -> bytes:
    head = {
        "type": "FeatureCollection",
        "numberMatched": page.matched,
        "numberReturned": len(page.rows),
        "timeStamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "links": [link.as_json() for link in links],
    }
    if question.datum is not Datum.WGS84:
        head["datum"] = question.datum
    if question.crs is Crs.CRS84 and question.datum is Datum.WGS84:
        features = b",".join([row.body for row in page.rows])
    else:
        features = b",".join([row.body_in(question.crs, question.datum) for row in page.rows])
    return orjson.dumps(head)[:-1] + b',"features":[' + features + b"]}"


def _opened(feature: bytes, links: Iterable[Link]) -> bytes:
    """Add links to a Feature."""
    told = orjson.dumps([link.as_json() for link in links])
    return feature[:-1] + b',"links":' + told + b"}"
