"""Where a station is: a tap on the map, an address, pasted coordinates, or a phone on the spot."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.geo.datum import Datum
from stationmap.labels import text
from stationmap.maps.pin import PinView
from stationmap.maps.tiles import map_datum
from stationmap.services.looking import NEAR_M
from stationmap.web import notices, search_box, shell
from stationmap.web.locate import Fix, LocateProblem, locate_button
from stationmap.web.map_view import show_pin_map
from stationmap.web.markup import element
from stationmap.web.relay import relay_taps
from stationmap.web.staff import edit_state, position_pin
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.geo.position import Position
    from stationmap.labels import Language
    from stationmap.web.staff.position_pin import Pin
    from stationmap.web.staff.position_place import PlaceView

PAGE = "edit"
PIN, WAY, PROBLEM = "edit:pin", "edit:way", "edit:position_problem"
COORDINATES, DATUM = "edit:coordinates", "edit:datum"
NONE_OF_THESE = "edit:none_of_these"
MAX_TYPED = 80


class Way(StrEnum):
    """How to say where; the labels are `position.way.<value>`."""

    MAP = "map"
    ADDRESS = "address"
    COORDINATES = "coordinates"
    PHONE = "phone"


def current_pin() -> Pin | None:
    """Return the pin, if there is one yet."""
    pin: Pin | None = st.session_state.get(PIN)
    return pin


def draw_ways(language: Language) -> None:
    """Draw the choice of a way and what belongs to it; taps arrive through the relay."""
    way = st.segmented_control(
        text("position.how", language),
        list(Way),
        default=Way.MAP,
        required=True,
        format_func=lambda way: text(f"position.way.{way}", language),
        key=WAY,
        label_visibility="collapsed",
    )
    if way is Way.MAP:
        st.html(element("p", text("position.tap", language), class_="small-print"))
    elif way is Way.ADDRESS:
        search_box.draw_search_box(language, page=PAGE)
    elif way is Way.COORDINATES:
        _draw_coordinates(language)
    else:
        label = text("position.locate", language)
        locate_button(language, key="edit:locate", on_outcome=_take_outcome, label=label)
    _draw_problem(language)
    relay_taps(language, key="edit:relay", on_tap=_take_tap)


def draw_map(place: PlaceView | None, language: Language, *, before: Position | None) -> None:
    """Draw the map with the pin and what is near it; a tap puts the pin there."""
    pin = current_pin()
    view = PinView(
        pin=None if pin is None else pin.position,
        accuracy_m=None if pin is None else pin.precision_m,
        radius_m=NEAR_M,
        near=[near.station.position for near in place.near] if place else [],
        before=before,
        dark=shell.is_dark(),
        language=language,
    )
    with st.container(key="edit-map"):
        show_pin_map(view, on_tap=_take_map_tap)


def _draw_coordinates(language: Language) -> None:
    st.text_input(
        text("position.coordinates", language),
        key=COORDINATES,
        placeholder=text("position.coordinates_hint", language),
        max_chars=MAX_TYPED,
        on_change="ignore",
    )
    st.radio(
        text("position.datum", language),
        list(Datum),
        index=None,
        format_func=lambda datum: text(f"position.source.{datum}", language),
        key=DATUM,
        on_change="ignore",
    )
    st.button(text("position.put", language), key="edit:put_pin", on_click=_paste)


def _draw_problem(language: Language) -> None:
    problem = st.session_state.get(PROBLEM)
    if isinstance(problem, LocateProblem):
        st.html(notices.locate_problem(problem, language))
    elif problem is not None:
        st.html(element("p", text(problem, language), class_="hint problem", role="alert"))


def _take_outcome(outcome: Fix | LocateProblem) -> None:
    if isinstance(outcome, LocateProblem):
        st.session_state[PROBLEM] = outcome
    else:
        _put(position_pin.located(outcome))


def _take_map_tap(position: Position) -> None:
    _put(position_pin.tapped(position, map_datum(office().settings.tiles)))


def _take_tap(action: str, subject: str) -> None:
    """Do what a tap on what was found asks for; its subject comes from a browser."""
    if action == "pick":
        place = search_box.picked_place(subject, page=PAGE)
        if place is not None:
            _put(position_pin.found(place))
    elif action == "online":
        search_box.ask_online(page=PAGE)


def _paste() -> None:
    datum = st.session_state.get(DATUM)
    if datum is None:
        st.session_state[PROBLEM] = "position.no_datum"
        return
    pin = position_pin.pasted(st.session_state.get(COORDINATES) or "", Datum(datum))
    if pin is None:
        st.session_state[PROBLEM] = "position.no_coordinates"
    else:
        _put(pin)


def _put(pin: Pin) -> None:
    """Put the pin; what was said of the place before holds no longer."""
    for key in (PROBLEM, NONE_OF_THESE):
        st.session_state.pop(key, None)
    if edit_state.is_new():
        st.session_state[edit_state.key_of("street")] = None
    st.session_state[PIN] = pin
