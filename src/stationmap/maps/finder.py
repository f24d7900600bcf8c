"""The map of one question: where she is, how exactly that is known, and the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium

from stationmap.errors import InvalidPositionError
from stationmap.geo.datum import coordinates_in, position_from
from stationmap.maps.base_map import Drawing, base_map
from stationmap.maps.tiles import map_datum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationmap.geo.position import Position
    from stationmap.maps.base_map import Base
    from stationmap.maps.safe import Plain
    from stationmap.maps.views import FinderView
    from stationmap.settings import Tiles

DECIMALS = 6
SCRIPTS = ("finder.js",)


def finder_map(base: Base) -> folium.Map:
    """Return the empty map, the same at every rerun; it reports taps."""
    drawn = base_map(base, scripts=SCRIPTS)
    Drawing("taps", {}).add_to(drawn)
    return drawn


def finder_layer(view: FinderView, *, tiles: Tiles) -> folium.FeatureGroup:
    """Return what changes with each question; a few hundred bytes."""

    def at(position: Position) -> list[Plain]:
        lon, lat = coordinates_in(position, map_datum(tiles))
        return [round(lat, DECIMALS), round(lon, DECIMALS)]

    data: dict[str, Plain] = {
        "position": None if view.position is None else at(view.position),
        "accuracy_m": None if view.accuracy_m is None else round(view.accuracy_m),
        "answers": [
            [*at(answer.position), answer.number, str(answer.state)] for answer in view.answers
        ],
        "dark": view.dark,
        "language": str(view.language),
    }
    group = folium.FeatureGroup(name="finder")
    Drawing("finder", data).add_to(group)
    return group


def tapped_position(tap: Mapping[str, Any], *, tiles: Tiles) -> Position | None:
    """Return where the map was tapped, in WGS-84; None for what no map of ours reports.

    Parameters
    ----------
    tap
        `lat` and `lng` in the datum of the tiles, as the browser reports them.
    """
    try:
        return position_from(tap["lng"], tap["lat"], map_datum(tiles))
    except (KeyError, TypeError, InvalidPositionError):
        return None
