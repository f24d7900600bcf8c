"""The third tab of the page of work: which stations lack what of a standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import Language, text
from stationmap.services.standards import Asked
from stationmap.upkeep.standards import Outcome
from stationmap.web.staff import links, standards_html
from stationmap.web.staff.area_choice import choose_area
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.upkeep.account import Account
    from stationmap.upkeep.standards import Profile

ITEM, OUTCOME, PAGE = "work:item", "work:outcome", "work:standard_page"


def draw(visitor: Account, language: Language) -> None:
    """Draw what the stations of a profile have and lack."""
    standards = office().standards
    with st.container(key="work-standard", horizontal=True):
        profile = st.selectbox(
            text("standards.choose", language),
            standards.profiles(),
            format_func=lambda one: standards_html.profile_name(one, language),
            key="work:profile",
            label_visibility="collapsed",
            on_change=_ask_for_any_item,
        )
        area = choose_area(visitor, language, key="work:standard_area", on_change=_to_first_page)
    asked = Asked(
        profile=profile,
        area=area,
        item=_item_of(profile),
        outcome=st.session_state.get(OUTCOME, Outcome.NOT_MET),
    )
    page = standards.page(visitor, asked, st.session_state.get(PAGE, 1))
    st.html(standards_html.overview(page, asked, language))
    st.html(standards_html.stations_list(page, asked, language, may_edit=visitor.may_edit))


def take_tap(action: str, subject: str) -> None:
    """Do what a tap asks for; its subject comes from a browser."""
    if action == "go":
        links.keep_tapped(subject)
    elif action == "page" and subject.isdecimal():
        st.session_state[PAGE] = int(subject)
    elif action == "item":
        _ask_for(*subject.partition(":")[::2])


def _ask_for(item: str, outcome: str) -> None:
    if outcome in frozenset(Outcome):
        st.session_state[ITEM] = int(item) if item.isdecimal() else None
        st.session_state[OUTCOME] = Outcome(outcome)
        _to_first_page()


def _item_of(profile: Profile) -> int | None:
    """Return the place of the item that was asked for, if the profile has so many."""
    place: int | None = st.session_state.get(ITEM)
    return place if place is not None and place < len(profile.items) else None


def _ask_for_any_item() -> None:
    _ask_for(standards_html.ANY_ITEM, Outcome.NOT_MET)


def _to_first_page() -> None:
    st.session_state[PAGE] = 1
