"""The second tab of the planner's page: where the next stations should go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from stationmap.coverage.problem_text import problem_text
from stationmap.errors import PlanError
from stationmap.labels import Language, text
from stationmap.services.plan.jobs import JobState
from stationmap.web.markup import element
from stationmap.web.plan import question_fields, report_part, siting_fields, siting_result
from stationmap.web.staff.import_html import problem
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.services.plan.coverage_answer import CoverageQuestion
    from stationmap.services.plan.jobs import Job
    from stationmap.services.plan.siting_answer import SitingAnswer
    from stationmap.services.plan.siting_question import SitingQuestion
    from stationmap.upkeep.account import Account

JOB, ASKED = "siting:job", "siting:asked"
LOOK_EVERY_S = 1.0


def draw(visitor: Account, language: Language) -> None:
    """Draw what can be asked, what runs, and what came of it."""
    coverage = question_fields.draw(language)
    st.html(element("p", _how(coverage, language), class_="muted"))
    try:
        question = siting_fields.draw(coverage, language)
    except PlanError as error:
        st.html(problem(problem_text(error, language)))
        return
    st.button(
        text("siting.start", language),
        key="siting:start",
        type="primary",
        on_click=_start,
        args=(question,),
    )
    if ASKED in st.session_state:
        st.html(problem(problem_text(st.session_state.pop(ASKED), language)))
    job: Job[SitingAnswer] | None = st.session_state.get(JOB)
    if job is None:
        return
    if not job.has_ended:
        _draw_running(job, language)
    elif job.state is JobState.DONE and job.result is not None:
        if job.result.question != question:
            st.html(element("p", text("siting.outdated", language), class_="hint", role="status"))
        siting_result.draw(job.result, visitor, language)
        report_part.draw(job.result.question.coverage, language, siting=job.result)
    else:
        st.html(problem(_why_not(job, language)))


def take_tap(_action: str, _subject: str) -> None:
    """Take no tap: nothing on this tab reports any."""


def _how(coverage: CoverageQuestion, language: Language) -> str:
    """Say what stays and what is added, and to which scenario if the question names one."""
    told = text("siting.how", language)
    named = {scenario.id: scenario.name for scenario in office().scenarios.all()}
    if coverage.scenario not in named:
        return told
    return told + " " + text("siting.on_scenario", language, name=named[coverage.scenario])


def _start(question: SitingQuestion) -> None:
    siting_result.forget()
    try:
        st.session_state[JOB] = office().plan_siting.start(question)
    except PlanError as error:
        st.session_state[ASKED] = error


@st.fragment(run_every=LOOK_EVERY_S)
def _draw_running(job: Job[Any], language: Language) -> None:
    """Look how far the work is; alone, so that the rest of the page stays as it is."""
    if job.has_ended:
        st.rerun()
    with st.container(key="siting-running"):
        percent = f"{job.progress:.0%}"
        st.progress(job.progress, text=text("siting.progress", language, percent=percent))
        st.html(element("p", text("siting.running", language), class_="muted", role="status"))
        st.button(text("siting.cancel", language), key="siting:cancel", on_click=job.cancel)


def _why_not(job: Job[Any], language: Language) -> str:
    if isinstance(job.error, PlanError):
        return problem_text(job.error, language)
    return text("siting.failed", language)
