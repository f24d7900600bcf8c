"""The collections: there is one, the stations."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response

from stationmap.api import page_html
from stationmap.api.answering import html_page, json_page
from stationmap.api.crs import Crs
from stationmap.api.desk import Desk
from stationmap.api.feature_schema import feature_schema
from stationmap.api.links import GEOJSON, HTML, ITEMS, JSON, STATIONS, Link
from stationmap.api.negotiation import LANG, F, Form
from stationmap.api.schemas import COLLECTION, COLLECTIONS, operation, read, read_alone
from stationmap.labels.markup import element
from stationmap.stations.calendar import BEIJING

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.api.feature_table import FeatureTable, FeatureTables
    from stationmap.bootstrap import Office

SCHEMA = f"{STATIONS}/schema"
SCHEMA_JSON = "application/schema+json"


def collections_router(office: Callable[[], Office], tables: FeatureTables) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["collections"])

    @router.get(
        "/collections",
        summary="Collections",
        openapi_extra=operation(F, LANG),
        responses=read("The collections.", COLLECTIONS),
        response_class=Response,
    )
    def get_collections(request: Request) -> Response:
        """Answer with what there is to read."""
        desk = Desk.of(request, office())
        stations = stations_collection(desk, tables.current())
        if desk.form is Form.HTML:
            return html_page(request, _list_page(desk), desk.language)
        content = {
            "links": [link.as_json() for link in desk.own_links(JSON)],
            "crs": list(Crs),
            "collections": [stations],
        }
        return json_page(request, content, JSON, desk.language)

    @router.get(
        STATIONS,
        summary="The collection of stations",
        openapi_extra=operation(F, LANG),
        responses=read("What the collection is and where it lies.", COLLECTION),
        response_class=Response,
    )
    def get_collection(request: Request) -> Response:
        """Answer with the extent of the stations and the systems that they are answered in."""
        desk = Desk.of(request, office())
        table = tables.current()
        if desk.form is Form.HTML:
            return html_page(request, _stations_page(desk, table), desk.language)
        content = stations_collection(desk, table)
        own = [link.as_json() for link in desk.own_links(JSON)]
        content["links"] = own + content["links"][1:]
        return json_page(request, content, JSON, desk.language)

    @router.get(
        SCHEMA,
        summary="What a station has",
        openapi_extra=operation(LANG),
        responses=read_alone("JSON Schema of a station.", SCHEMA_JSON, {"type": "object"}),
        response_class=Response,
    )
    def get_schema(request: Request) -> Response:
        """Answer with the names and types of all that a station may have."""
        desk = Desk.of(request, office())
        return json_page(request, feature_schema(), SCHEMA_JSON, desk.language)

    return router


def stations_collection(desk: Desk, table: FeatureTable) -> dict[str, Any]:
    """Return what the standard wants to know of the collection."""
    links = [
        Link(desk.at(STATIONS), "self", JSON, desk.say("stations")),
        # Without a query, as GDAL puts a slash and the id behind it; who names no form gets JSON.
        Link(desk.at(ITEMS), "items", GEOJSON, desk.say("items")),
        Link(desk.at(f"{ITEMS}?f=html"), "items", HTML, desk.say("items")),
        Link(desk.at(SCHEMA), "describedby", SCHEMA_JSON, desk.say("schema")),
    ]
    return {
        "id": "stations",
        "title": desk.say("stations"),
        "description": desk.say("stations_description"),
        "itemType": "feature",
        "extent": {
            "spatial": {"bbox": [table.bounds], "crs": Crs.CRS84},
            "temporal": {
                "interval": [_interval(table)],
                "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
            },
        },
        "crs": list(Crs),
        "storageCrs": Crs.CRS84,
        "links": [link.as_json() for link in links],
    }


def _interval(table: FeatureTable) -> list[str | None]:
    """Return when the first and the last day of a verification begins and ends."""
    days = table.verified_between
    if days is None:
        return [None, None]
    first, last = (date.fromordinal(day) for day in days)
    ends = (datetime.combine(first, time.min), datetime.combine(last, time(23, 59, 59)))
    moments = (end.replace(tzinfo=BEIJING).astimezone(UTC) for end in ends)
    return [moment.isoformat().replace("+00:00", "Z") for moment in moments]


def _list_page(desk: Desk) -> str:
    link = Link(desk.read_on(STATIONS), "item", HTML, desk.say("stations"))
    return page_html.page(
        page_html.link_list([link]),
        element("p", desk.say("stations_description")),
        title=desk.say("collections"),
        language=desk.language,
        trail=desk.trail(),
        others=desk.other_forms(JSON),
    )


def _stations_page(desk: Desk, table: FeatureTable) -> str:
    sides = zip(("west", "south", "east", "north"), table.bounds, strict=True)
    pairs = [(desk.say(side), f"{degrees:.6f}") for side, degrees in sides]
    if table.verified_between is not None:
        first, last = (date.fromordinal(day).isoformat() for day in table.verified_between)
        pairs += [(desk.say("verified_from"), first), (desk.say("verified_until"), last)]
    links = [
        Link(desk.read_on(ITEMS), "items", HTML, desk.say("items")),
        Link(desk.at(SCHEMA), "describedby", SCHEMA_JSON, desk.say("schema")),
    ]
    return page_html.page(
        element("p", desk.say("stations_description")),
        page_html.link_list(links),
        page_html.facts(pairs, desk.say("extent")),
        title=desk.say("stations"),
        language=desk.language,
        trail=desk.trail((desk.say("collections"), "/collections")),
        others=desk.other_forms(JSON),
    )
