"""The map of all stations: one canvas layer, whose filter is a bit for each station."""

from __future__ import annotations

from typing import TYPE_CHECKING

import folium

from stationmap.maps.assets import from_frame
from stationmap.maps.base_map import Drawing, base_map

if TYPE_CHECKING:
    from stationmap.maps.base_map import Base
    from stationmap.maps.packed_stations import PackedStations
    from stationmap.maps.views import AllStationsView


SCRIPTS = ("clusters.js", "panel.js", "all_stations.js")


def all_stations_map(base: Base) -> folium.Map:
    """Return the empty map, the same at every rerun."""
    return base_map(base, scripts=SCRIPTS)


def all_stations_layer(view: AllStationsView, *, packed: PackedStations) -> folium.FeatureGroup:
    """Return what changes with each filter: a bit for each station."""
    group = folium.FeatureGroup(name="stations")
    Drawing(
        "allStations",
        {
            "address": from_frame(packed.address),
            "shown": None if view.where is None else packed.mask(view.where),
            "dark": view.dark,
            "language": str(view.language),
        },
    ).add_to(group)
    return group
