"""Somebody else saved meanwhile: both versions, what of each is kept, and a choice per dispute."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import text
from stationmap.stations.calendar import BEIJING
from stationmap.web import cards
from stationmap.web.dates import dated
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element
from stationmap.web.staff import edit_saving, edit_state
from stationmap.web.staff.conflict_view import ConflictView, Disputed, conflict_view
from stationmap.web.staff.history_who import name_of, said_at
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.upkeep.merging import Conflict


def draw_conflict(language: Language) -> None:
    """Draw the conflict that is waiting."""
    mine = st.session_state[edit_state.CONFLICT]
    conflict = office().edit.conflict(mine, edit_state.loaded().version)
    with st.container(key="edit-conflict"):
        st.html(_head(conflict, language))
        if conflict.theirs.removed:
            _draw_removed(conflict, language)
            return
        view = conflict_view(conflict, language, today=datetime.now(BEIJING).date())
        st.html(_kept(view, language))
        for disputed in view.disputed:
            st.html(_side_by_side(disputed, language))
            _draw_choice(disputed, language)
        with st.container(horizontal=True):
            st.button(
                text("conflict.save", language),
                key="edit:save_merged",
                type="primary",
                on_click=edit_saving.save_merged,
                args=(conflict.theirs.version,),
            )
            st.button(
                text("conflict.drop_mine", language),
                key="edit:take_theirs",
                on_click=edit_saving.take_theirs,
            )


def _draw_removed(conflict: Conflict, language: Language) -> None:
    successor = conflict.theirs.successor
    st.html(
        element(
            "div",
            element("p", text("conflict.removed", language)),
            cards.station_link(successor, language) if successor else None,
        )
    )


def _draw_choice(disputed: Disputed, language: Language) -> None:
    """Draw the choice of a side; neither is chosen for her, else one tap would drop her change."""
    st.segmented_control(
        text("conflict.choose", language, field=disputed.label),
        [False, True],
        required=True,
        format_func=lambda is_mine: text(
            "conflict.use_mine" if is_mine else "conflict.use_theirs", language
        ),
        key=edit_state.CHOICE + disputed.field,
        on_change="ignore",
        label_visibility="collapsed",
    )


def _head(conflict: Conflict, language: Language) -> Markup:
    newest = office().edit.history(conflict.mine.id)[0].change
    said = text(
        "conflict.title",
        language,
        who=name_of(newest.who, language),
        when=said_at(newest.at, language),
    )
    return element(
        "div",
        element("h2", icon("warn"), " ", dated(said), class_="section"),
        element("p", text("conflict.nothing_lost", language), class_="small-print"),
        role="alert",
    )


def _kept(view: ConflictView, language: Language) -> Markup:
    sides = (("conflict.only_theirs", view.only_theirs), ("conflict.only_mine", view.only_mine))
    return element(
        "div",
        *(
            element(
                "div",
                element("p", text(key, language), class_="muted"),
                element("ul", *(_became(label, value) for label, value in changed)),
                class_="kept",
            )
            for key, changed in sides
            if changed
        ),
        element("p", text("conflict.both", language), class_="muted") if view.disputed else None,
    )


def _became(label: str, value: str) -> Markup:
    return element("li", element("strong", label), " → ", value)


def _side_by_side(disputed: Disputed, language: Language) -> Markup:
    def side(key: str, value: str) -> Markup:
        return element(
            "div", element("p", text(key, language), class_="muted"), element("p", value)
        )

    before = text("conflict.before", language, value=disputed.before)
    return element(
        "div",
        element("h3", disputed.label, class_="section"),
        element("p", before, class_="small-print"),
        element(
            "div",
            side("conflict.theirs", disputed.theirs),
            side("conflict.mine", disputed.mine),
            class_="sides",
        ),
        class_="disputed",
    )
