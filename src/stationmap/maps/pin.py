"""The map on which staff put a pin: the pin, how exactly it is known, and what is near it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import folium

from stationmap.geo.datum import coordinates_in
from stationmap.labels import Language
from stationmap.maps.base_map import Drawing, base_map
from stationmap.maps.tiles import map_datum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.geo.position import Position
    from stationmap.maps.base_map import Base
    from stationmap.maps.safe import Plain
    from stationmap.settings import Tiles

DECIMALS = 6
SCRIPTS = ("finder.js", "pin.js")
"""The finder's script reports taps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinView:
    """What the map of a pin shows.

    Attributes
    ----------
    pin
        None before there is one.
    accuracy_m
        Radius of the circle that the pin is within; None if it is exact.
    radius_m
        How far around the pin stations count as near.
    near
        The stations that are near, numbered from 1 in this order.
    before
        Where the station is now, if it is about to be moved.
    """

    pin: Position | None = None
    accuracy_m: float | None = None
    radius_m: float
    near: Sequence[Position] = ()
    before: Position | None = None
    dark: bool = False
    language: Language = Language.ZH


def pin_map(base: Base) -> folium.Map:
    """Return the empty map, the same at every rerun; it reports taps."""
    drawn = base_map(base, scripts=SCRIPTS)
    Drawing("taps", {}).add_to(drawn)
    return drawn


def pin_layer(view: PinView, *, tiles: Tiles) -> folium.FeatureGroup:
    """Return what changes with each tap, in the datum of the tiles."""

    def at(position: Position | None) -> Plain:
        if position is None:
            return None
        lon, lat = coordinates_in(position, map_datum(tiles))
        return [round(lat, DECIMALS), round(lon, DECIMALS)]

    data: dict[str, Plain] = {
        "pin": at(view.pin),
        "before": at(view.before),
        "accuracy_m": None if view.accuracy_m is None else round(view.accuracy_m),
        "radius_m": round(view.radius_m),
        "near": [at(position) for position in view.near],
        "dark": view.dark,
        "language": str(view.language),
    }
    group = folium.FeatureGroup(name="pin")
    Drawing("pin", data).add_to(group)
    return group
