"""The finder: where she is and what she needs go in; the station to go to comes out.

With `?station=ID` in the address, that station instead.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import StoreError
from stationmap.geo.travel import TravelMode
from stationmap.labels import Language, text
from stationmap.services.find import Question
from stationmap.stations.calendar import BEIJING
from stationmap.web import find_view, notices, search_box, shell, spot, store_away
from stationmap.web.chips import Chip, filter_of
from stationmap.web.conditions import Conditions
from stationmap.web.locate import Fix, LocateProblem, locate_button
from stationmap.web.map_view import show_finder_map
from stationmap.web.outside import is_outside
from stationmap.web.relay import relay_taps
from stationmap.web.screens import station
from stationmap.web.wiring import office, services

if TYPE_CHECKING:
    from stationmap.geo.position import Position
    from stationmap.upkeep.report import ReportedFault

CHIPS, MODE, MEMBER = "find:chips", "find:mode", "find:member"
LINKED_MODE = "find:linked_mode"
PROBLEM, OPENED = "find:problem", "find:opened_station"


def draw() -> None:
    """Draw the page: an outer fragment that asks where, with an inner one that answers."""
    linked = spot.ask_from_shared_link()
    if linked is not None:
        st.session_state[CHIPS] = list(linked.chips)
        st.session_state[MEMBER] = linked.is_member
        st.session_state[LINKED_MODE] = linked.mode
    with st.container(key="find-page"):
        _ask(shell.language())


@st.fragment
def _ask(language: Language) -> None:
    if OPENED in st.session_state:
        shell.open_station(st.session_state.pop(OPENED))
    locate_button(language, key="find:locate", on_outcome=_take_outcome)
    problem: LocateProblem | None = st.session_state.get(PROBLEM)
    if problem is not None:
        st.html(notices.locate_problem(problem, language))
    search_box.draw_search_box(language)
    _answer(language)
    relay_taps(language, key="find:relay", on_tap=_take_tap)


@st.fragment
def _answer(language: Language) -> None:
    conditions = _conditions(language)
    chips, mode = conditions.chips, conditions.mode
    spot.keep_in_address(conditions)
    where_from = spot.current_spot()
    view = find_view.NO_ANSWERS
    if where_from is not None:
        question = Question(
            position=where_from.position,
            at=datetime.now(BEIJING),
            mode=mode,
            where=filter_of(chips, is_member=conditions.is_member),
        )
        found = services().find.ask(question)
        asked = find_view.Asked(
            question=question,
            spot=where_from,
            chips=chips,
            settings=services().settings,
            language=language,
            is_outside=not found.answers and is_outside(where_from.position),
            shared_address=shell.this_address() if spot.is_shared() else None,
        )
        doubts = _doubts([answer.station.id for answer in found.answers], language)
        view = find_view.answers_view(found, asked, doubts)
        st.html(find_view.first_html(view, asked))
    elif PROBLEM not in st.session_state:
        st.html(find_view.before_position(language))
    with st.container(key="find-map"):
        show_finder_map(
            find_view.map_view(view, where_from, dark=shell.is_dark(), language=language),
            on_tap=_start_from_tap,
        )
    if view.cards:
        st.html(find_view.rest_html(view, mode, language))


def _doubts(station_ids: list[str], language: Language) -> dict[str, ReportedFault]:
    """Return what was reported of the answers; they are good for going on without, and say so."""
    try:
        return office().reports.doubts(station_ids)
    except StoreError:
        st.html(store_away.hint(language))
        return {}


def _conditions(language: Language) -> Conditions:
    chips = st.pills(
        text("find.chips", language),
        list(Chip),
        selection_mode="multi",
        format_func=lambda chip: text(f"chip.{chip}", language),
        key=CHIPS,
        persist_state="session",
        label_visibility="collapsed",
    )
    with st.container(key="find-conditions", horizontal=True):
        mode = st.segmented_control(
            text("find.mode", language),
            list(TravelMode),
            default=st.session_state.get(LINKED_MODE, TravelMode.WALK),
            required=True,
            format_func=lambda mode: text(f"travel.{mode}", language),
            key=MODE,
            persist_state="session",
            label_visibility="collapsed",
        )
        is_member = st.toggle(text("find.member", language), key=MEMBER, persist_state="session")
    return Conditions(tuple(chips), mode or TravelMode.WALK, is_member)


def _take_outcome(outcome: Fix | LocateProblem) -> None:
    if isinstance(outcome, LocateProblem):
        st.session_state[PROBLEM] = outcome
        return
    here = spot.Spot(position=outcome.position, label="find.here", accuracy_m=outcome.accuracy_m)
    _start_from(here)


def _start_from_tap(position: Position) -> None:
    _start_from(spot.Spot(position=position, label="find.tapped"))


def _start_from(chosen: spot.Spot) -> None:
    st.session_state.pop(PROBLEM, None)
    spot.ask_from(chosen)


def _take_tap(action: str, subject: str) -> None:
    """Do what a tap on our own HTML asks for; its subject comes from a browser."""
    if action == "station":
        st.session_state[OPENED] = subject
    elif action == "pick":
        _pick(subject)
    elif action == "drop":
        st.session_state[CHIPS] = [
            chip for chip in st.session_state.get(CHIPS, []) if subject and chip != subject
        ]
    elif action == "online":
        search_box.ask_online()
    elif action == "share":
        spot.share_spot()


def _pick(number: str) -> None:
    place = search_box.picked_place(number)
    if place is None:
        return
    if place.station_id is not None:
        st.session_state[OPENED] = place.station_id
    else:
        _start_from(spot.Spot(position=place.position, label=place.name, is_named=True))


if __name__ == "__main__":
    if "station" in st.query_params:
        station.draw(st.query_params["station"])
    else:
        draw()
