"""What several pages of staff have in common: links to where a thing is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from stationmap.web.cards import station_address
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.stations.station import Station


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
