"""What staff have to do: the work list, the quality of the records, and the standards."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import Language, text
from stationmap.upkeep.account import Account, Role
from stationmap.web import shell, visit
from stationmap.web.markup import element
from stationmap.web.relay import relay_taps
from stationmap.web.staff import links, quality_tab, standards_tab, work_tab
from stationmap.web.staff.style import draw_style
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from collections.abc import Callable


class Tab(StrEnum):
    """What the page can show; the labels are `work.<value>`."""

    LIST = "list"
    QUALITY = "quality"
    STANDARDS = "standards"


TAKES_TAP: dict[Tab, Callable[[str, str], None]] = {
    Tab.LIST: work_tab.take_tap,
    Tab.QUALITY: quality_tab.take_tap,
    Tab.STANDARDS: standards_tab.take_tap,
}
DRAWS: dict[Tab, Callable[[Account, Language], None]] = {
    Tab.LIST: work_tab.draw,
    Tab.QUALITY: quality_tab.draw,
    Tab.STANDARDS: standards_tab.draw,
}


@st.fragment
def draw(language: Language) -> None:
    """Draw the page as one fragment."""
    visitor = visit.require(*Role)
    links.follow_tapped()
    draw_style("work")
    with st.container(key="work-page"):
        st.html(_greeting(visitor, language))
        tab = st.segmented_control(
            text("work.tab", language),
            list(Tab),
            default=Tab.LIST,
            required=True,
            format_func=lambda tab: text(f"work.{tab}", language),
            key="work:tab",
            persist_state="session",
            label_visibility="collapsed",
        )
        relay_taps(language, key="work:relay", on_tap=TAKES_TAP[tab])
        DRAWS[tab](visitor, language)


def _greeting(visitor: Account, language: Language) -> str:
    key = "work.area" if visitor.may_edit else "work.area_to_read"
    area = office().areas.name(visitor.area, language)
    return element(
        "div",
        element("h1", text("work.hello", language, name=visitor.name), class_="page-title"),
        element("p", text(key, language, area=area), class_="muted"),
    )


if __name__ == "__main__":
    draw(shell.language())
