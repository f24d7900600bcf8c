"""Which scenario is open, where somebody tapped, and which station was chosen to be changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.web.plan import question_fields

if TYPE_CHECKING:
    from stationmap.geo.position import Position

PAGE = "scenario"
ADDRESS = "scenario"
PIN, WHAT, STATION = "scenario:pin", "scenario:what", "scenario:station"
WORDS, NAME, COORDINATES = "scenario:words", "scenario:station_name", "scenario:coordinates"
HOURS, SELF_ENTRY = "scenario:hours", "scenario:self_entry"
NEW_NAME = "scenario:new_name"
_OF_ONE_CHANGE = (PIN, STATION, WORDS, NAME, COORDINATES, HOURS, SELF_ENTRY)


def opened() -> str | None:
    """Return the id of the scenario that is open: the one that the question names."""
    return question_fields.current().scenario


def open_one(scenario_id: str | None) -> None:
    """Open a scenario, or none; the address says so too, and a link shares it."""
    question_fields.ask(replace(question_fields.current(), scenario=scenario_id))
    if scenario_id is None:
        st.query_params.pop(ADDRESS, None)
    else:
        st.query_params[ADDRESS] = scenario_id
    forget_change()


def pin() -> Position | None:
    """Return where somebody tapped last."""
    tapped: Position | None = st.session_state.get(PIN)
    return tapped


def put_pin(position: Position) -> None:
    """Keep where somebody tapped."""
    st.session_state[PIN] = position


def forget_change() -> None:
    """Forget what was being put in, once it was done or another scenario is open."""
    for key in _OF_ONE_CHANGE:
        st.session_state.pop(key, None)
