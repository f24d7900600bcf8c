"""What came of what was just done: said at the top of the page, with a way back at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import text
from stationmap.web.icons import icon
from stationmap.web.markup import element
from stationmap.web.staff import edit_saving
from stationmap.web.staff.edit_state import DONE, PROBLEMS, Done

if TYPE_CHECKING:
    from stationmap.labels import Language


def draw(language: Language) -> None:
    """Draw what stood against the last change, or that it was made and how to undo it."""
    problems: list[str] = st.session_state.get(PROBLEMS, [])
    if problems:
        sentences = (element("p", sentence) for sentence in problems)
        st.html(element("div", *sentences, class_="hint problem", role="alert"))
    done: Done | None = st.session_state.get(DONE)
    if done is not None:
        _draw_done(done, language)


def _draw_done(done: Done, language: Language) -> None:
    with st.container(key="edit-done", horizontal=True, vertical_alignment="center"):
        sentence = element("span", text(done.key, language))
        st.html(element("p", icon("check"), sentence, class_="hint done", role="status"))
        if done.revision is not None:
            st.button(
                text("edit.undo", language),
                key="edit:undo",
                on_click=edit_saving.undo,
                args=(done.revision,),
            )
