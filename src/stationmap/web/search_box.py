"""The search box of a page: what is typed is looked up offline, and online only on a tap."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import GeocodingError
from stationmap.labels import Language, text
from stationmap.services.search import SEPARATOR
from stationmap.web import notices
from stationmap.web.wiring import services

if TYPE_CHECKING:
    from stationmap.services.places_by_name import Place

FINDER = "find"
MAX_QUERY = 80


def draw_search_box(language: Language, *, page: str = FINDER) -> None:
    """Draw the box and what was found; taps on what was found arrive as `pick:` and `online:`.

    Parameters
    ----------
    page
        What the keys of the box begin with: each page remembers its own query.
    """
    query = st.text_input(
        text("find.search", language),
        key=_query_key(page),
        placeholder=text("find.search_hint", language),
        label_visibility="collapsed",
        max_chars=MAX_QUERY,
        live=True,
        on_change=_forget_consent,
        args=(page,),
    )
    if not query:
        return
    places, is_whole = _places(page)
    said = [worded(place, language) for place in places]
    if is_whole:
        st.html(notices.suggestions(said, language))
        return
    asked_online = _consent_key(page) in st.session_state
    may_ask = services().search.can_ask_online and not asked_online
    st.html(notices.nothing_found(query, may_ask_online=may_ask, language=language))
    if asked_online:
        st.html(notices.hint("warn", text("find.search_online_failed", language)))
    if said:
        st.html(notices.suggestions(said, language))


def worded(place: Place, language: Language) -> Place:
    """Return a place whose detail names its district in this language."""
    if language is Language.ZH:
        return place
    english = {district.name_zh: district.name_en for district in services().districts}
    parts = place.detail.split(SEPARATOR)
    return replace(place, detail=SEPARATOR.join(english.get(part, part) for part in parts))


def picked_place(number: str, *, page: str = FINDER) -> Place | None:
    """Return the place that was tapped in the list, and empty the box unless it is a station."""
    places, _ = _places(page)
    if not number.isdecimal() or int(number) >= len(places):
        return None
    place = places[int(number)]
    if place.station_id is None:
        st.session_state[_query_key(page)] = ""
        _forget_consent(page)
    return place


def ask_online(*, page: str = FINDER) -> None:
    """Note that she agreed to ask the service on the network."""
    st.session_state[_consent_key(page)] = True


def _query_key(page: str) -> str:
    return f"{page}:search"


def _consent_key(page: str) -> str:
    """Whether she agreed to ask the service on the network about what stands in the box now."""
    return f"{page}:asked_online"


def _places(page: str) -> tuple[list[Place], bool]:
    """Return what was found, and whether for the whole query, not just for places in it."""
    query = st.session_state.get(_query_key(page), "")
    search = services().search
    try:
        online = _consent_key(page) in st.session_state
        found = search.find_online(query) if online else search.find(query)
    except GeocodingError:
        found = []
    return (found, True) if found else (search.named_in(query), False)


def _forget_consent(page: str) -> None:
    st.session_state.pop(_consent_key(page), None)
