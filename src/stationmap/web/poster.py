"""The A4 poster for a station's door: name, hours, facilities, and a QR code of its address."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import segno

from stationmap.labels import text
from stationmap.web import cards
from stationmap.web.markup import Markup, element
from stationmap.web.style import icon_font

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.labels import Language
    from stationmap.web.station_view import Line, StationView

QUIET_ZONE_MODULES = 4
"""The white margin that ISO/IEC 18004 asks for around a QR code."""


def poster_html(
    view: StationView,
    usual_hours: Iterable[Line],
    *,
    root_address: str,
    hotline: str,
    language: Language,
) -> str:
    """Return the poster as a page of its own, one sheet of A4 when printed.

    Parameters
    ----------
    root_address
        Where people reach this server; the QR code leads to the station's page there.
    """
    address = station_page_address(view.station_id, root_address)
    sheet = element(
        "main",
        element("p", text("poster.welcome", language), class_="welcome"),
        element("h1", view.name),
        element("p", view.subtitle, class_="subtitle"),
        element("p", text("poster.sample", language), class_="sample") if view.is_sample else None,
        element("h2", text("poster.hours", language)),
        _hours(usual_hours),
        element("h2", text("station.facilities", language)),
        cards.facility_list([one for one in view.facilities if one.works], language),
        _foot(address, hotline, language),
    )
    return "<!doctype html>" + element(
        "html", _head(view.name), element("body", _print_button(language), sheet), lang=language
    )


def station_page_address(station_id: str, root_address: str) -> str:
    """Return the full address of a station's page."""
    return f"{root_address.rstrip('/')}/?{urlencode({'station': station_id})}"


def qr_svg(address: str) -> Markup:
    """Return a QR code that stays readable with a fifth of it worn off (level Q)."""
    code = segno.make(address, error="q", micro=False)
    return Markup(code.svg_inline(border=QUIET_ZONE_MODULES, omitsize=True, svgclass="qr"))


def _hours(lines: Iterable[Line]) -> Markup:
    rows = (
        element("tr", element("th", day, scope="row"), element("td", said)) for day, said in lines
    )
    return element("table", element("tbody", *rows))


def _foot(address: str, hotline: str, language: Language) -> Markup:
    return element(
        "footer",
        qr_svg(address),
        element(
            "div",
            element("p", text("poster.scan", language), class_="scan"),
            element("p", address, class_="address"),
            element("p", text("poster.hotline", language), " ", element("strong", hotline)),
        ),
    )


def _print_button(language: Language) -> Markup:
    return element("button", text("poster.print", language), type="button", onclick="print()")


def _head(title: str) -> Markup:
    style = Markup(icon_font() + _style_sheet())
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", style),
    )


@cache
def _style_sheet() -> str:
    return (files("stationmap.web") / "poster.css").read_text(encoding="utf-8")
