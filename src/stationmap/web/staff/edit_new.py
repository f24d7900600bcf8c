"""The page on which a station is added: first where, then what, and only then is it made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import text
from stationmap.upkeep.new_ids import TO_BE_GIVEN
from stationmap.web.markup import element
from stationmap.web.staff import (
    edit_fields,
    edit_form,
    edit_guard,
    edit_notices,
    edit_saving,
    edit_state,
    position_html,
    position_picker,
)
from stationmap.web.staff.edit_state import key_of
from stationmap.web.staff.position_place import place_of
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.upkeep.account import Account
    from stationmap.web.staff.position_pin import Pin
    from stationmap.web.staff.position_place import PlaceView

READY, NONE_OF_THESE = "edit:ready", position_picker.NONE_OF_THESE


def draw(visitor: Account, language: Language) -> None:
    """Draw the page."""
    edit_state.begin(edit_state.NEW)
    st.html(element("h1", text("edit.title_new", language), class_="page-title"))
    edit_notices.draw(language, here="edit")
    edit_form.heading("edit.where", language)
    _draw_where(visitor, language)
    edit_form.draw(language, streets=None)
    with st.container(key="edit-add"):
        if not st.session_state.get(READY):
            st.html(element("p", text("edit.not_ready", language), class_="hint"))
        st.button(
            text("edit.add", language),
            key="edit:add",
            type="primary",
            on_click=edit_saving.add,
            disabled=not st.session_state.get(READY),
            width="stretch",
        )
    edit_guard.watch(language)


@st.fragment
def _draw_where(visitor: Account, language: Language) -> None:
    """Draw the place of the pin; the rest of the page is drawn anew only if that opens the way."""
    position_picker.draw_ways(language)
    pin = position_picker.current_pin()
    place = None if pin is None else _look(pin, visitor)
    position_picker.draw_map(place, language, before=None)
    is_ready = False
    if pin is not None and place is not None:
        is_ready = _draw_place(pin, place, visitor, language)
    if st.session_state.get(READY, False) != is_ready:
        st.session_state[READY] = is_ready
        st.rerun()


def _look(pin: Pin, visitor: Account) -> PlaceView:
    """Look at the place; staff of a street have that street chosen for them where it can be."""
    key = key_of("street")
    like = edit_state.draft(TO_BE_GIVEN, pin)
    place = place_of(pin, office(), visitor, street=st.session_state.get(key), like=like)
    own = next((street for street in place.streets if street.code == visitor.area), None)
    if own is None or st.session_state.get(key):
        return place
    st.session_state[key] = own.name
    return place_of(pin, office(), visitor, street=own.name, like=like)


def _draw_place(pin: Pin, place: PlaceView, visitor: Account, language: Language) -> bool:
    """Draw what is known of the place; say whether a station may be added there."""
    st.html(position_html.pin_line(pin, place, language))
    if place.streets:
        edit_fields.draw_street(
            key_of("street"), [street.name for street in place.streets], language
        )
    area = office().areas.name(visitor.area, language)
    warnings = position_html.warnings(pin, place, area, language)
    if warnings:
        st.html(warnings)
    st.html(position_html.near_list(place, language))
    if not place.near:
        return place.may_write
    is_none = st.checkbox(text("edit.none_of_these", language), key=NONE_OF_THESE)
    return place.may_write and is_none
