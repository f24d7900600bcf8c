"""What couriers report in one's area: listed by deadline, answered, counted, as a file."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import ReportNotFoundError
from stationmap.labels import Language, text
from stationmap.services.answer_reports import LOOKED_BACK
from stationmap.upkeep.account import Role
from stationmap.upkeep.placed_report import ALL_WAITING, PlacedReport, WantedReports
from stationmap.upkeep.report import ReportedFault
from stationmap.web import shell, visit
from stationmap.web.markup import element
from stationmap.web.offered_files import download_link
from stationmap.web.relay import relay_taps
from stationmap.web.staff import links, reports_answer, reports_html
from stationmap.web.staff.area_choice import choose_area, parts_of
from stationmap.web.staff.reports_completion import completion_table
from stationmap.web.staff.reports_file import csv_file
from stationmap.web.staff.style import draw_style
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.upkeep.account import Account

CHOSEN = "reports:chosen"


@st.fragment
def draw(language: Language) -> None:
    """Draw the page as one fragment."""
    visitor = visit.require(*Role)
    links.follow_tapped()
    draw_style("reports")
    with st.container(key="reports-page"):
        with st.container(key="reports-panel"):
            _one(visitor, language)
        with st.container(key="reports-list"):
            _list(visitor, language)
    relay_taps(language, key="reports:relay", on_tap=_take_tap)


def _list(visitor: Account, language: Language) -> None:
    key = "reports.area" if visitor.may_edit else "reports.area_to_read"
    area = office().areas.name(visitor.area, language)
    st.html(
        element(
            "div",
            element("h1", text("reports.title", language), class_="page-title"),
            element("p", text(key, language, area=area), class_="muted"),
        )
    )
    wanted = _wanted(visitor, language)
    found = office().reports.find(visit.actor(), wanted)
    if found:
        now, chosen = datetime.now(UTC), st.session_state.get(CHOSEN, 0)
        st.html(
            reports_html.report_list(
                found, office().areas, now=now, chosen=chosen, language=language
            )
        )
        _download(found, language)
    else:
        is_narrowed = wanted != ALL_WAITING
        st.html(reports_html.nothing(language, is_narrowed=is_narrowed))
    _completion(visitor, language)


def _wanted(visitor: Account, language: Language) -> WantedReports:
    is_waiting = st.segmented_control(
        text("reports.which", language),
        [True, False],
        default=True,
        required=True,
        format_func=lambda waits: text(
            "reports.waiting" if waits else "reports.answered", language
        ),
        key="reports:is_waiting",
        label_visibility="collapsed",
    )
    with st.container(key="reports-search"):
        words = st.text_input(
            text("reports.words", language),
            key="reports:text",
            placeholder=text("reports.words", language),
            label_visibility="collapsed",
        )
    with st.container(key="reports-filters", horizontal=True):
        fault: ReportedFault | None = st.selectbox(
            text("reports.fault", language),
            list(ReportedFault),
            index=None,
            format_func=lambda code: text(f"reported_fault.{code}", language),
            placeholder=text("reports.any_fault", language),
            key="reports:fault",
            label_visibility="collapsed",
        )
        area = choose_area(visitor, language, key="reports:area")
    return WantedReports(
        is_waiting=bool(is_waiting),
        fault=fault,
        area=area,
        station_id=_only_station(language),
        words=words,
    )


def _only_station(language: Language) -> str | None:
    """Return the id of the station that the address names, if any, and draw the way out."""
    station_id = st.query_params.get("station")
    if station_id is None:
        return None
    with st.container(key="reports-only", horizontal=True):
        st.html(element("p", text("reports.only_station", language, name=_name(station_id))))
        st.button(text("reports.all_stations", language), key="reports:all", on_click=_all_stations)
    return station_id


def _one(visitor: Account, language: Language) -> None:
    try:
        placed = office().reports.one(visit.actor(), st.session_state.get(CHOSEN, 0))
    except ReportNotFoundError:
        st.html(element("p", text("reports.choose", language), class_="muted"))
        return
    st.html(reports_html.way_back(language))
    reports_answer.draw(placed, visitor, language)


def _download(found: list[PlacedReport], language: Language) -> None:
    st.html(
        download_link(
            text("reports.download", language),
            partial(csv_file, found, office().areas, language),
            file_name="reports.csv",
            media_type="text/csv",
            key="reports:file",
        )
    )


def _completion(visitor: Account, language: Language) -> None:
    st.html(
        completion_table(
            visitor.area,
            parts_of(visitor.area),
            office().reports.completion(datetime.now(UTC) - LOOKED_BACK),
            office().areas,
            language,
        )
    )


def _take_tap(action: str, subject: str) -> None:
    """Do what a tap asks for; its subject comes from a browser."""
    if action == "go":
        links.keep_tapped(subject)
    elif action == "open" and subject.isdecimal():
        reports_answer.forget()
        st.session_state[CHOSEN] = int(subject)
    elif action == "close":
        st.session_state.pop(CHOSEN, None)


def _all_stations() -> None:
    st.query_params.pop("station")


def _name(station_id: str) -> str:
    station = office().live.latest.by_id.get(station_id)
    return station_id if station is None else station.name


if __name__ == "__main__":
    draw(shell.language())
