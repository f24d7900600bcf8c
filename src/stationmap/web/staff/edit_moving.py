"""A station is put elsewhere: the pin is chosen as for a new one, and the move is one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import text
from stationmap.web.staff import (
    edit_notices,
    edit_saving,
    edit_state,
    position_html,
    position_picker,
)
from stationmap.web.staff.position_place import place_of
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.upkeep.account import Account, Actor
    from stationmap.upkeep.change import Kept
    from stationmap.web.staff.position_pin import Pin

MOVING = "edit:moving"


@st.fragment
def draw(visitor: Account, language: Language) -> None:
    """Draw a switch; behind it the map, and once there is a pin, what is known of its place."""
    edit_notices.say_from_fragment()
    if not st.toggle(text("edit.move", language), key=MOVING):
        return
    station = edit_state.loaded().station
    position_picker.draw_ways(language)
    pin = position_picker.current_pin()
    place = None
    if pin is not None:
        place = place_of(pin, office(), visitor, street=station.street, like=station)
    position_picker.draw_map(place, language, before=station.position)
    if pin is None or place is None:
        return
    st.html(position_html.pin_line(pin, place, language))
    warnings = position_html.warnings(
        pin, place, office().areas.name(visitor.area, language), language
    )
    if warnings:
        st.html(warnings)
    st.html(position_html.near_list(place, language))
    st.button(
        text("edit.move_now", language),
        key="edit:move",
        type="primary",
        disabled=not place.may_write,
        on_click=_move,
        args=(pin,),
    )


def _move(pin: Pin) -> None:
    def change(actor: Actor, before: Kept) -> Kept:
        return office().edit.move(
            actor,
            before.station.id,
            version=before.version,
            position=pin.position,
            source_datum=pin.source_datum,
            source_position=pin.source_position,
            precision_m=pin.precision_m,
            why=edit_saving.why(),
        )

    if edit_saving.act(change, "edit.done.moved") is not None:
        for key in (MOVING, position_picker.PIN):
            st.session_state.pop(key, None)
