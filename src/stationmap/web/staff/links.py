"""Tapped links to other pages of the program, followed without loading everything anew."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from stationmap.web import shell

TAPPED = "links:tapped"


def keep_tapped(address: str) -> None:
    """Remember a tapped address until the page is drawn again; only our own pages count."""
    if urlsplit(address).path in shell.PAGE_NAMES:
        st.session_state[TAPPED] = address


def follow_tapped() -> None:
    """Leave this page for the one whose link was tapped, if one was."""
    if TAPPED in st.session_state:
        parts = urlsplit(st.session_state.pop(TAPPED))
        st.switch_page(shell.page(parts.path), query_params=dict(parse_qsl(parts.query)))
