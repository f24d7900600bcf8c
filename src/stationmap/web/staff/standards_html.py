"""Standards as HTML: what one station lacks, and which stations lack what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.upkeep.standards import Outcome
from stationmap.web.markup import Markup, element
from stationmap.web.staff.parts_html import page_link, station_link
from stationmap.web.table_html import pager
from stationmap.web.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.labels import Language
    from stationmap.services.standards import Asked, StandardPage
    from stationmap.stations.station import Station
    from stationmap.upkeep.standards import Checklist, Item, Profile

ANY_ITEM = "any"
DOUBTFUL = (Outcome.NOT_MET, Outcome.UNKNOWN)


def lacks_card(checklists: Sequence[Checklist], language: Language) -> Markup:
    """Return for staff what one station lacks of each standard for its kind."""
    return element(
        "section",
        element("h2", text("standards.lacks", language), class_="section"),
        *(_held(found, language) for found in checklists),
        element("p", text("standards.for_staff", language), class_="small-print"),
        class_="card lacks",
    )


def profile_name(profile: Profile, language: Language) -> str:
    """Name a profile with its version."""
    name = profile.name.said(language)
    return text("standards.profile", language, name=name, version=profile.version)


def overview(page: StandardPage, asked: Asked, language: Language) -> Markup:
    """Return how many stations have each item; a tap on a number lists those stations."""
    head = element(
        "tr",
        element("th", text("standards.item", language), scope="col"),
        *(
            element("th", text(f"standards.outcome.{outcome}", language), scope="col")
            for outcome in Outcome
        ),
    )
    rows = (
        _item_row(place, item, page, asked, language)
        for place, item in enumerate(page.profile.items)
    )
    counts = {"stations": page.stations, "complete": page.complete}
    return element(
        "div",
        element("p", text("standards.stations", language, **counts), class_="count"),
        element("p", _sources(page.profile, language), class_="small-print"),
        element(
            "div",
            element(
                "table",
                element("thead", head),
                element("tbody", *rows),
                class_="stations standards",
            ),
            class_="scroll",
            tabindex="0",
        ),
        element("p", _any_item(asked, language)),
    )


def stations_list(
    page: StandardPage, asked: Asked, language: Language, *, may_edit: bool
) -> Markup:
    """Return a page of the stations asked about, each with what it lacks."""
    if not page.listed:
        return element("div", text("standards.nobody", language), class_="card", role="status")
    what = text(f"standards.outcome.{asked.outcome}", language)
    item = (
        text("standards.any_item", language)
        if asked.item is None
        else f"{asked.profile.items[asked.item].label(language)} · {what}"
    )
    rows = (
        _station_row(station, found, language, may_edit=may_edit) for station, found in page.listed
    )
    count = text("standards.lacking", language, count=page.found)
    return element(
        "div",
        element("h2", f"{item} · {count}", class_="section"),
        element("ul", *rows, class_="rows work"),
        pager(page.number, page.pages, text("work.pages", language), language),
    )


def _held(found: Checklist, language: Language) -> Markup:
    lines = [line for line in (_line(found, one, language) for one in DOUBTFUL) if line]
    if not lines:
        count = len(found.outcomes)
        lines = [element("p", text("standards.complete", language, count=count))]
    name = element("h3", profile_name(found.profile, language))
    return element("div", name, *lines, class_="standard")


def _line(found: Checklist, outcome: Outcome, language: Language) -> Markup | None:
    items = _labels(found.items(outcome), language)
    if not items:
        return None
    said = text(f"standards.line.{outcome}", language, items=items)
    return element("p", said, class_="missing" if outcome is Outcome.NOT_MET else "muted")


def _labels(items: Sequence[Item], language: Language) -> str:
    return listed((item.label(language) for item in items), language)


def _sources(profile: Profile, language: Language) -> str:
    dated = (
        text(
            "standards.source_dated",
            language,
            name=source.name.said(language),
            published=source.published,
        )
        for source in profile.sources
    )
    return text(
        "standards.source", language, sources=text("standards.between", language).join(dated)
    )


def _item_row(
    place: int, item: Item, page: StandardPage, asked: Asked, language: Language
) -> Markup:
    if item.not_recorded:
        note = element("td", text("standards.not_recorded", language), colspan="3", class_="muted")
        return element("tr", element("th", item.label(language), scope="row"), note)
    cells = (
        _count(place, outcome, page.counts[place].get(outcome, 0), asked) for outcome in Outcome
    )
    return element("tr", element("th", item.label(language), scope="row"), *cells)


def _count(place: int, outcome: Outcome, count: int, asked: Asked) -> Markup:
    is_asked = asked.item == place and asked.outcome is outcome
    button = element(
        "button",
        str(count),
        type="button",
        class_="text-button",
        aria_pressed="true" if is_asked else "false",
        data_tap=f"item:{place}:{outcome}",
    )
    return element("td", button)


def _any_item(asked: Asked, language: Language) -> Markup:
    return element(
        "button",
        element("span", text("standards.any_item", language)),
        class_="kind",
        type="button",
        aria_pressed="true" if asked.item is None else "false",
        data_tap=f"item:{ANY_ITEM}:{Outcome.NOT_MET}",
    )


def _station_row(
    station: Station, found: Checklist, language: Language, *, may_edit: bool
) -> Markup:
    lines = (_line(found, outcome, language) for outcome in DOUBTFUL)
    edit = page_link(text("work.open", language), "edit", language, station=station.id)
    return element(
        "li",
        element(
            "div",
            station_link(station, language),
            element("span", station.address or station.district or "", class_="muted"),
            *lines,
            class_="row-text",
        ),
        element("div", edit, class_="do") if may_edit else None,
        class_="work-row",
    )
