"""The stations as features, a page at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import orjson
from fastapi import APIRouter
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import HTMLResponse, Response

from stationmap.api import feature_pages
from stationmap.api.answering import headers_of, not_modified, tag_of_list
from stationmap.api.desk import Desk
from stationmap.api.feature_bytes import bodies_in
from stationmap.api.feature_headers import collection_link, crs_headers, link_header
from stationmap.api.links import GEOJSON, ITEMS, Link
from stationmap.api.negotiation import LANG, F, Form
from stationmap.api.question import (
    PLACES,
    question_from,
    question_parameters,
)
from stationmap.api.schemas import FEATURES, operation, read_features
from stationmap.geo.datum import Datum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from stationmap.api.feature_table import FeatureTables, Page
    from stationmap.api.question import Question
    from stationmap.bootstrap import Office


def features_router(office: Callable[[], Office], tables: FeatureTables) -> APIRouter:
    """Return the route."""
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
        headers = headers_of(tag, desk.language, table.changed_at) | crs_headers(question)
        known = not_modified(request, headers)
        if known is not None:
            return known
        if desk.form is Form.HTML:
            question = replace(question, limit=min(question.limit, feature_pages.MOST_ROWS))
        page = table.page(question)
        links = [*desk.own_links(GEOJSON), *_paging(desk, page), collection_link(desk)]
        headers["Link"] = link_header(links)
        if desk.form is Form.HTML:
            return HTMLResponse(
                feature_pages.features_page(desk, page, question, links), headers=headers
            )
        return Response(_collected(page, question, links), media_type=GEOJSON, headers=headers)

    return router


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
    features = b",".join(bodies_in(page.rows, question.crs, question.datum))
    return orjson.dumps(head)[:-1] + b',"features":[' + features + b"]}"
