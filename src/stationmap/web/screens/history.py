"""What was ever changed of a station (`?station=ID`): who, when, why, and a way back."""

from __future__ import annotations

import streamlit as st

from stationmap.upkeep.account import Role
from stationmap.web import shell, visit
from stationmap.web.staff import history_list
from stationmap.web.staff.style import draw_style

if __name__ == "__main__":
    visitor = visit.require(*Role)
    draw_style("edit")
    with st.container(key="history-page"):
        history_list.draw(st.query_params.get("station", ""), visitor, shell.language())
