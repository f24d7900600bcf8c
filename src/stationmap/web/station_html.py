"""The page of one station as HTML: how to get there, when it is open, and all that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from stationmap.labels import text
from stationmap.maps.links import routes_to
from stationmap.web import cards
from stationmap.web.dates import dated
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.labels import Language
    from stationmap.stations.station import Station
    from stationmap.web.station_view import Line, StationView


def first_card(
    view: StationView, station: Station, hotline: str, language: Language, *, way: Markup | None
) -> Markup:
    """Return what it is, whether it is open now, and the buttons that lead there.

    Parameters
    ----------
    way
        How far it is and in which direction, if that is known.
    """
    return element(
        "article",
        element("p", element("span", view.state_label, class_=f"badge {view.state}")),
        element("h1", view.name, class_="name"),
        element("p", view.subtitle, class_="muted"),
        way,
        cards.navigation(routes_to(station, language), language),
        cards.calls(view.phone, hotline, language),
        element("div", _share(view, language), _poster(view, language), class_="actions"),
        class_="card best",
    )


def week_card(view: StationView, language: Language) -> Markup:
    """Return the hours of the next seven days; the first row is today's."""
    rows = (
        element(
            "tr",
            element("th", day, scope="row"),
            element("td", hours),
            class_="today" if number == 0 else None,
        )
        for number, (day, hours) in enumerate(view.week)
    )
    return _card(
        text("station.week", language),
        element("table", element("tbody", *rows), class_="week"),
    )


def facilities_card(view: StationView, language: Language) -> Markup:
    """Return what works, what is broken, what is not there, and what nobody recorded."""
    return _card(
        text("station.facilities", language),
        cards.facility_list(view.facilities, language),
        _remark("station.without", view.without, language),
        _remark("station.not_recorded", view.unknown, language),
    )


def facts_card(view: StationView, hotline: str, language: Language) -> Markup:
    """Return everything else, unknown values included, and how to say that something is wrong."""
    return _card(
        text("station.details", language),
        element("dl", *_lines(view.facts), class_="details"),
        element(
            "a",
            icon("hotline"),
            element("span", text("station.wrong", language, hotline=hotline)),
            class_="action wrap",
            href=f"tel:{hotline}",
        ),
    )


def not_found(station_id: str, hotline: str, language: Language) -> Markup:
    """Say that there is no such station and what to do."""
    title = (
        text("station.not_found", language, station_id=station_id)
        if station_id
        else text("station.no_id", language)
    )
    return element(
        "div",
        element("h1", title, class_="name"),
        element("p", text("station.not_found_advice", language)),
        cards.calls(None, hotline, language),
        class_="card",
        role="alert",
    )


def _card(title: str, *content: Markup | None) -> Markup:
    return element("section", element("h2", title, class_="section"), *content, class_="card")


def _remark(key: str, facilities: str, language: Language) -> Markup | None:
    if not facilities:
        return None
    return element("p", text(key, language, facilities=facilities), class_="small-print")


def _lines(lines: Iterable[Line]) -> Iterable[Markup]:
    return (
        element("div", element("dt", label), element("dd", dated(value))) for label, value in lines
    )


def _share(view: StationView, language: Language) -> Markup:
    return element(
        "button",
        icon("share"),
        element("span", text("station.share", language)),
        class_="action",
        type="button",
        data_share=cards.station_address(view.station_id, language),
    )


def _poster(view: StationView, language: Language) -> Markup:
    return element(
        "a",
        icon("print"),
        element("span", text("station.poster", language)),
        class_="action",
        href="./poster?" + urlencode({"station": view.station_id, "lang": language}),
        target="_blank",
    )
