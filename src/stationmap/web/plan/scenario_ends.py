"""What becomes of a scenario: staff take its stations over, or it is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import Language, text
from stationmap.web import visit
from stationmap.web.markup import element
from stationmap.web.plan import scenario_state
from stationmap.web.plan.plan_writing import may_plan, write
from stationmap.web.plan.scenario_state import PAGE
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.coverage.scenario import Scenario
    from stationmap.upkeep.account import Account

SURE_TO_TAKE, SURE_TO_REMOVE = "scenario:sure_to_take", "scenario:sure_to_remove"


def draw(scenario: Scenario, visitor: Account, language: Language) -> None:
    """Draw what the account may do with the whole scenario, each to be confirmed first."""
    if visitor.may_edit and scenario.added:
        _draw_taking_over(scenario, language)
    if may_plan(visitor):
        with st.expander(text("scenario.remove", language), key="scenario-remove-card"):
            told = text("scenario.remove_told", language, name=scenario.name)
            st.html(element("p", told))
            sure = st.checkbox(text("scenario.sure", language), key=SURE_TO_REMOVE)
            st.button(
                text("scenario.remove", language),
                key="scenario:remove",
                disabled=not sure,
                on_click=_remove,
                args=(scenario, language),
            )


def _draw_taking_over(scenario: Scenario, language: Language) -> None:
    with st.container(key="scenario-take-card"):
        st.html(
            element(
                "div",
                element("h2", text("scenario.take", language), class_="section"),
                element("p", text("scenario.take_told", language, count=len(scenario.added))),
            )
        )
        sure = st.checkbox(text("scenario.sure", language), key=SURE_TO_TAKE)
        st.button(
            text("scenario.take", language),
            key="scenario:take",
            type="primary",
            disabled=not sure,
            on_click=_take_over,
            args=(scenario, language),
        )


def _take_over(scenario: Scenario, language: Language) -> None:
    def take() -> str:
        count = office().scenarios.take_over(visit.actor(), scenario.id)
        key = "scenario.taken" if count else "scenario.taken_before"
        return text(key, language, count=count)

    st.session_state[SURE_TO_TAKE] = False
    write(PAGE, take, language)


def _remove(scenario: Scenario, language: Language) -> None:
    def remove() -> str:
        office().scenarios.remove(visit.actor(), scenario.id)
        return text("scenario.removed", language, name=scenario.name)

    st.session_state[SURE_TO_REMOVE] = False
    if write(PAGE, remove, language):
        scenario_state.open_one(None)
