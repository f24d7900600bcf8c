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
    from collections.abc import Callable

    import folium

    from stationmap.geo.position import Position
    from stationmap.maps.views import AllStationsView, FinderView

FINDER, ALL_STATIONS = "maps:finder", "maps:all_stations"
CHOSEN = "maps:chosen_station"
FINDER_HEIGHT_PX = 340
ALL_STATIONS_HEIGHT_PX = 560


def show_finder_map(
    view: FinderView, *, on_tap: Callable[[Position], None], height_px: int = FINDER_HEIGHT_PX
) -> None:
    """Draw the map of one question; best inside a fragment. Panning causes no rerun.

    Parameters
    ----------
    on_tap
        Called with the position, in WGS-84, that was tapped, before the rerun that this causes:
        so the page is drawn once, with the new answers.
    """
    tiles = services().settings.tiles

    def take() -> None:
        position = tapped_position(_news(FINDER), tiles=tiles)
        if position is not None:
            on_tap(position)

    _show(finder_map(base()), finder_layer(view, tiles=tiles), FINDER, height_px, take)


def show_all_map(view: AllStationsView, *, height_px: int = ALL_STATIONS_HEIGHT_PX) -> str | None:
    """Draw the map of all stations, or of those that fit. Panning causes no rerun.

    Returns
    -------
    str
        The id of the station whose page was asked for, once for each time; None otherwise.
    """
    packed = packed_stations()

    def take() -> None:
        st.session_state[CHOSEN] = _news(ALL_STATIONS).get("station")

    layer = all_stations_layer(view, packed=packed)
    _show(all_stations_map(base()), layer, ALL_STATIONS, height_px, take)
    number = st.session_state.pop(CHOSEN, None)
    try:
        return None if number is None else packed.station(int(number)).id
    except (TypeError, ValueError, StationNotFoundError):
        return None


def _show(
    drawn: folium.Map,
    layer: folium.FeatureGroup,
    key: str,
    height_px: int,
    take: Callable[[], None],
) -> None:
    """Draw the map with the layer.

    streamlit-folium itself is told to report nothing: our script does, so that nothing is
    reported late or twice.
    """
    st_folium(
        drawn,
        key=key,
        feature_group_to_add=layer,
        returned_objects=[],
        use_container_width=True,
        height=height_px,
        on_change=take,
    )


def _news(key: str) -> dict[str, Any]:
    """Return what the map's script has just told; empty for anything else."""
    told = st.session_state.get(key)
    news = told.get("news") if isinstance(told, dict) else None
    return news if isinstance(news, dict) else {}
