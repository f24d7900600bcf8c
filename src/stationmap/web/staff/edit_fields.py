"""The fields of the form: what it is, where its door is, who may enter, how much room there is.

A field is sent with the next thing that is done on the page, not when it is left: typing costs no
rerun. What a phone has not sent yet is kept in its browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import text
from stationmap.stations.codes import Audience, Entry, StationKind
from stationmap.stations.station import MAX_TEXT
from stationmap.web.staff import edit_state
from stationmap.web.staff.edit_state import key_of
from stationmap.web.staff.edit_values import numbers_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import StrEnum

    from stationmap.labels import Language

MAX_LINE = 120
MOST = 1_000_000
CHOICES: dict[str, type[StrEnum]] = {"audience": Audience, "entry": Entry}


@st.fragment
def draw_facts(language: Language, *, streets: Sequence[str] | None) -> None:
    """Draw everything but the position, the hours and the facilities.

    Parameters
    ----------
    streets
        The names to choose from; none if the street is typed; None if it is not asked for.
    """
    kind = st.selectbox(
        _label("kind", language, is_required=True),
        list(StationKind),
        index=None,
        format_func=lambda kind: text(f"kind.{kind}", language),
        placeholder=text("edit.choose", language),
        key=key_of("kind"),
        persist_state="session",
    )
    _line("name", language, is_required=True)
    _line("address", language)
    if streets:
        draw_street(key_of("street"), streets, language)
    elif streets is not None:
        _line("street", language)
    _line("phone", language, type_="phone")
    with st.container(key="edit-pair-host", horizontal=True):
        _line("host", language)
        _line("host_type", language)
    for field in CHOICES:
        _pills(field, language)
    with st.container(key="edit-numbers", horizontal=True):
        for field in numbers_for(kind, edit_state.values()):
            _number(field, language)
    _line("grade", language)
    st.text_area(
        _label("notes", language),
        value=None,
        key=key_of("notes"),
        max_chars=MAX_TEXT,
        on_change="ignore",
        persist_state="session",
    )


def draw_street(key: str, streets: Sequence[str], language: Language) -> str | None:
    """Draw the choice of a street; one that the record states but nobody knows can stay."""
    stated = st.session_state.get(key)
    options = [*streets, *([stated] if stated and stated not in streets else [])]
    chosen: str | None = st.selectbox(
        _label("street", language),
        options,
        index=None,
        placeholder=text("edit.choose", language),
        key=key,
        persist_state="session",
    )
    return chosen


def _line(
    field: str, language: Language, *, is_required: bool = False, type_: str = "default"
) -> None:
    st.text_input(
        _label(field, language, is_required=is_required),
        value=None,
        key=key_of(field),
        max_chars=MAX_LINE,
        type=type_,  # type: ignore[call-overload]  # two of the names that it takes
        placeholder="" if type_ == "default" else text("edit.phone_hint", language),
        on_change="ignore",
        persist_state="session",
    )


def _pills(field: str, language: Language) -> None:
    st.pills(
        _label(field, language),
        list(CHOICES[field]),
        selection_mode="multi",
        format_func=lambda code: text(f"{field}.{code}", language),
        key=key_of(field),
        on_change="ignore",
        persist_state="session",
    )


def _number(field: str, language: Language) -> None:
    is_measured = field == "area_m2"
    st.number_input(
        _label(field, language),
        min_value=0.0 if is_measured else 0,
        max_value=float(MOST) if is_measured else MOST,
        value=None,
        step=1.0 if is_measured else 1,
        format="%g" if is_measured else "%d",
        key=key_of(field),
        on_change="ignore",
        persist_state="session",
    )


def _label(field: str, language: Language, *, is_required: bool = False) -> str:
    name = text(f"field.{field}", language)
    return text("edit.required", language, field=name) if is_required else name
