"""The fourth tab of the planner's page: demand and areas, those that are there and new ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.coverage.problem_text import problem_text
from stationmap.errors import NotAllowedError, NotSignedInError, PlanError
from stationmap.labels import Language, text
from stationmap.upkeep.account import Role
from stationmap.web import shell, visit
from stationmap.web.plan import data_html, question_fields
from stationmap.web.plan.data_upload import Kind, draw_upload
from stationmap.web.staff import import_html
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.upkeep.account import Account

NEWS, ASKED = "plan:data_news", "plan:data_asked"
"""What was just done, and the id of what somebody wants to remove but has not confirmed."""


def draw(visitor: Account, language: Language) -> None:
    """Draw what there is, and take new files."""
    may_write = visitor.role in {Role.PLANNER, Role.ADMIN}
    if NEWS in st.session_state:
        st.html(data_html.news(st.session_state.pop(NEWS)))
    asked = st.session_state.get(ASKED) if may_write else None
    st.html(data_html.surfaces(office().library.surfaces(), asked, language, may_write=may_write))
    st.html(data_html.area_sets(office().library.area_sets(), asked, language, may_write=may_write))
    if not may_write:
        st.html(import_html.small(text("plan_data.read_only", language)))
        return
    with st.container(key="plan-upload"):
        brought = draw_upload(language)
    if brought is not None:
        _use(*brought, language)
        st.rerun(scope="fragment")


def take_tap(action: str, subject: str) -> None:
    """Do what a tap asks for; its subject comes from a browser."""
    if action == "ask_remove":
        st.session_state[ASKED] = subject
    elif action == "keep":
        st.session_state.pop(ASKED, None)
    elif action == "remove" and st.session_state.pop(ASKED, None) == subject:
        st.session_state[NEWS] = _removed(subject, shell.language())


def _use(kind: Kind, own_id: str, name: str, language: Language) -> None:
    """Put what was brought into the question, and say so."""
    question = question_fields.current()
    if kind is Kind.DEMAND:
        question_fields.ask(replace(question, surface=own_id, within=None))
    else:
        question_fields.ask(replace(question, areas=own_id, within=None))
    st.session_state[NEWS] = text(f"plan_data.kept_{kind}", language, name=name)


def _removed(own_id: str, language: Language) -> str:
    """Remove what somebody brought, and say what became of it."""
    try:
        office().library.remove(visit.actor(), own_id)
    except NotSignedInError:
        return text("work.session_ended", language)
    except NotAllowedError:
        return text("plan_data.read_only", language)
    except PlanError as error:
        return problem_text(error, language)
    return text("plan_data.removed", language)
