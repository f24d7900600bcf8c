"""The third tab of the planner's page: scenarios beside today, made, shared and taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.coverage.problem_text import problem_text
from stationmap.coverage.scenario import without
from stationmap.errors import PlanError
from stationmap.labels import Language, text
from stationmap.web import shell, visit
from stationmap.web.markup import element
from stationmap.web.plan import scenario_edit, scenario_html, scenario_open, scenario_state
from stationmap.web.plan.plan_writing import may_plan, take_notice, write
from stationmap.web.plan.scenario_state import NEW_NAME, PAGE
from stationmap.web.staff.import_html import problem
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.upkeep.account import Account

MAX_NAME = 80


def draw(visitor: Account, language: Language) -> None:
    """Draw the open scenario, or the list of all."""
    notice = take_notice(PAGE)
    if notice is not None:
        st.html(notice)
    opened = scenario_state.opened()
    if opened is None:
        _draw_list(visitor, language)
        return
    try:
        scenario = office().scenarios.get(opened)
    except PlanError as error:
        st.html(problem(problem_text(error, language)))
        scenario_state.open_one(None)
        _draw_list(visitor, language)
        return
    scenario_open.draw(scenario, visitor, language)


def take_tap(action: str, subject: str) -> None:
    """Do what a tap asks for; its subject comes from a browser."""
    opened = scenario_state.opened()
    if action == "open":
        scenario_state.open_one(subject)
    elif action == "leave":
        scenario_state.open_one(None)
    elif action == "undo" and opened is not None:
        _undo(opened, subject)


def _undo(scenario_id: str, station_id: str) -> None:
    language = shell.language()
    try:
        scenario = office().scenarios.get(scenario_id)
    except PlanError:
        return  # the drawing that follows says that it is gone
    scenario_edit.undo(scenario, without(scenario, station_id), language)


def _draw_list(visitor: Account, language: Language) -> None:
    st.html(
        element(
            "div",
            element("p", text("scenario.how", language), class_="muted"),
            scenario_html.scenario_list(office().scenarios.all(), language),
        )
    )
    if not may_plan(visitor):
        return
    with st.container(key="scenario-new"):
        st.text_input(text("scenario.new_name", language), key=NEW_NAME, max_chars=MAX_NAME)
        st.button(
            text("scenario.create", language),
            key="scenario:create",
            type="primary",
            on_click=_create,
            args=(language,),
        )


def _create(language: Language) -> None:
    name = st.session_state.get(NEW_NAME) or ""
    made: list[str] = []

    def create() -> str:
        scenario = office().scenarios.create(visit.actor(), name)
        made.append(scenario.id)
        return text("scenario.created", language, name=scenario.name)

    if write(PAGE, create, language):
        st.session_state[NEW_NAME] = ""
        scenario_state.open_one(made[0])
