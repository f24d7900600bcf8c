"""The second tab of the page of work: how good the records are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import Language, text
from stationmap.web.offered_files import download_link
from stationmap.web.staff import quality_html
from stationmap.web.staff.quality_view import COLUMNS, Order, csv_file, quality_rows
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.upkeep.account import Account

ORDER = "work:quality_order"


def draw(visitor: Account, language: Language) -> None:
    """Draw the table, and offer it as a file."""
    order = st.session_state.get(ORDER, Order())
    rows = quality_rows(office().quality.table(visitor), office().areas, order, language)
    st.html(quality_html.quality_table(rows, order, language))
    st.html(
        download_link(
            text("quality.download", language),
            partial(csv_file, rows, language),
            file_name="quality.csv",
            media_type="text/csv",
            key="work:quality_file",
        )
    )


def take_tap(action: str, subject: str) -> None:
    """Sort by the column whose head was tapped; the subject comes from a browser."""
    if action == "sort" and subject in COLUMNS:
        order = st.session_state.get(ORDER, Order())
        st.session_state[ORDER] = order.after_tap_on(subject)
