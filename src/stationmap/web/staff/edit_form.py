"""The form for a station: what it is, when it is open, what it offers, and why it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import text
from stationmap.web.markup import element
from stationmap.web.staff import edit_fields, edit_saving, facilities_fields, hours_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.labels import Language

MAX_WHY = 200


def draw(language: Language, *, streets: Sequence[str] | None) -> None:
    """Draw the form; `streets` are those to choose from, as `edit_fields.draw_facts` takes them."""
    with st.container(key="edit-form"):
        heading("edit.what", language)
        edit_fields.draw_facts(language, streets=streets)
        heading("edit.hours", language)
        hours_fields.draw_hours(language)
        heading("edit.facilities", language)
        facilities_fields.draw_facilities(language)
        st.text_input(
            text("edit.why", language),
            key=edit_saving.WHY,
            max_chars=MAX_WHY,
            placeholder=text("edit.why_hint", language),
            on_change="ignore",
        )


def heading(key: str, language: Language) -> None:
    """Draw the heading of a part of the page."""
    st.html(element("h2", text(key, language), class_="section part"))
