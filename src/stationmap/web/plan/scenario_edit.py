"""What can be changed of a scenario: add by a tap or coordinates, close, move, change hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.coverage.scenario import with_added, with_closed, with_hours, with_moved
from stationmap.errors import ScenarioError
from stationmap.geocoding.typed_position import typed_position
from stationmap.labels import Language, text
from stationmap.services.plan.siting_stations import planned_station
from stationmap.web import visit
from stationmap.web.markup import element
from stationmap.web.plan import question_fields, scenario_state
from stationmap.web.plan.plan_writing import write
from stationmap.web.plan.scenario_state import (
    COORDINATES,
    HOURS,
    NAME,
    PAGE,
    SELF_ENTRY,
    STATION,
    WHAT,
    WORDS,
)
from stationmap.web.plan.scenario_view import What, stations_like
from stationmap.web.wiring import office, services

if TYPE_CHECKING:
    from stationmap.coverage.scenario import Scenario
    from stationmap.geo.position import Position
    from stationmap.stations.station import Station

MAX_TYPED = 80
MAX_HOURS = 200


def draw(scenario: Scenario, language: Language) -> None:
    """Draw the choice of a change, what it needs, and the button that makes it."""
    st.html(element("h2", text("scenario.change", language), class_="section"))
    what = What(
        st.segmented_control(
            text("scenario.change", language),
            list(What),
            default=What.ADD,
            required=True,
            format_func=lambda what: text(f"scenario.what.{what}", language),
            key=WHAT,
            persist_state="session",
            label_visibility="collapsed",
        )
    )
    if what is not What.ADD:
        _draw_station(scenario, language)
    if what in {What.ADD, What.MOVE}:
        _draw_place(language)
    if what is What.ADD:
        st.text_input(text("scenario.station_name", language), key=NAME, max_chars=MAX_TYPED)
    if what in {What.ADD, What.HOURS}:
        _draw_hours(language, with_self_entry=what is What.HOURS)
    st.button(
        text(f"scenario.do.{what}", language),
        key="scenario:do",
        type="primary",
        on_click=_change,
        args=(scenario, what, language),
    )


def undo(scenario: Scenario, changed: Scenario, language: Language) -> None:
    """Keep a scenario from which something was taken back."""

    def save() -> str:
        office().scenarios.save(visit.actor(), changed)
        return text("scenario.saved", language, name=scenario.name)

    write(PAGE, save, language)


def _draw_station(scenario: Scenario, language: Language) -> None:
    """Draw the search for a station; what was chosen stays among the choices."""
    words = st.text_input(
        text("scenario.find", language),
        key=WORDS,
        max_chars=MAX_TYPED,
        placeholder=text("scenario.find_hint", language),
    )
    everything = {one.id: one for one in (*services().stations, *scenario.added)}
    found = stations_like(list(everything.values()), words, scenario_state.pin())
    chosen = everything.get(st.session_state.get(STATION) or "")
    offered = {one.id: one for one in ([chosen] if chosen else []) + found}
    if not offered:
        if words.strip():
            st.html(element("p", text("scenario.find_none", language), class_="small-print"))
        return
    st.selectbox(
        text("scenario.station", language),
        list(offered),
        index=None,
        format_func=lambda one: _label(offered[one]) if one in offered else one,
        placeholder=text("scenario.choose", language),
        key=STATION,
    )


def _draw_place(language: Language) -> None:
    tapped = scenario_state.pin()
    told = (
        text("scenario.tap", language)
        if tapped is None
        else text("scenario.tapped", language, lon=f"{tapped.lon:.5f}", lat=f"{tapped.lat:.5f}")
    )
    st.html(element("p", told, class_="small-print", role="status"))
    st.text_input(
        text("scenario.coordinates", language),
        key=COORDINATES,
        max_chars=MAX_TYPED,
        placeholder="116.31015, 39.98421",
    )


def _draw_hours(language: Language, *, with_self_entry: bool) -> None:
    st.text_input(
        text("scenario.hours", language),
        key=HOURS,
        max_chars=MAX_HOURS,
        placeholder="Mo-Su 08:00-20:00",
    )
    if with_self_entry:
        st.text_input(
            text("scenario.self_entry", language),
            key=SELF_ENTRY,
            max_chars=MAX_HOURS,
            placeholder="24/7",
        )


def _change(scenario: Scenario, what: What, language: Language) -> None:
    """Make the change that the fields say, and keep it."""

    def save() -> str:
        changed = _changed(scenario, what, language)
        kept = office().scenarios.save(visit.actor(), changed)
        return text("scenario.saved", language, name=kept.name)

    if write(PAGE, save, language):
        scenario_state.forget_change()


def _changed(scenario: Scenario, what: What, language: Language) -> Scenario:
    if what is What.ADD:
        return _added(scenario, language)
    station_id = st.session_state.get(STATION)
    if not station_id:
        raise ScenarioError("scenario_no_station")
    if what is What.CLOSE:
        return with_closed(scenario, station_id)
    if what is What.MOVE:
        return with_moved(scenario, station_id, _place())
    return with_hours(scenario, station_id, _typed(HOURS), _typed(SELF_ENTRY))


def _added(scenario: Scenario, language: Language) -> Scenario:
    counting = question_fields.current().counting
    usual = text("scenario.usual_name", language, number=len(scenario.added) + 1)
    station = planned_station(counting, _place(), name=_typed(NAME) or usual)
    hours = _typed(HOURS)
    if hours is None:
        return with_added(scenario, station)
    grown = with_added(scenario, station)
    return with_hours(grown, grown.added[-1].id, hours)


def _place() -> Position:
    """Return the coordinates that were typed, else where somebody tapped.

    Raises
    ------
    ScenarioError
        If there is neither, or what was typed is no place in China.
    """
    words = _typed(COORDINATES)
    place = scenario_state.pin() if words is None else typed_position(words)
    if place is None:
        raise ScenarioError("scenario_no_place" if words is None else "scenario_no_coordinates")
    return place


def _typed(key: str) -> str | None:
    words: str = st.session_state.get(key) or ""
    return words.strip() or None


def _label(station: Station) -> str:
    return f"{station.name} · {station.id}"
