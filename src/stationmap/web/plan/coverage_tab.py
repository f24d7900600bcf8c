"""The first tab of the planner's page: how well the demand is covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.coverage.problem_text import problem_text
from stationmap.errors import PlanError
from stationmap.labels import Language, text
from stationmap.maps.coverage import Mode
from stationmap.web import shell
from stationmap.web.map_view import show_coverage_map
from stationmap.web.markup import Markup, element
from stationmap.web.plan import capacity_part, coverage_html, question_fields, report_part
from stationmap.web.plan.coverage_downloads import download_links
from stationmap.web.plan.coverage_map import map_of
from stationmap.web.plan.coverage_view import Column, Order, Row, rows, table_page
from stationmap.web.plan.curve_svg import curve_svg
from stationmap.web.plan.question_address import radius_code
from stationmap.web.plan.question_choices import name_of, radius_label
from stationmap.web.staff.import_html import problem
from stationmap.web.table_html import pager
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.services.plan.coverage_answer import CoverageAnswer
    from stationmap.upkeep.account import Account

ORDER, PAGE, GAP = "plan:order", "plan:page", "plan:gap"


def draw(_visitor: Account, language: Language) -> None:
    """Draw the question, and the answer to it."""
    question = question_fields.draw(language)
    try:
        answer = office().plan_coverage.answer(question)
    except PlanError as error:
        st.html(problem(problem_text(error, language)))
        return
    with st.container(key="plan-answer"):
        st.html(_figures(answer, language))
        _map(answer, language)
        st.html(coverage_html.gap_list(answer.gaps, language))
        _table(answer, language)
        st.html(curve_svg(answer.curve, answer.radius_m, answer.whole.share, language))
        capacity_part.draw(answer, language)
        report_part.draw(question, language)


def take_tap(action: str, subject: str) -> None:
    """Do what a tap asks for; its subject comes from a browser."""
    if action == "sort" and subject in frozenset(Column):
        order = st.session_state.get(ORDER, Order())
        st.session_state[ORDER] = order.after_tap_on(Column(subject))
        st.session_state[PAGE] = 1
    elif action == "page" and subject.isdecimal():
        st.session_state[PAGE] = int(subject)
    elif action == "gap" and subject.isdecimal():
        _, taps = st.session_state.get(GAP, (0, 0))
        st.session_state[GAP] = int(subject), taps + 1


def _figures(answer: CoverageAnswer, language: Language) -> Markup:
    radius = radius_label(radius_code(answer.question.radius), language)
    demand = answer.coverage.demand
    surface = name_of(answer.question.surface, demand.name, language)
    return element(
        "div",
        coverage_html.figure_cards(answer.whole, radius, language),
        coverage_html.basis_line(len(answer.stations), demand.total, surface, language),
    )


def _map(answer: CoverageAnswer, language: Language) -> None:
    with st.container(key="plan-map"):
        mode = st.segmented_control(
            text("plan.map_mode", language),
            list(Mode),
            default=Mode.CELLS,
            required=True,
            format_func=lambda mode: text(f"plan.map.{mode}", language),
            key="plan:map_mode",
            persist_state="session",
            label_visibility="collapsed",
        )
        dark = shell.is_dark()
        view = map_of(answer, mode, _focus(answer), dark=dark, language=language)
        show_coverage_map(view)
        st.html(coverage_html.legend(mode, answer.radius_m, language, dark=dark))


def _focus(answer: CoverageAnswer) -> tuple[float, float, int] | None:
    """Return the gap that was tapped in the list, if it is still one."""
    rank, tap = st.session_state.get(GAP, (0, 0))
    return next(((gap.lon, gap.lat, tap) for gap in answer.gaps if gap.rank == rank), None)


def _table(answer: CoverageAnswer, language: Language) -> None:
    order = st.session_state.get(ORDER, Order())
    whole = Row(code=None, name=text("plan.whole", language), figures=answer.whole)
    found = rows(answer.by_area, order, language)
    shown, number, pages = table_page(found, st.session_state.get(PAGE, 1))
    with st.container(key="plan-table"):
        st.html(
            element(
                "div",
                element("h2", text("plan.by_area", language), class_="section"),
                coverage_html.area_table(whole, shown, order, language),
                pager(number, pages, text("work.pages", language), language),
                download_links(answer, language),
            )
        )
