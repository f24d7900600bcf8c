"""The API's description as a page for people: every operation, its parameters and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stationmap.api import page_html
from stationmap.api.links import OPENAPI, Link
from stationmap.labels.markup import element

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationmap.api.desk import Desk
    from stationmap.labels.markup import Markup


def docs_page(desk: Desk, described: Mapping[str, Any]) -> str:
    """Return the page."""
    sections = [
        _section(desk, method, path, operation)
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
    ]
    json = Link(desk.at("/openapi?f=json"), "alternate", OPENAPI, desk.say("definition"))
    return page_html.page(
        element("p", desk.say("docs_description")),
        *sections,
        title=desk.say("docs"),
        language=desk.language,
        trail=desk.trail(),
        others=[json],
    )


def _section(desk: Desk, method: str, path: str, operation: Mapping[str, Any]) -> Markup:
    heading = element("h2", element("code", f"{method.upper()} {path}"))
    words = element(
        "div",
        element("p", operation.get("summary", "")),
        element("p", operation.get("description", "")),
        lang="en",
    )
    return element(
        "section", heading, words, _parameters(desk, operation), _answers(desk, operation)
    )


def _parameters(desk: Desk, operation: Mapping[str, Any]) -> Markup | None:
    rows = [
        (one["name"], one["in"], one.get("description", ""))
        for one in operation.get("parameters", ())
    ]
    columns = (desk.say("parameter"), desk.say("parameter_in"), desk.say("meaning"))
    return page_html.table(columns, rows, desk.say("parameters")) if rows else None


def _answers(desk: Desk, operation: Mapping[str, Any]) -> Markup:
    rows = [(status, told["description"]) for status, told in operation["responses"].items()]
    return page_html.table((desk.say("status"), desk.say("meaning")), rows, desk.say("answers"))
