"""The finder's answers as HTML: one large card and a short list."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from stationmap.labels import text
from stationmap.maps.links import Route, phone_link
from stationmap.web.dates import dated
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.labels import Language
    from stationmap.web.view_models import CardView, FacilityView, Freshness


def best_card(
    card: CardView, routes: Sequence[Route], *, hotline: str, plan_b: str | None, language: Language
) -> Markup:
    """Return the large card of the station to go to, with everything that leads there."""
    return element(
        "article",
        element("p", state_badge(card), class_="badge-row"),
        element("h2", card.name, class_="name"),
        element("p", card.subtitle, class_="muted"),
        _doubt("p", card),
        way(card),
        navigation(routes, language),
        calls(card.phone, hotline, language, more=station_link(card.station_id, language)),
        facility_list(card.facilities, language),
        entry_facts(card, language),
        element("p", icon("next"), element("span", plan_b), class_="plan-b") if plan_b else None,
        class_="card best",
    )


def more_cards(cards: Sequence[CardView], language: Language) -> Markup:
    """Return the stations after the best one, a line or two each; a tap opens their page."""
    rows = (
        element("li", _row(number, card, language)) for number, card in enumerate(cards, start=2)
    )
    title = element("h3", text("find.more", language), class_="section")
    return together(title, element("ol", *rows, class_="rows"))


def _row(number: int, card: CardView, language: Language) -> Markup:
    where = together(
        icon("arrow", turned_deg=card.bearing_deg), f"{card.direction} ", card.distance
    )
    return element(
        "a",
        element("span", str(number), class_=f"number {card.state}", aria_hidden="true"),
        element(
            "span",
            element("strong", card.name),
            element("span", where, " · ", card.duration, class_="muted"),
            element("span", card.state_label, class_=f"said {card.state}"),
            _doubt("span", card),
            class_="row-text",
        ),
        class_="row",
        href=station_address(card.station_id, language),
        data_tap=f"station:{card.station_id}",
    )


def _doubt(tag: str, card: CardView) -> Markup | None:
    """Say what couriers reported, beside the state, which it does not change."""
    if card.doubt is None:
        return None
    return element(tag, icon("warn"), " ", card.doubt, class_="doubt")


def way(card: CardView) -> Markup:
    """Return the line that says how far, in which direction and how long."""
    return element(
        "div",
        element("span", icon("arrow", turned_deg=card.bearing_deg), class_="compass"),
        element("strong", card.distance),
        element("span", card.direction),
        element("span", card.duration, class_="minutes"),
        class_="way",
    )


def navigation(routes: Sequence[Route], language: Language) -> Markup:
    """Return a large button for the first navigation app and smaller ones for the rest."""
    first, *others = routes
    return element(
        "div",
        element(
            "a",
            icon("go"),
            element("span", text("card.go", language)),
            element("small", first.label),
            class_="action primary wide",
            href=first.url,
            target="_blank",
        ),
        element("div", *(_other_app(route) for route in others), class_="actions"),
        class_="navigation",
    )


def _other_app(route: Route) -> Markup:
    return element("a", route.label, class_="action", href=route.url, target="_blank")


def calls(
    phone: str | None, hotline: str, language: Language, *, more: Markup | None = None
) -> Markup:
    """Return the buttons that call the station, where its number is known, and the hotline."""
    own = None if phone is None or phone == hotline else _call(phone, text("card.call", language))
    union = _call(hotline, text("card.hotline", language, hotline=hotline), name="hotline")
    return element("div", own, union, more, class_="actions")


def _call(number: str, label: str, *, name: str = "call") -> Markup | None:
    link = phone_link(number)
    if link is None:
        return None
    return element("a", icon(name), element("span", label), class_="action", href=link)


def station_link(station_id: str, language: Language) -> Markup:
    """Return the button that opens a station's page."""
    return element(
        "a",
        icon("more"),
        element("span", text("card.more", language)),
        class_="action",
        href=station_address(station_id, language),
        data_tap=f"station:{station_id}",
    )


def station_address(station_id: str, language: Language) -> str:
    """Return the address of a station's page, seen from any page of the app."""
    return "./?" + urlencode({"station": station_id, "lang": language})


def state_badge(card: CardView) -> Markup:
    """Return what awaits her at the door, in words and colour."""
    return element("span", card.state_label, class_=f"badge {card.state}")


def facility_list(facilities: Sequence[FacilityView], language: Language) -> Markup:
    """Return the facilities, each an icon with its word."""
    if not facilities:
        return element("p", text("card.facilities_unknown", language), class_="muted")
    items = (
        element("li", icon(item.icon), item.label, class_=None if item.works else "broken")
        for item in facilities
    )
    return element("ul", *items, class_="facilities")


def entry_facts(card: CardView, language: Language) -> Markup:
    """Return who may enter, how, and how fresh the record is."""
    return element(
        "dl",
        fact("who", text("card.who", language), card.who),
        fact("door", text("card.how", language), card.how),
        _freshness(card.freshness),
        class_="facts",
    )


def fact(icon_name: str, label: str, value: str) -> Markup:
    """Return one line of a list of facts."""
    return element("div", element("dt", icon(icon_name), label), element("dd", value))


def _freshness(freshness: Freshness) -> Markup:
    name, class_ = ("warn", "stale") if freshness.is_stale else ("verified", None)
    return element(
        "div", element("dt", icon(name), element("span", dated(freshness.label))), class_=class_
    )
