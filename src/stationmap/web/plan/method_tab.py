"""The last tab of the planner's page: what is counted, how, on which data, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.coverage.problem_text import problem_text
from stationmap.errors import PlanError
from stationmap.web.plan import method_html, question_fields
from stationmap.web.staff.import_html import problem
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.upkeep.account import Account


def draw(_visitor: Account, language: Language) -> None:
    """Draw the method of the answer in force."""
    try:
        answer = office().plan_coverage.answer(question_fields.current())
    except PlanError as error:
        st.html(problem(problem_text(error, language)))
        return
    st.html(method_html.method_page(answer, language))


def take_tap(_action: str, _subject: str) -> None:
    """Take no tap: there is nothing to tap."""
