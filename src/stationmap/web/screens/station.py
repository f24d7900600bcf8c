"""One station: `?station=ID`, everything known about it, and what is not known said so."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from stationmap.errors import StationNotFoundError
from stationmap.stations.calendar import BEIJING
from stationmap.web import report_form, shell, spot, station_html
from stationmap.web.document import call_page
from stationmap.web.from_here import from_here, way_from
from stationmap.web.map_view import show_finder_map
from stationmap.web.relay import relay_taps
from stationmap.web.staff import edit_links, lacks
from stationmap.web.station_view import map_view, station_view
from stationmap.web.wiring import services, station_with_id

MAP_HEIGHT_PX = 260


def draw(station_id: str) -> None:
    """Draw the station with this id, or say that there is none."""
    language, settings = shell.language(), services().settings
    shell.back_link()
    try:
        station = station_with_id(station_id)
    except StationNotFoundError:
        st.html(station_html.not_found(station_id, settings.hotline, language))
        return
    call_page(station.name, language)
    view = station_view(station, now=datetime.now(BEIJING), language=language)
    relay_taps(language, key="station:relay")
    edit_links.draw(station, language)
    start = spot.current_spot()
    nearby = from_here(station, start)
    way = way_from(start, nearby, language) if start and nearby else None
    with st.container(key="station-page"):
        st.html(station_html.first_card(view, station, settings.hotline, language, way=way))
        report_form.draw(station, language)
        st.html(station_html.week_card(view, language))
        with st.container(key="station-map"):
            show_finder_map(
                map_view(
                    view,
                    start=start.position if start and nearby else None,
                    dark=shell.is_dark(),
                    language=language,
                ),
                height_px=MAP_HEIGHT_PX,
            )
        st.html(station_html.facilities_card(view, language))
        lacks.draw(station, language)
        st.html(station_html.facts_card(view, settings.hotline, language))
