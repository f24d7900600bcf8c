"""What leads staff from the page of a station to where it is changed and looked back on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import text
from stationmap.web import shell, visit
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.stations.station import Station


def draw(station: Station, language: Language) -> None:
    """Draw the ways for whoever is signed in: to change it within her area only."""
    visitor = visit.account_if_known()
    if visitor is None:
        return
    may_write = visitor.may_edit and office().areas.covers(visitor.area, station)
    with st.container(key="station-staff", horizontal=True):
        if may_write:
            _link("edit", "edit.open_edit_or_verify", station, language)
        _link("history", "edit.open_history", station, language)


def _link(name: str, key: str, station: Station, language: Language) -> None:
    st.page_link(
        shell.page(name),
        label=text(key, language),
        query_params=shell.query(station=station.id),
    )
