"""The landing page, what the API conforms to, and its description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response

from stationmap.api import page_html
from stationmap.api.answering import html_page, json_page
from stationmap.api.desk import Desk
from stationmap.api.docs_page import docs_page
from stationmap.api.links import HTML, JSON, OPENAPI, Link
from stationmap.api.negotiation import LANG, F, Form
from stationmap.api.openapi import description_of
from stationmap.api.schemas import CONFORMANCE, LANDING, TEXT, operation, read, read_alone
from stationmap.labels.markup import element

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.bootstrap import Office

PART_1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
PART_2 = "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf"
CONFORMS_TO = (
    f"{PART_1}/core",
    f"{PART_1}/oas30",
    f"{PART_1}/html",
    f"{PART_1}/geojson",
    f"{PART_2}/crs",
)


def landing_router(office: Callable[[], Office]) -> APIRouter:
    """Return the routes."""
    router = APIRouter(tags=["about"])

    @router.get(
        "/",
        summary="Landing page",
        openapi_extra=operation(F, LANG),
        responses=read("Where everything is.", LANDING),
        response_class=Response,
    )
    def get_landing_page(request: Request) -> Response:
        """Answer with links to all that there is."""
        desk = Desk.of(request, office())
        if desk.form is Form.HTML:
            return html_page(request, _landing(desk), desk.language)
        links = [*desk.own_links(JSON), *_contents(desk)]
        content = {
            "title": desk.say("title"),
            "description": desk.say("description"),
            "links": [link.as_json() for link in links],
        }
        return json_page(request, content, JSON, desk.language)

    @router.get(
        "/conformance",
        summary="What the API conforms to",
        openapi_extra=operation(F, LANG),
        responses=read("The conformance classes.", CONFORMANCE),
        response_class=Response,
    )
    def get_conformance(request: Request) -> Response:
        """Answer with the conformance classes that all requirements are met of."""
        desk = Desk.of(request, office())
        if desk.form is Form.HTML:
            return html_page(request, _conformance(desk), desk.language)
        return json_page(request, {"conformsTo": CONFORMS_TO}, JSON, desk.language)

    @router.get(
        "/openapi",
        summary="The API's description",
        openapi_extra=operation(F, LANG),
        responses=read("This, as OpenAPI 3.0.", {"type": "object"}, media_type=OPENAPI),
        response_class=Response,
    )
    def get_openapi_description(request: Request) -> Response:
        """Answer with the description of every operation."""
        desk = Desk.of(request, office())
        described = _described(request, desk)
        if desk.form is Form.HTML:
            return html_page(request, docs_page(desk, described), desk.language)
        return json_page(request, described, OPENAPI, desk.language)

    @router.get(
        "/docs",
        summary="The API explained",
        openapi_extra=operation(LANG),
        responses=read_alone("The same for people.", HTML, TEXT),
        response_class=Response,
    )
    def get_docs(request: Request) -> Response:
        """Answer with the description of every operation as a page."""
        desk = Desk.of(request, office())
        return html_page(request, docs_page(desk, _described(request, desk)), desk.language)

    return router


def _described(request: Request, desk: Desk) -> dict[str, Any]:
    """Return the API's description, which is made once for each language, with its address."""
    made: dict[str, Any] = request.app.state.descriptions
    if desk.language not in made:
        made[desk.language] = description_of(
            request.app, title=desk.say("title"), description=desk.say("description")
        )
    described: dict[str, Any] = made[desk.language] | {"servers": [{"url": desk.address}]}
    return described


def _contents(desk: Desk) -> list[Link]:
    return [
        Link(desk.at("/openapi?f=json"), "service-desc", OPENAPI, desk.say("definition")),
        Link(desk.at("/docs"), "service-doc", HTML, desk.say("docs")),
        Link(desk.at("/conformance"), "conformance", JSON, desk.say("conformance")),
        Link(desk.at("/collections"), "data", JSON, desk.say("collections")),
    ]


def _landing(desk: Desk) -> str:
    links = [
        Link(desk.read_on("/collections"), "data", HTML, desk.say("collections")),
        Link(desk.at("/docs"), "service-doc", HTML, desk.say("docs")),
        Link(desk.at("/openapi?f=json"), "service-desc", OPENAPI, desk.say("definition")),
        Link(desk.read_on("/conformance"), "conformance", HTML, desk.say("conformance")),
    ]
    return page_html.page(
        element("p", desk.say("description")),
        element("h2", desk.say("links")),
        page_html.link_list(links),
        title=desk.say("title"),
        language=desk.language,
        others=desk.other_forms(JSON),
    )


def _conformance(desk: Desk) -> str:
    items = (element("li", element("code", uri)) for uri in CONFORMS_TO)
    return page_html.page(
        element("p", desk.say("conforms_to")),
        element("ul", *items),
        title=desk.say("conformance"),
        language=desk.language,
        trail=desk.trail(),
        others=desk.other_forms(JSON),
    )
