"""Links that leave the app: the way there in a navigation app, and the telephone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from stationmap.geo.datum import Datum, from_wgs84
from stationmap.geo.travel import TravelMode
from stationmap.labels import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stationmap.labels import Language
    from stationmap.stations.station import Station

SENDER = "stationmap"
"""What we call ourselves where an app asks who sends people."""

MAX_NAME = 40
_DECIMALS = 6
_SAFE = ","
"""All that stays as it is in an address besides letters and numbers."""

_SEPARATORS = re.compile(r"[\s,|:;<>\"'`\\]+")
"""What the apps' own parameters are taken apart by, and what no name needs."""

_FIRST_NUMBER = re.compile(r"\+?[0-9][0-9()（）\s./-]*")  # noqa: RUF001  # brackets of both widths
_FEWEST_DIGITS, _MOST_DIGITS = 3, 15


@dataclass(frozen=True, slots=True)
class Route:
    """The way to a station in one app.

    Attributes
    ----------
    app
        The app's code: amap, baidu, tencent or apple.
    label
        Its name in the page's language.
    url
        A web address: it opens the app where there is one, and a page where there is none.
    """

    app: str
    label: str
    url: str


def routes_to(
    station: Station, language: Language, *, mode: TravelMode = TravelMode.WALK
) -> tuple[Route, ...]:
    """Return the way to a station in each app, the most used first.

    Every one of them is given GCJ-02, which each of them expects in mainland China.
    """
    (routes,) = routes_to_each([station], language, mode=mode)
    return routes


def routes_to_each(
    stations: Sequence[Station], language: Language, *, mode: TravelMode = TravelMode.WALK
) -> list[tuple[Route, ...]]:
    """Return the ways to each of some stations, which are shifted to GCJ-02 together."""
    at = [station.position for station in stations]
    lons, lats = from_wgs84([one.lon for one in at], [one.lat for one in at], Datum.GCJ02)
    templates = route_templates(language, mode=mode)
    return [
        tuple(_filled(template, lon, lat, station.name) for template in templates)
        for station, lon, lat in zip(stations, lons.tolist(), lats.tolist(), strict=True)
    ]


def _filled(template: Route, lon: float, lat: float, name: str) -> Route:
    url = template.url.format(
        lon=f"{lon:.{_DECIMALS}f}",
        lat=f"{lat:.{_DECIMALS}f}",
        name=quote(short_name(name), safe=_SAFE),
    )
    return replace(template, url=url)


@cache
def route_templates(language: Language, *, mode: TravelMode = TravelMode.WALK) -> tuple[Route, ...]:
    """Return the addresses with `{lon}`, `{lat}` and `{name}` to be filled, each encoded."""
    return tuple(
        Route(
            app=app,
            label=text(f"route.{app}", language),
            url=url("{lon}", "{lat}", "{name}", mode).replace("%7B", "{").replace("%7D", "}"),
        )
        for app, url in _APPS.items()
    )


def short_name(name: str) -> str:
    """Return a name as the apps can show it: one line, no separators, at most 40 characters."""
    printable = "".join(char if char.isprintable() else " " for char in name)
    return _SEPARATORS.sub(" ", printable).strip()[:MAX_NAME].rstrip()


def phone_link(number: str) -> str | None:
    """Return the address that calls the first number in a text; None if there is none to call.

    An extension is not dialled.
    """
    found = _FIRST_NUMBER.search(number)
    if found is None:
        return None
    plus = "+" if found[0].startswith("+") else ""
    digits = re.sub(r"[^0-9]", "", found[0])
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return None
    return f"tel:{plus}{digits}"


def _amap(lon: str, lat: str, name: str, mode: TravelMode) -> str:
    modes = {TravelMode.WALK: "walk", TravelMode.EBIKE: "ride", TravelMode.TRUCK: "car"}
    return _address(
        "https://uri.amap.com/navigation",
        to=f"{lon},{lat},{name}",
        mode=modes[mode],
        coordinate="gaode",
        callnative="1",
        src=SENDER,
    )


def _baidu(lon: str, lat: str, name: str, mode: TravelMode) -> str:
    modes = {TravelMode.WALK: "walking", TravelMode.EBIKE: "riding", TravelMode.TRUCK: "driving"}
    return _address(
        "https://api.map.baidu.com/direction",
        destination=f"latlng:{lat},{lon}|name:{name}",
        coord_type="gcj02",
        mode=modes[mode],
        output="html",
        src=SENDER,
    )


def _tencent(lon: str, lat: str, name: str, mode: TravelMode) -> str:
    modes = {TravelMode.WALK: "walk", TravelMode.EBIKE: "bike", TravelMode.TRUCK: "drive"}
    return _address(
        "https://apis.map.qq.com/uri/v1/routeplan",
        type=modes[mode],
        to=name,
        tocoord=f"{lat},{lon}",
        referer=SENDER,
    )


def _apple(lon: str, lat: str, _name: str, mode: TravelMode) -> str:
    """Leave the mode open for an e-bike: Apple documents none for it."""
    modes = {TravelMode.WALK: {"dirflg": "w"}, TravelMode.TRUCK: {"dirflg": "d"}}
    return _address("https://maps.apple.com/", daddr=f"{lat},{lon}", **modes.get(mode, {}))


_APPS: dict[str, Callable[[str, str, str, TravelMode], str]] = {
    "amap": _amap,
    "baidu": _baidu,
    "tencent": _tencent,
    "apple": _apple,
}


def _address(page: str, **parameters: str) -> str:
    """Join them, every character encoded that a name could break out with."""
    return f"{page}?{urlencode(parameters, safe=_SAFE, quote_via=quote)}"
