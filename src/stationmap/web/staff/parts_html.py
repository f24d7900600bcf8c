"""What several pages of staff have in common: pages to turn, links to where a thing is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from stationmap.labels import text
from stationmap.web.cards import station_address
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.stations.station import Station


def pager(number: int, pages: int, language: Language) -> Markup:
    """Return the buttons to the pages beside this one."""
    return element(
        "nav",
        _turn(number - 1, "all.previous", language, is_there=number > 1),
        element("span", text("all.page", language, number=number, pages=pages)),
        _turn(number + 1, "all.next", language, is_there=number < pages),
        class_="pager",
        aria_label=text("work.pages", language),
    )


def page_link(label: str, name: str, language: Language, **query: str) -> Markup:
    """Return a link to another page, which a tap opens without loading everything anew."""
    address = f"{name}?" + urlencode({**query, "lang": language.value})
    return element(
        "a", element("span", label), class_="action", href=address, data_tap=f"go:{address}"
    )


def station_link(station: Station, language: Language) -> Markup:
    """Return a station's name as a link to its page."""
    address = station_address(station.id, language)
    name = element("strong", station.name)
    return element("a", name, class_="named", href=address, data_tap=f"go:{address}")


def _turn(number: int, key: str, language: Language, *, is_there: bool) -> Markup:
    return element(
        "button",
        element("span", text(key, language)),
        class_="action",
        type="button",
        disabled=not is_there,
        data_tap=f"page:{number}",
    )
