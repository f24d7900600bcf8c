"""The maps as pieces of a Streamlit page: what they show goes in, what is tapped comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit_folium import st_folium

from stationmap.errors import StationNotFoundError
from stationmap.maps.all_stations import all_stations_layer, all_stations_map
from stationmap.maps.finder import finder_layer, finder_map, tapped_position
from stationmap.web.wiring import base, packed_stations, services

if TYPE_CHECKING:
    import folium

    from stationmap.geo.position import Position
    from stationmap.maps.views import AllStationsView, FinderView

FINDER_HEIGHT_PX = 340
ALL_STATIONS_HEIGHT_PX = 560


def show_finder_map(view: FinderView, *, height_px: int = FINDER_HEIGHT_PX) -> Position | None:
    """Draw the map of one question; best inside a fragment. Panning causes no rerun.

    Returns
    -------
    Position
        Where the map was tapped, in WGS-84, once for each tap; None otherwise.
    """
    tiles = services().settings.tiles
    tap = _shown(
        finder_map(base()),
        finder_layer(view, tiles=tiles),
        key="maps:finder",
        height_px=height_px,
    )
    return None if tap is None else tapped_position(tap, tiles=tiles)


def show_all_map(view: AllStationsView, *, height_px: int = ALL_STATIONS_HEIGHT_PX) -> str | None:
    """Draw the map of all stations, or of those that fit. Panning causes no rerun.

    Returns
    -------
    str
        The id of the station whose page was asked for, once for each time; None otherwise.
    """
    choice = _shown(
        all_stations_map(base()),
        all_stations_layer(view, packed=packed_stations()),
        key="maps:all",
        height_px=height_px,
    )
    try:
        return None if choice is None else packed_stations().station(int(choice["station"])).id
    except (KeyError, TypeError, ValueError, StationNotFoundError):
        return None


def _shown(
    drawn: folium.Map, layer: folium.FeatureGroup, *, key: str, height_px: int
) -> dict[str, Any] | None:
    """Draw the map with the layer, and return what it reports, unless it did so before.

    streamlit-folium itself is told to report nothing: our script does. Streamlit repeats a
    component's last value at every rerun; the time in it (`at`) tells one tap from the next.
    """
    told = st_folium(
        drawn,
        key=key,
        feature_group_to_add=layer,
        returned_objects=[],
        use_container_width=True,
        height=height_px,
    )
    news: dict[str, Any] | None = told.get("news") if isinstance(told, dict) else None
    memory = f"{key}:taken"
    if not isinstance(news, dict) or st.session_state.get(memory) == news:
        return None
    st.session_state[memory] = news
    return news
