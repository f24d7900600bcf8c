"""One report at a desk: what is known of it, the answer to it, and what to do next."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import (
    InvalidReportError,
    NotAllowedError,
    NotSignedInError,
    ReportAnsweredError,
    StoreError,
)
from stationmap.labels import Language, text
from stationmap.upkeep.report import ReportState
from stationmap.upkeep.short_text import MAX_LENGTH
from stationmap.web import report_html, shell, store_away, visit
from stationmap.web.cards import station_address
from stationmap.web.markup import Markup, element
from stationmap.web.staff import reports_html
from stationmap.web.staff.parts_html import page_link
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.upkeep.account import Account
    from stationmap.upkeep.placed_report import PlacedReport

SAID, OUTCOME, WORDS, CANNED = "reports:said", "reports:outcome", "reports:words", "reports:canned"
OUTCOMES = (ReportState.MENDED, ReportState.NOT_SO)
CANNED_NUMBERS = (1, 2, 3)
WORDS_HEIGHT_PX = 110


def draw(placed: PlacedReport, visitor: Account, language: Language) -> None:
    """Draw one report; who may edit can answer it while it waits."""
    st.html(reports_html.details(placed, office().areas, datetime.now(UTC), language))
    if SAID in st.session_state:
        st.html(st.session_state.pop(SAID))
    if visitor.may_edit:
        if placed.report.state is ReportState.WAITING:
            _answer(placed, language)
        else:
            _go_on(placed, language)
    st.html(_links(placed, visitor, language))


def forget() -> None:
    """Begin anew for another report."""
    for key in (SAID, OUTCOME, WORDS, CANNED):
        st.session_state.pop(key, None)


def _answer(placed: PlacedReport, language: Language) -> None:
    outcome: ReportState | None = st.segmented_control(
        text("reports.outcome", language),
        OUTCOMES,
        format_func=lambda state: text(f"reports.{state}", language),
        key=OUTCOME,
    )
    if outcome is not None:
        st.pills(
            text("reports.canned", language),
            [text(f"report_words.{outcome}_{number}", language) for number in CANNED_NUMBERS],
            key=CANNED,
            on_change=_take_canned,
        )
    with st.form("reports:answer", border=False):
        st.text_area(
            text("reports.your_words", language),
            key=WORDS,
            max_chars=MAX_LENGTH,
            height=WORDS_HEIGHT_PX,
        )
        st.form_submit_button(
            text("reports.send", language),
            type="primary",
            on_click=_send,
            args=(placed, language),
        )


def _take_canned() -> None:
    if st.session_state.get(CANNED):
        st.session_state[WORDS] = st.session_state[CANNED]


def _send(placed: PlacedReport, language: Language) -> None:
    st.session_state[SAID] = _sent(placed, language)


def _sent(placed: PlacedReport, language: Language) -> Markup:
    """Answer, and say what became of it."""
    outcome = st.session_state.get(OUTCOME) or ReportState.WAITING
    words = st.session_state.get(WORDS, "")
    try:
        office().reports.answer(visit.actor(), placed.report.id, outcome, words)
    except InvalidReportError as error:
        return report_html.problem(
            text(f"report_refused.{reason}", language) for reason in error.reasons
        )
    except ReportAnsweredError as error:
        told = text("reports.answered_before", language, name=error.answered_by)
        return report_html.problem([told])
    except NotSignedInError:
        return report_html.problem([text("reports.session_ended", language)])
    except NotAllowedError:
        return report_html.problem([text("reports.not_allowed", language)])
    except StoreError:
        return report_html.problem([store_away.not_saved(language)])
    done = text("reports.done", language, name=placed.station.name)
    return report_html.thanks(f"{done} {text('reports.done_next', language)}")


def _go_on(placed: PlacedReport, language: Language) -> None:
    """Offer to note that the station is otherwise as the list says."""
    st.button(
        text("reports.verify", language),
        key=f"reports:verify:{placed.report.id}",
        on_click=_verify,
        args=(placed, language),
    )


def _verify(placed: PlacedReport, language: Language) -> None:
    station = placed.station
    try:
        verified = office().edit.verify(visit.actor(), [station.id])
    except NotSignedInError:
        st.session_state[SAID] = report_html.problem([text("reports.session_ended", language)])
        return
    except NotAllowedError:
        st.session_state[SAID] = report_html.problem([text("reports.not_verified", language)])
        return
    if verified.done:
        told = text("reports.verified", language, name=station.name)
        st.session_state[SAID] = report_html.thanks(told)
    else:
        st.session_state[SAID] = report_html.problem([text("reports.not_verified", language)])


def _links(placed: PlacedReport, visitor: Account, language: Language) -> Markup:
    """Return the ways to the station's page and, for who may, to where it is edited."""
    station = placed.station
    edit = None
    if visitor.may_edit and "edit" in shell.PAGE_NAMES:
        label = text("reports.edit_station", language)
        edit = page_link(label, "edit", language, station=station.id)
    return element(
        "div",
        element(
            "a",
            text("reports.open_station", language),
            class_="action",
            href=station_address(station.id, language),
            target="_blank",
        ),
        edit,
        class_="actions",
    )
