"""找驿站: where she is and what she needs go in; the station to go to comes out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import GeocodingError
from stationmap.geo.travel import TravelMode
from stationmap.labels import Language, text
from stationmap.services.find import Question
from stationmap.settings import Geocoder
from stationmap.stations.calendar import BEIJING
from stationmap.web import find_view, notices, shell, spot
from stationmap.web.chips import Chip, filter_of
from stationmap.web.locate import Fix, LocateProblem, locate_button
from stationmap.web.map_view import show_finder_map
from stationmap.web.relay import relay_taps
from stationmap.web.wiring import services

if TYPE_CHECKING:
    from stationmap.geo.position import Position
    from stationmap.services.search import Place

LOCATE, SEARCH, RELAY = "find:locate", "find:search", "find:relay"
CHIPS, MODE, MEMBER = "find:chips", "find:mode", "find:member"
PROBLEM = "find:problem"
OPENED = "find:opened_station"
ONLINE = "find:asked_online"


def draw() -> None:
    """Draw the page: an outer fragment that asks where, with an inner one that answers."""
    spot.ask_from_shared_link()
    with st.container(key="find-page"):
        _ask(shell.language())


@st.fragment
def _ask(language: Language) -> None:
    locate_button(language, key=LOCATE, on_outcome=_take_outcome)
    problem: LocateProblem | None = st.session_state.get(PROBLEM)
    if problem is not None:
        st.html(notices.locate_problem(problem, language))
    query = st.text_input(
        text("find.search", language),
        key=SEARCH,
        type="search",
        placeholder=text("find.search_hint", language),
        label_visibility="collapsed",
        live=True,
        on_change=_forget_online,
    )
    if query:
        _suggest(query, language)
    _answer(language)
    relay_taps(language, key=RELAY, on_tap=_take_tap)
    opened = st.session_state.pop(OPENED, None)
    if opened is not None:
        st.switch_page(shell.page("station"), query_params=shell.query(station=opened))


@st.fragment
def _answer(language: Language) -> None:
    chips, mode, is_member = _conditions(language)
    wired, where_from = services(), spot.current_spot()
    if where_from is None:
        st.html(find_view.before_position(language))
        answers = find_view.NO_ANSWERS
    else:
        question = Question(
            position=where_from.position,
            at=datetime.now(BEIJING),
            mode=mode,
            where=filter_of(chips, is_member=is_member),
        )
        answers = find_view.answers_view(
            wired.find.ask(question), question=question, settings=wired.settings, language=language
        )
        st.html(
            find_view.first_html(
                answers, where_from, chips=chips, settings=wired.settings, language=language
            )
        )
        if spot.is_shared():
            address = dict(st.query_params.items())
            st.html(notices.shared_address(address, shell.root_address(), language))
    with st.container(key="find-map"):
        show_finder_map(
            find_view.map_view(answers, where_from, dark=shell.is_dark(), language=language),
            on_tap=_start_from_tap,
        )
    if answers.cards:
        st.html(find_view.rest_html(answers, mode, language))


def _start_from_tap(position: Position) -> None:
    _start_from(spot.Spot(position=position, label="find.tapped"))


def _conditions(language: Language) -> tuple[list[Chip], TravelMode, bool]:
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
            default=TravelMode.WALK,
            required=True,
            format_func=lambda mode: text(f"travel.{mode}", language),
            key=MODE,
            persist_state="session",
            label_visibility="collapsed",
        )
        is_member = st.toggle(text("find.member", language), key=MEMBER, persist_state="session")
    return list(chips), mode or TravelMode.WALK, is_member


def _suggest(query: str, language: Language) -> None:
    wired = services()
    places = _places(query)
    if places:
        st.html(notices.suggestions(places, language))
        return
    may_ask_online = wired.settings.geocoder is not Geocoder.NONE
    st.html(notices.nothing_found(query, may_ask_online=may_ask_online, language=language))
    if st.session_state.get(ONLINE):
        st.html(notices.hint("warn", text("find.search_online_failed", language)))


def _places(query: str) -> list[Place]:
    search = services().search
    if not st.session_state.get(ONLINE):
        return search.find(query)
    try:
        return search.find_online(query)
    except GeocodingError:
        return []


def _take_outcome(outcome: Fix | LocateProblem) -> None:
    if isinstance(outcome, LocateProblem):
        st.session_state[PROBLEM] = outcome
    else:
        _start_from(
            spot.Spot(position=outcome.position, label="find.here", accuracy_m=outcome.accuracy_m)
        )


def _take_tap(action: str, subject: str) -> None:
    if action == "station":
        st.session_state[OPENED] = subject
    elif action == "pick":
        _pick(subject)
    elif action == "drop":
        st.session_state[CHIPS] = [
            chip for chip in st.session_state.get(CHIPS, []) if subject and chip != subject
        ]
    elif action == "online":
        st.session_state[ONLINE] = True
    elif action == "share":
        spot.share_spot()


def _pick(number: str) -> None:
    places = _places(st.session_state.get(SEARCH, ""))
    if not number.isdecimal() or int(number) >= len(places):
        return
    place = places[int(number)]
    if place.station_id is not None:
        st.session_state[OPENED] = place.station_id
        return
    st.session_state[SEARCH] = ""
    _start_from(spot.Spot(position=place.position, label=place.name, is_named=True))


def _forget_online() -> None:
    st.session_state.pop(ONLINE, None)


def _start_from(chosen: spot.Spot) -> None:
    st.session_state.pop(PROBLEM, None)
    spot.ask_from(chosen)


if __name__ == "__main__":
    draw()
