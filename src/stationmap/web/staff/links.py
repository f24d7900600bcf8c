"""Tapped links to other pages of the program, followed without loading everything anew."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from stationmap.web import shell

TAPPED = "links:tapped"
FIRST_PAGE = "./"
"""How links name the page at the root."""


def keep_tapped(address: str) -> None:
    """Remember a tapped address until the page is drawn again; only our own pages count.

    Parameters
    ----------
    address
        As it stands in a link: relative, with its query. It comes from a browser.
    """
    try:
        path = urlsplit(address).path
    except ValueError:
        return
    if path in {FIRST_PAGE, *shell.PAGE_NAMES}:
        st.session_state[TAPPED] = address


def follow_tapped() -> None:
    """Leave this page for the one whose link was tapped, if one was."""
    if TAPPED in st.session_state:
        parts = urlsplit(st.session_state.pop(TAPPED))
        name = shell.PAGE_NAMES[0] if parts.path == FIRST_PAGE else parts.path
        st.switch_page(shell.page(name), query_params=dict(parse_qsl(parts.query)))
