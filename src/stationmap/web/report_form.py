"""Where couriers say that a station is open, or what is wrong: a card on its page, no account."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import (
    InvalidReportError,
    StationNotFoundError,
    StoreError,
    TooManyRequestsError,
)
from stationmap.labels import Language, text
from stationmap.stations.calendar import in_beijing
from stationmap.stations.codes import Facility, FacilityState
from stationmap.upkeep.freshness import freshness
from stationmap.upkeep.report import OF_A_FACILITY, ReportedFault
from stationmap.upkeep.short_text import MAX_LENGTH
from stationmap.web import report_html, store_away, voices_view
from stationmap.web.view_models import MOST_WANTED, Freshness
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.services.reports import Receipt
    from stationmap.stations.station import Station
    from stationmap.web.markup import Markup

WORDS_HEIGHT_PX = 110
"""Three lines, as the hint takes on a phone in English."""


class Step(StrEnum):
    """How far a courier has come."""

    ASKED = "asked"
    WRONG = "wrong"


@st.fragment
def draw(station: Station, language: Language) -> None:
    """Draw the card as one fragment."""
    with st.container(key="report-card"):
        try:
            st.html(_heading(station, language))
        except StoreError:  # what is typed stays: the fields are drawn all the same
            st.html(store_away.hint(language))
        said = st.session_state.get(_key("said", station))
        if said is not None:
            st.html(said)
        if st.session_state.get(_key("step", station)) is Step.WRONG:
            _what_is_wrong(station, language)
        else:
            _ask(station, language)


def _heading(station: Station, language: Language) -> Markup:
    settings, now = office().settings, datetime.now(UTC)
    voices = office().reports.voices(station.id)
    trust = freshness(
        station,
        voices.confirmations,
        voices.reports,
        in_beijing(now).date(),
        stale_after_days=settings.stale_after_days,
    )
    label = voices_view.freshness_label(trust, language)
    lines = voices_view.voice_lines(voices, now=now, hotline=settings.hotline, language=language)
    return report_html.heading(Freshness(label=label, is_stale=not trust.is_good), lines, language)


def _ask(station: Station, language: Language) -> None:
    with st.container(key="report-answers", horizontal=True):
        st.button(
            text("report.open", language),
            key=_key("open", station),
            on_click=_confirm,
            args=(station, language),
            width="stretch",
        )
        st.button(
            text("report.wrong", language),
            key=_key("wrong", station),
            on_click=_go_to,
            args=(station, Step.WRONG),
            width="stretch",
        )


def _what_is_wrong(station: Station, language: Language) -> None:
    fault: ReportedFault | None = st.pills(
        text("report.what", language),
        list(ReportedFault),
        format_func=lambda code: text(f"reported_fault.{code}", language),
        key=_key("fault", station),
    )
    facility = _facility(station, language) if fault in OF_A_FACILITY else None
    with st.form(_key("form", station), border=False):
        words = st.text_area(
            text("report.more", language),
            key=_key("words", station),
            placeholder=text("report.more_hint", language),
            max_chars=MAX_LENGTH,
            height=WORDS_HEIGHT_PX,
        )
        with st.container(key="report-send", horizontal=True):
            wants_to_send = st.form_submit_button(
                text("report.send", language), type="primary", width="stretch"
            )
            wants_to_leave = st.form_submit_button(text("report.back", language), width="stretch")
    st.html(report_html.small_print(language))
    if wants_to_leave:
        _go_to(station, Step.ASKED)
        st.rerun(scope="fragment")
    if wants_to_send:
        _send(station, fault, facility, words, language)
        st.rerun(scope="fragment")


def _facility(station: Station, language: Language) -> Facility | None:
    """Ask which facility; only those on record, or all where none is."""
    there = [
        code
        for code in (*MOST_WANTED, *Facility)
        if station.facilities.get(code, FacilityState.ABSENT) is not FacilityState.ABSENT
    ]
    return st.pills(
        text("report.which", language),
        list(dict.fromkeys(there)) or list(Facility),
        format_func=lambda code: text(f"facility.{code}", language),
        key=_key("facility", station),
    )


def _confirm(station: Station, language: Language) -> None:
    def say() -> Markup:
        counts = office().reports.confirm(station.id, client=_client())
        key = "report.thanks_open" if counts else "report.thanks_open_again"
        return report_html.thanks(text(key, language))

    _say(station, say, language)


def _send(
    station: Station,
    fault: ReportedFault | None,
    facility: Facility | None,
    words: str,
    language: Language,
) -> None:
    def say() -> Markup:
        if fault is None:
            return report_html.problem([text("report.what", language)])
        taken: Receipt = office().reports.file(
            station.id, fault, facility=facility, text=words, client=_client()
        )
        _go_to(station, Step.ASKED)
        return report_html.receipt(taken, office().settings.hotline, language)

    _say(station, say, language)


def _say(station: Station, say: Callable[[], Markup], language: Language) -> None:
    """Keep what is answered for the next run: thanks, or why nothing was taken."""
    try:
        said = say()
    except TooManyRequestsError as error:
        minutes, hotline = ceil(error.retry_after_s / 60), office().settings.hotline
        said = report_html.problem(
            [text("report.too_many", language, minutes=minutes, hotline=hotline)]
        )
    except InvalidReportError as error:
        said = report_html.problem(
            text(f"report_refused.{reason}", language) for reason in error.reasons
        )
    except StationNotFoundError:
        said = report_html.problem([text("report.gone", language)])
    except StoreError:
        said = report_html.problem([store_away.not_saved(language)])
    st.session_state[_key("said", station)] = said


def _go_to(station: Station, step: Step) -> None:
    st.session_state[_key("step", station)] = step
    st.session_state.pop(_key("said", station), None)


def _key(field: str, station: Station) -> str:
    return f"report:{field}:{station.id}"


def _client() -> str:
    """Return the address that this visit comes from; only the limits see it, as a digest."""
    return st.context.ip_address or ""
