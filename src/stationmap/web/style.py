"""The style of the pages: one sheet, with the icon font inside so that nothing else is fetched."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib.resources import files

import streamlit as st

from stationmap.web.markup import Markup, element

_FOLDER = files("stationmap.web")


def draw_style() -> None:
    """Put the style sheet into the page; it takes no room."""
    st.html(element("style", Markup(icon_font() + style_sheet())))


@cache
def style_sheet() -> str:
    """Return the style sheet of the pages."""
    return (_FOLDER / "style.css").read_text(encoding="utf-8")


@cache
def icon_font() -> str:
    """Return the rule that names our icon font, with the font itself in it."""
    font = b64encode((_FOLDER / "icons.woff2").read_bytes()).decode("ascii")
    source = f'url("data:font/woff2;base64,{font}") format("woff2")'
    return f'@font-face{{font-family:"stationmap icons";src:{source};font-display:block}}'
