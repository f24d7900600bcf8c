"""The style that only pages of staff need, beside the one of every page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import streamlit as st

from stationmap.web.markup import Markup, element


def draw_style(name: str) -> None:
    """Put a style sheet of this folder into the page; it takes no room."""
    st.html(element("style", Markup(_sheet(name))))


@cache
def _sheet(name: str) -> str:
    return (files("stationmap.web.staff") / f"{name}.css").read_text(encoding="utf-8")
