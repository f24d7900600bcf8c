"""The maps as pieces of a Streamlit page: what they show goes in, what is tapped comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit_folium import st_folium

from stationmap.maps.all_stations import all_stations_layer, all_stations_map
from stationmap.maps.coverage import coverage_layer, coverage_map
from stationmap.maps.finder import finder_layer, finder_map, tapped_position
from stationmap.maps.pin import pin_layer, pin_map
from stationmap.maps.sites import sites_layer, sites_map
from stationmap.maps.tiles import map_datum
from stationmap.web.wiring import base, packed_stations, services

if TYPE_CHECKING:
    from collections.abc import Callable

    import folium

    from stationmap.geo.position import Position
    from stationmap.maps.coverage import CoverageView
    from stationmap.maps.pin import PinView
    from stationmap.maps.sites import SitesView
    from stationmap.maps.views import AllStationsView, FinderView
    from stationmap.settings import Tiles

FINDER_HEIGHT_PX = 340
ALL_STATIONS_HEIGHT_PX = 560


def show_finder_map(
    view: FinderView,
    *,
    on_tap: Callable[[Position], None] = lambda _position: None,
    height_px: int = FINDER_HEIGHT_PX,
) -> None:
    """Draw the map of one question; best inside a fragment. Panning causes no rerun.

    Parameters
    ----------
    on_tap
        Called with the WGS-84 position of each tap, before the page is drawn again: so one tap
        costs one run.
    """
    tiles = services().settings.tiles
    _show(
        finder_map(base()),
        finder_layer(view, tiles=tiles),
        key="maps:finder",
        height_px=height_px,
        on_news=_taps(on_tap, tiles),
    )


def show_pin_map(
    view: PinView, *, on_tap: Callable[[Position], None], height_px: int = FINDER_HEIGHT_PX
) -> None:
    """Draw the map on which staff put a pin; best inside a fragment. Panning causes no rerun.

    Parameters
    ----------
    on_tap
        Called with the WGS-84 position of each tap, before the page is drawn again.
    """
    tiles = services().settings.tiles
    _show(
        pin_map(base()),
        pin_layer(view, tiles=tiles),
        key="maps:pin",
        height_px=height_px,
        on_news=_taps(on_tap, tiles),
    )


def show_all_map(
    view: AllStationsView,
    *,
    on_station: Callable[[str], None],
    height_px: int = ALL_STATIONS_HEIGHT_PX,
) -> None:
    """Draw the map of all stations, or of those that fit. Panning causes no rerun.

    Parameters
    ----------
    on_station
        Called with the id of the station whose page was asked for, before the page is drawn again.
    """

    def take(news: dict[str, Any]) -> None:
        # News without a station only asks for the layer as it is now.
        if isinstance(news.get("station"), str):
            on_station(news["station"])

    _show(
        all_stations_map(base()),
        all_stations_layer(view, packed=packed_stations()),
        key="maps:all",
        height_px=height_px,
        on_news=take,
    )


def show_coverage_map(view: CoverageView, *, height_px: int = ALL_STATIONS_HEIGHT_PX) -> None:
    """Draw the map of coverage. Panning and taps cause no rerun."""
    _show(
        coverage_map(base()),
        coverage_layer(view, map_datum(services().settings.tiles)),
        key="maps:coverage",
        height_px=height_px,
        # News only asks for the layer as it is now.
        on_news=lambda _news: None,
    )


def show_sites_map(
    view: SitesView,
    *,
    on_tap: Callable[[Position], None] | None = None,
    height_px: int = ALL_STATIONS_HEIGHT_PX,
) -> None:
    """Draw the map of what is planned; best inside a fragment. Panning causes no rerun.

    Parameters
    ----------
    on_tap
        Called with the WGS-84 position of each tap, before the page is drawn again; None for a
        map that only shows.
    """
    tiles = services().settings.tiles
    _show(
        sites_map(base(), takes_taps=on_tap is not None),
        sites_layer(view, packed=packed_stations(), tiles=tiles),
        key="maps:sites" if on_tap is None else "maps:scenario",
        height_px=height_px,
        on_news=_taps(on_tap or (lambda _position: None), tiles),
    )


def _taps(on_tap: Callable[[Position], None], tiles: Tiles) -> Callable[[dict[str, Any]], None]:
    """Return what takes a map's news and passes a tap on as a position."""

    def take(news: dict[str, Any]) -> None:
        position = tapped_position(news, tiles=tiles)
        if position is not None:
            on_tap(position)

    return take


def _show(
    drawn: folium.Map,
    layer: folium.FeatureGroup,
    *,
    key: str,
    height_px: int,
    on_news: Callable[[dict[str, Any]], None],
) -> None:
    """Draw the map with the layer; streamlit-folium reports nothing, our script reports news.

    Each report holds the time (`at`), so that two taps on one point are two.
    """

    def take() -> None:
        told = st.session_state.get(key)
        if isinstance(told, dict) and isinstance(told.get("news"), dict):
            on_news(told["news"])

    st_folium(
        drawn,
        key=key,
        feature_group_to_add=layer,
        returned_objects=[],
        use_container_width=True,
        height=height_px,
        on_change=take,
    )
