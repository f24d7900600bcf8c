"""The hours of the form: simple choices or text, and what they mean for the next week."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from stationmap.geo.position import Position
from stationmap.labels import text
from stationmap.stations.calendar import BEIJING
from stationmap.stations.codes import StationKind
from stationmap.stations.hours_syntax import MAX_LENGTH
from stationmap.stations.station import Station
from stationmap.upkeep.simple_hours import EVERY_DAY, Holidays
from stationmap.web import station_html
from stationmap.web.markup import element
from stationmap.web.staff.edit_state import UNCLEAR, key_of
from stationmap.web.staff.edit_values import HOURS
from stationmap.web.staff.hours_choice import (
    USUAL,
    Days,
    HoursUnclearError,
    Mode,
    choices_of,
    expression_of,
)
from stationmap.web.station_view import station_view

if TYPE_CHECKING:
    from stationmap.labels import Language


@st.fragment
def draw_hours(language: Language) -> None:
    """Draw the staffed hours, those of self-entry, and the next week by both."""
    for field in HOURS:
        _draw_one(field, language)
    if UNCLEAR not in st.session_state or not st.session_state[UNCLEAR]:
        _draw_week(language)


def _draw_one(field: str, language: Language) -> None:
    _seed(field)
    with st.container(key=f"edit-hours-{field}"):
        mode = st.segmented_control(
            text(f"field.{field}", language),
            list(Mode),
            required=True,
            format_func=lambda mode: text(f"hours.mode.{mode}", language),
            key=_key(field, "mode"),
            persist_state="session",
        )
        if mode is Mode.SIMPLE:
            _draw_simple(field, language)
        elif mode is Mode.TEXT:
            st.text_input(
                text("hours.text", language),
                value=None,
                key=_key(field, "text"),
                max_chars=MAX_LENGTH,
                help=text("hours.text_help", language),
                persist_state="session",
            )
        _take(field, language)


def _draw_simple(field: str, language: Language) -> None:
    days = st.segmented_control(
        text("hours.on", language),
        list(Days),
        required=True,
        format_func=lambda days: text(f"hours.days.{days}", language),
        key=_key(field, "days"),
        label_visibility="collapsed",
        persist_state="session",
    )
    if days is Days.OWN:
        st.pills(
            text("hours.on", language),
            sorted(EVERY_DAY),
            selection_mode="multi",
            format_func=lambda day: text(f"weekday.{day}", language),
            key=_key(field, "own_days"),
            label_visibility="collapsed",
            persist_state="session",
        )
    _draw_times(field, ("opens", "closes"), language)
    has_break = st.toggle(
        text("hours.has_break", language), key=_key(field, "has_break"), persist_state="session"
    )
    if has_break:
        _draw_times(field, ("break_from", "break_to"), language)
    holidays = st.selectbox(
        text("hours.holidays", language),
        list(Holidays),
        format_func=lambda rule: text(f"hours.holiday.{rule}", language),
        key=_key(field, "holidays"),
        persist_state="session",
    )
    if holidays is Holidays.OWN:
        _draw_times(field, ("holiday_opens", "holiday_closes"), language)


def _draw_times(field: str, names: tuple[str, str], language: Language) -> None:
    with st.container(key=f"edit-times-{field}-{names[0]}", horizontal=True):
        for name in names:
            st.time_input(
                text(f"hours.{name}", language), key=_key(field, name), persist_state="session"
            )


def _seed(field: str) -> None:
    """Set the choices anew when the hours were changed by anything else than the choices."""
    expression = st.session_state.get(key_of(field))
    if st.session_state.get(_key(field, "of"), ()) == expression:
        return
    st.session_state[_key(field, "of")] = expression
    st.session_state[_key(field, "before")] = expression
    for name, value in choices_of(expression).items():
        st.session_state[_key(field, name)] = value


def _take(field: str, language: Language) -> None:
    """Take what the choices state for the field, or say why they are no hours yet."""
    choices: dict[str, Any] = {
        name: st.session_state.get(_key(field, name), usual) for name, usual in USUAL.items()
    }
    unclear: dict[str, str] = st.session_state.setdefault(UNCLEAR, {})
    unclear.pop(field, None)
    try:
        expression = expression_of(choices, st.session_state[_key(field, "before")])
    except HoursUnclearError as error:
        unclear[field] = error.problem
        sentence = text(f"hours.problem.{error.problem}", language)
        st.html(element("p", sentence, class_="hint problem", role="alert"))
        return
    st.session_state[key_of(field)] = st.session_state[_key(field, "of")] = expression


def _draw_week(language: Language) -> None:
    hours = {field: st.session_state.get(key_of(field)) for field in HOURS}
    if not any(hours.values()):
        return
    station = Station(
        id="preview",
        name="preview",
        kind=StationKind.WARM_STATION,
        position=Position(116.4, 39.9),
        **hours,
    )
    view = station_view(station, now=datetime.now(BEIJING), language=language)
    with st.container(key="edit-week"):
        st.html(station_html.week_card(view, language))


def _key(field: str, name: str) -> str:
    return f"edit:hours.{field}.{name}"
