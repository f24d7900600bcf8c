"""The style that only the planner's page needs, beside the one of every page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import streamlit as st

from stationmap.web.markup import Markup, element


def draw_style() -> None:
    """Put the style sheet into the page; it takes no room."""
    st.html(element("style", Markup(_sheet())))


@cache
def _sheet() -> str:
    return (files("stationmap.web.plan") / "plan.css").read_text(encoding="utf-8")
