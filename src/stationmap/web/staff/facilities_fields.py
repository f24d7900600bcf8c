"""One tap for the state of each facility, and the last good day of medicine and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import text
from stationmap.stations.codes import Facility, FacilityState
from stationmap.web.staff import edit_state
from stationmap.web.staff.edit_state import key_of
from stationmap.web.staff.edit_values import PERISHABLE, UNKNOWN, perishable
from stationmap.web.view_models import MOST_WANTED

if TYPE_CHECKING:
    from stationmap.labels import Language

STATES = [UNKNOWN, *FacilityState]
IN_ORDER = list(dict.fromkeys((*MOST_WANTED, *PERISHABLE, *Facility)))
"""What couriers ask for first, then what must be looked at, then the rest."""


def draw_facilities(language: Language) -> None:
    """Draw a line for each facility; what does not perish is sent with the next thing done."""
    with st.container(key="edit-facilities"):
        for code in IN_ORDER:
            if code in PERISHABLE:
                _draw_perishable(code, language)
            else:
                _state(code, language, on_change="ignore")


@st.fragment
def _draw_perishable(code: Facility, language: Language) -> None:
    """Draw one whose state decides whether its last good day is asked for."""
    with st.container(key=f"edit-perishable-{code}"):
        _state(code, language, on_change="rerun")
        if code in perishable(edit_state.values()):
            st.date_input(
                text("edit.expiry", language, facility=text(f"facility.{code}", language)),
                value=None,
                key=key_of(f"expiry.{code}"),
                on_change="ignore",
                persist_state="session",
            )


def _state(code: Facility, language: Language, *, on_change: str) -> None:
    st.segmented_control(
        text(f"facility.{code}", language),
        STATES,
        required=True,
        format_func=lambda state: text(f"edit.state.{state}", language),
        key=key_of(f"facility.{code}"),
        on_change=on_change,  # type: ignore[call-overload]  # one of the names that it takes
        persist_state="session",
    )
