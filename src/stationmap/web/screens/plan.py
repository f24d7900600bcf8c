"""The planner's page: how well demand is served, where the next stations go, and what if."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import Language, text
from stationmap.upkeep.account import Account, Role
from stationmap.web import shell, visit
from stationmap.web.markup import element
from stationmap.web.plan import (
    coverage_tab,
    data_tab,
    method_tab,
    question_fields,
    scenario_tab,
    siting_tab,
)
from stationmap.web.plan.style import draw_style
from stationmap.web.relay import relay_taps

if TYPE_CHECKING:
    from collections.abc import Callable


class Tab(StrEnum):
    """What the page can show; the labels are `plan.tab.<value>`."""

    COVERAGE = "coverage"
    SITING = "siting"
    SCENARIOS = "scenarios"
    DATA = "data"
    METHOD = "method"


TAKES_TAP: dict[Tab, Callable[[str, str], None]] = {
    Tab.COVERAGE: coverage_tab.take_tap,
    Tab.SITING: siting_tab.take_tap,
    Tab.SCENARIOS: scenario_tab.take_tap,
    Tab.DATA: data_tab.take_tap,
    Tab.METHOD: method_tab.take_tap,
}
DRAWS: dict[Tab, Callable[[Account, Language], None]] = {
    Tab.COVERAGE: coverage_tab.draw,
    Tab.SITING: siting_tab.draw,
    Tab.SCENARIOS: scenario_tab.draw,
    Tab.DATA: data_tab.draw,
    Tab.METHOD: method_tab.draw,
}


def draw(language: Language) -> None:
    """Read what the address asks, and draw the page."""
    visitor = visit.require(*Role)
    question_fields.read_address()
    # Outside the fragment: what is drawn again at each choice is sent again.
    draw_style()
    _draw(visitor, language)


@st.fragment
def _draw(visitor: Account, language: Language) -> None:
    with st.container(key="plan-page"):
        st.html(
            element(
                "div",
                element("h1", text("plan.title", language), class_="page-title"),
                element("p", text("plan.intro", language), class_="muted"),
            )
        )
        tab = st.segmented_control(
            text("plan.tabs", language),
            list(Tab),
            # A link to a scenario leads to it.
            default=Tab.COVERAGE if question_fields.current().scenario is None else Tab.SCENARIOS,
            required=True,
            format_func=lambda tab: text(f"plan.tab.{tab}", language),
            key="plan:tab",
            persist_state="session",
            label_visibility="collapsed",
        )
        relay_taps(language, key="plan:relay", on_tap=TAKES_TAP[tab])
        DRAWS[tab](visitor, language)


if __name__ == "__main__":
    draw(shell.language())
