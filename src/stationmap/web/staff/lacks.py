"""What a station lacks of the standards for its kind, on its page, for staff alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.web import visit
from stationmap.web.staff.standards_html import lacks_card
from stationmap.web.staff.style import draw_style
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.stations.station import Station


def draw(station: Station, language: Language) -> None:
    """Draw the card where somebody is signed in and there is a standard for the kind."""
    if visit.account_if_known() is None:
        return
    checklists = office().standards.checklists(station)
    if checklists:
        draw_style("work")
        st.html(lacks_card(checklists, language))
