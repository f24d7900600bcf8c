"""The stations as pages for people."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from stationmap.api import page_html
from stationmap.api.crs import Crs
from stationmap.api.feature_bytes import coordinates_of
from stationmap.api.links import GEOJSON, ITEMS, STATIONS, item_path
from stationmap.geo.datum import Datum
from stationmap.labels import catalogue, text
from stationmap.labels.markup import Markup, element

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stationmap.api.desk import Desk
    from stationmap.api.feature_bytes import Row
    from stationmap.api.feature_table import Page
    from stationmap.api.links import Link
    from stationmap.api.question import Question
    from stationmap.labels import Language

MOST_ROWS = 1_000
"""Of a page for people, whose table costs a hundred times what the same features cost as JSON."""

COLUMNS = ("kind", "status", "district", "address", "opening_hours", "verified_on")
BESIDE = ("next", "prev")
CODES = ("kind", "status", "facility", "facility_state", "audience", "entry", "datum")


def features_page(desk: Desk, page: Page, question: Question, links: Iterable[Link]) -> str:
    """Return a page of the list."""
    beside = [link for link in links if link.rel in BESIDE]
    names = [text(f"field.{name}", desk.language) for name in COLUMNS]
    caption = desk.say("matched", matched=page.matched, returned=len(page.rows))
    rows = (_cells(desk, row) for row in page.rows)
    return page_html.page(
        _warning(desk, question),
        page_html.table([text("field.name", desk.language), *names], rows, caption),
        element("nav", page_html.link_list(beside), aria_label=desk.say("items"))
        if beside
        else None,
        title=desk.say("items"),
        language=desk.language,
        trail=desk.trail(
            (desk.say("collections"), "/collections"), (desk.say("stations"), STATIONS)
        ),
        others=desk.other_forms(GEOJSON),
    )


def feature_page(desk: Desk, row: Row, question: Question) -> str:
    """Return the page of one station."""
    ((lon, lat),) = coordinates_of([row], Crs.CRS84, question.datum)
    labels = _labels(desk.language)
    pairs = [
        (desk.say("id"), row.station.id),
        (desk.say("longitude"), f"{lon:.6f}"),
        (desk.say("latitude"), f"{lat:.6f}"),
    ]
    pairs += [
        (_field(desk, name), page_html.shown(value, _labels_of(name, labels)))
        for name, value in row.feature["properties"].items()
    ]
    return page_html.page(
        _warning(desk, question),
        page_html.facts(pairs, desk.say("facts")),
        title=row.station.name,
        language=desk.language,
        trail=desk.trail(
            (desk.say("collections"), "/collections"),
            (desk.say("stations"), STATIONS),
            (desk.say("items"), ITEMS),
        ),
        others=desk.other_forms(GEOJSON),
    )


def _cells(desk: Desk, row: Row) -> list[str]:
    properties, labels = row.feature["properties"], _labels(desk.language)
    name = element("a", row.station.name, href=desk.read_on(item_path(row.station.id)))
    said = (
        page_html.shown(properties[column], _labels_of(column, labels))
        if column in properties
        else ""
        for column in COLUMNS
    )
    return [name, *said]


def _warning(desk: Desk, question: Question) -> Markup | None:
    return element("p", desk.say("shifted")) if question.datum is not Datum.WGS84 else None


def _field(desk: Desk, name: str) -> str:
    """Return what a property is called; one that the contract does not know, by its own name."""
    labels = catalogue().get(f"field.{name}")
    return labels[desk.language] if labels else name


@cache
def _labels(language: Language) -> dict[str, dict[str, str]]:
    """Return what the codes of each list are called."""
    found: dict[str, dict[str, str]] = {table: {} for table in CODES}
    for key, labels in catalogue().items():
        table, _, code = key.partition(".")
        if table in found:
            found[table][code] = labels[language]
    return found


def _labels_of(name: str, labels: Mapping[str, dict[str, str]]) -> dict[str, str]:
    """Return the codes that stand in a property."""
    if name in {"facilities", "facility_expiry"}:
        return labels["facility"] | labels["facility_state"]
    return labels.get(name, labels["datum"] if name == "source_datum" else {})
