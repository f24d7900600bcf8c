"""Add a station; with `?station=ID`, change one, verify it, move it, suspend it or merge it."""

from __future__ import annotations

import streamlit as st

from stationmap.upkeep.account import Role
from stationmap.web import shell, visit
from stationmap.web.staff import edit_new, edit_one
from stationmap.web.staff.style import draw_style

if __name__ == "__main__":
    visitor = visit.require(Role.STAFF, Role.ADMIN)
    draw_style("edit")
    with st.container(key="edit-page"):
        if "station" in st.query_params:
            edit_one.draw(st.query_params["station"], visitor, shell.language())
        else:
            edit_new.draw(visitor, shell.language())
