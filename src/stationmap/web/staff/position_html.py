"""What is known of the place of a pin, as HTML: how it came, whose it is, and what is near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.services.looking import NEAR_M
from stationmap.web import cards, wording
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element, together

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.web.staff.position_pin import Pin
    from stationmap.web.staff.position_place import NearStation, PlaceView


def pin_line(pin: Pin, place: PlaceView, language: Language) -> Markup:
    """Say how the pin came to be, where it is, and in whose area."""
    return element(
        "div",
        element("p", icon("place"), " ", _came(pin, language), class_="muted"),
        element("p", element("strong", _where(place, language))),
        element("p", _degrees(pin, language), class_="small-print"),
        class_="card place",
        role="status",
    )


def warnings(pin: Pin, place: PlaceView, area: str, language: Language) -> Markup:
    """Say that the phone is not sure enough, and that the place is not hers to change."""
    vague = text("position.vague", language, metres=round(pin.precision_m or 0))
    outside = text("position.outside", language, area=area, where=_where(place, language))
    return together(
        _warning(vague) if pin.is_vague else None,
        None if place.may_write else _warning(outside),
    )


def near_list(place: PlaceView, language: Language) -> Markup:
    """List what is near the pin, numbered as on the map, likely duplicates marked."""
    if not place.near:
        sentence = text("position.nothing_near", language, metres=round(NEAR_M))
        return element("p", icon("check"), element("span", sentence), class_="hint")
    rows = (_near(number, near, language) for number, near in enumerate(place.near, start=1))
    title = text("position.near", language, metres=round(NEAR_M), count=len(place.near))
    return together(
        element("h3", title, class_="section"), element("ol", *rows, class_="rows near-rows")
    )


def _near(number: int, near: NearStation, language: Language) -> Markup:
    station = near.station
    said = (
        text(f"kind.{station.kind}", language),
        text(f"status.{station.status}", language),
        wording.distance(near.distance_m, language),
    )
    mark = text("position.likely_same", language) if near.is_likely_same else None
    body = element(
        "a",
        element("span", str(number), class_="number", aria_hidden="true"),
        element(
            "span",
            element("strong", station.name),
            element("span", " · ".join(said), class_="muted"),
            element("span", mark, class_="tag") if mark else None,
            class_="row-text",
        ),
        class_="row",
        href=cards.station_address(station.id, language),
        target="_blank",
    )
    return element("li", body)


def _came(pin: Pin, language: Language) -> str:
    source = text(f"position.source.{pin.source_datum}", language) if pin.source_datum else ""
    metres = "" if pin.precision_m is None else f"{pin.precision_m:.0f}"
    key = f"position.came.{pin.came}"
    return text(key, language, name=pin.name, source=source, metres=metres)


def _degrees(pin: Pin, language: Language) -> str:
    lon, lat = pin.position.lon, pin.position.lat
    return text("position.degrees", language, lon=f"{lon:.6f}", lat=f"{lat:.6f}")


def _where(place: PlaceView, language: Language) -> str:
    district, street = place.whereabouts.district, place.whereabouts.street
    if district is None:
        return text("position.nowhere", language)
    name = district.name_en if language == "en" else district.name_zh
    return " · ".join([name, street.name] if street else [name])


def _warning(sentence: str) -> Markup:
    return element("p", sentence, class_="hint problem", role="alert")
