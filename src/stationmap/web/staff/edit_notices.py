"""What came of what was just done: said at the top of the page, with a way back at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import text
from stationmap.web.icons import icon
from stationmap.web.markup import element
from stationmap.web.staff import edit_saving, edit_state
from stationmap.web.staff.edit_state import DONE, PROBLEMS, SAID_AT, UNSAID, Done

if TYPE_CHECKING:
    from stationmap.labels import Language


def draw(language: Language, *, here: str) -> None:
    """Draw what stood against the last change, or that it was made and how to undo it.

    Parameters
    ----------
    here
        The page and what it shows: what was said at one place is no news at another.
    """
    st.session_state.pop(UNSAID, None)
    if st.session_state.setdefault(SAID_AT, here) != here:
        edit_state.drop_news()
    with st.container(key="edit-news"):
        _draw_problems()
        done: Done | None = st.session_state.get(DONE)
        if done is not None:
            _draw_done(done, language)


def say_from_fragment() -> None:
    """Draw the whole page anew if a button of this fragment did something; it stands at the top."""
    if st.session_state.pop(UNSAID, False):
        st.rerun()


def _draw_problems() -> None:
    problems: list[str] = st.session_state.get(PROBLEMS, [])
    if problems:
        sentences = (element("p", sentence) for sentence in problems)
        st.html(element("div", *sentences, class_="hint problem", role="alert"))


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
