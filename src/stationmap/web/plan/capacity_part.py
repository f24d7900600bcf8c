"""Seats for those who share them, on the tab of coverage: worked out when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.coverage.problem_text import problem_text
from stationmap.errors import PlanError
from stationmap.labels import Language, text
from stationmap.services.plan.capacity import PER, CapacityAnswer, capacity
from stationmap.web.markup import Markup, element
from stationmap.web.plan.question_address import radius_code
from stationmap.web.plan.question_choices import radius_label
from stationmap.web.staff.import_html import problem

if TYPE_CHECKING:
    from stationmap.services.plan.coverage_answer import CoverageAnswer


def draw(answer: CoverageAnswer, language: Language) -> None:
    """Draw the switch, and below it the seats by area once it is on."""
    title = text("plan_capacity.show", language)
    if not st.toggle(title, key="plan:capacity", persist_state="session"):
        return
    try:
        found = capacity(answer)
    except PlanError as error:
        st.html(problem(problem_text(error, language)))
        return
    st.html(seats_table(answer, found, language))


def seats_table(answer: CoverageAnswer, found: CapacityAnswer, language: Language) -> Markup:
    """Return the seats by area, the fewest first, and what they rest on."""
    is_chinese = language is Language.ZH
    areas = [
        (seats, one.name if is_chinese else one.name_en)
        for seats, one in zip(found.by_area, answer.by_area, strict=True)
    ]
    lines = [
        _line(text("plan.whole", language), found.whole, class_="whole"),
        *(_line(name, seats) for seats, name in sorted(areas)),
    ]
    head = element(
        "tr",
        element("th", text("plan.column.area", language), scope="col"),
        element("th", text("plan_capacity.seats", language, per=f"{PER:,}"), scope="col"),
    )
    radius = radius_label(radius_code(answer.question.radius), language)
    return element(
        "section",
        element("h2", text("plan_capacity.title", language), class_="section"),
        element("p", text("plan_capacity.how", language, radius=radius), class_="muted"),
        element(
            "p",
            text(
                "plan_capacity.basis",
                language,
                stations=f"{found.stations:,}",
                seats=f"{found.seats:,}",
                unknown=f"{found.unknown:,}",
            ),
            class_="muted",
        ),
        element(
            "div",
            element(
                "table",
                element("thead", head),
                element("tbody", *lines),
                class_="stations",
                style="min-width:0",  # two columns fit on a phone
            ),
            class_="scroll areas",
            tabindex="0",
        ),
    )


def _line(name: str, seats: float, *, class_: str | None = None) -> Markup:
    return element(
        "tr", element("th", name, scope="row"), element("td", f"{seats:.2f}"), class_=class_
    )
