"""The style that only the planner's page needs, beside the one of every page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import streamlit as st

from stationmap.web.markup import Markup, element

SHEETS = ("plan.css", "plan_siting.css")


def draw_style() -> None:
    """Put the style sheet into the page; it takes no room."""
    st.html(element("style", Markup(_sheet())))


@cache
def _sheet() -> str:
    folder = files("stationmap.web.plan")
    return "".join((folder / name).read_text(encoding="utf-8") for name in SHEETS)
