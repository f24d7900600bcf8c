"""What the finder says besides its answers: what went wrong, what to do, and small print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.geo.travel import DETOUR_FACTOR, SPEED_KM_H
from stationmap.labels import text
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stationmap.geo.travel import TravelMode
    from stationmap.labels import Language
    from stationmap.services.places_by_name import Place
    from stationmap.web.chips import Chip
    from stationmap.web.locate import LocateProblem
    from stationmap.web.spot import Spot


def locate_problem(problem: LocateProblem, language: Language) -> Markup:
    """Say why the phone gave no position, what to do, and that it works without."""
    return element(
        "div",
        element("strong", text(f"locate.{problem}.title", language)),
        element("p", text(f"locate.{problem}.advice", language)),
        element("p", text("find.without_location", language)),
        class_="hint problem",
        role="alert",
    )


def suggestions(places: Sequence[Place], language: Language) -> Markup:
    """Return what the search found, one button each; the tap carries its place in the list."""
    rows = (
        element(
            "li",
            element(
                "button",
                icon("home" if place.station_id else "place"),
                element(
                    "span",
                    element("strong", place.name),
                    element("span", place.detail, class_="muted") if place.detail else None,
                    class_="row-text",
                ),
                class_="row",
                type="button",
                data_tap=f"pick:{number}",
            ),
        )
        for number, place in enumerate(places)
    )
    return element("ul", *rows, class_="rows", aria_label=text("find.search", language))


def nothing_found(query: str, *, may_ask_online: bool, language: Language) -> Markup:
    """Say that the search found nothing, and offer the online search where there is one."""
    online = (
        element(
            "button",
            icon("search"),
            element("span", text("find.search_online", language, query=query)),
            class_="action",
            type="button",
            data_tap="online:",
        ),
        element("p", text("find.search_online_note", language), class_="small-print"),
    )
    return element(
        "div",
        element("p", text("find.search_nothing", language, query=query)),
        *(online if may_ask_online else ()),
        class_="hint problem",
        role="status",
    )


def from_line(spot: Spot, language: Language) -> Markup:
    """Say where the answers start from, how exactly that is known, and offer to share it."""
    place = spot.label if spot.is_named else text(spot.label, language)
    accuracy = (
        None
        if spot.accuracy_m is None
        else text("find.accuracy", language, metres=round(spot.accuracy_m))
    )
    return element(
        "div",
        element("span", icon("place"), " ", text("find.near", language, place=place)),
        element("span", accuracy) if accuracy else None,
        element(
            "button",
            icon("share"),
            element("span", text("find.share", language)),
            class_="text-button",
            type="button",
            data_tap="share:",
            title=text("find.share_note", language),
        ),
        class_="from",
        data_live=True,
    )


def shared_address(address: str, language: Language) -> Markup:
    """Show the address that holds the position, to be copied or handed to the phone's sharing."""
    return element(
        "div",
        element("p", text("find.share_ready", language)),
        element(
            "div",
            element("input", class_="copy", readonly=True, value=address, aria_label=address),
            element(
                "button",
                icon("share"),
                element("span", text("station.share", language)),
                class_="action",
                type="button",
                data_share=address,
            ),
            class_="actions",
        ),
        class_="hint problem",
    )


def empty(chips: Iterable[Chip], hotline: str, language: Language) -> Markup:
    """Say that nothing fits, and offer to drop each condition that was asked for."""
    offers = [
        _drop(
            f"drop:{chip}", text("find.empty.remove", language, chip=text(f"chip.{chip}", language))
        )
        for chip in chips
    ]
    if len(offers) > 1:
        offers.append(_drop("drop:", text("find.empty.all", language)))
    advice = (
        text("find.empty.advice", language)
        if offers
        else text("find.empty.no_chips", language, hotline=hotline)
    )
    return element(
        "div",
        element("h2", text("find.empty.title", language), class_="name"),
        element("p", advice),
        element("div", *offers, class_="actions") if offers else None,
        class_="card",
        role="status",
    )


def outside(hotline: str, language: Language) -> Markup:
    """Say that nothing is known around a spot, whatever is asked for."""
    return element(
        "div",
        element("h2", text("find.empty.outside_title", language), class_="name"),
        element("p", text("find.empty.outside", language, hotline=hotline)),
        class_="card",
        role="status",
    )


def _drop(tap: str, label: str) -> Markup:
    return element("button", element("span", label), class_="action", type="button", data_tap=tap)


def hint(icon_name: str, sentence: str) -> Markup:
    """Return one remark beside the answers."""
    return element("p", icon(icon_name), element("span", sentence), class_="hint")


def small_print(mode: TravelMode, language: Language) -> Markup:
    """Say how the minutes are estimated, and that the position is not kept."""
    estimate = text(
        "find.estimate",
        language,
        factor=DETOUR_FACTOR,
        mode=text(f"find.going.{mode}", language),
        speed=f"{SPEED_KM_H[mode]:g}",
    )
    return element("p", estimate, " ", text("find.privacy", language), class_="small-print")
