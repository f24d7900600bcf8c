"""The fields in which a planner asks, and the question in force: kept, and in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from stationmap.coverage.counting import Counting
from stationmap.coverage.time_slice import TimeSlice
from stationmap.labels import Language, text
from stationmap.services.plan.coverage_answer import CoverageQuestion
from stationmap.stations.codes import Audience, Facility, StationKind
from stationmap.web.plan.question_address import (
    NAMES,
    parameters,
    question_of,
    radius_code,
    radius_of,
)
from stationmap.web.plan.question_choices import (
    VERIFIED_DAYS,
    choices,
    places,
    radii,
    radius_label,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    Code = TypeVar("Code", StationKind, Facility, Audience)

QUESTION, READ = "plan:question", "plan:address_read"
FILLED = "plan:fields_filled"
NONE = ""
"""The choice of no place, no scenario, or no limit."""


def current() -> CoverageQuestion:
    """Return the question in force: what was asked last, else what the address says."""
    if QUESTION not in st.session_state:
        st.session_state[QUESTION] = question_of(st.query_params.to_dict())
    question: CoverageQuestion = st.session_state[QUESTION]
    return question


def ask(question: CoverageQuestion) -> None:
    """Put another question in force; to be called before the fields are drawn."""
    _take(question)
    _write_address(question)


def read_address() -> None:
    """Ask what the address says, if it says anything that was not read from it before.

    To be called when the whole page is drawn: a link was followed, or the browser went back.
    """
    said = {name: value for name, value in st.query_params.items() if name in NAMES}
    if said and said != st.session_state.get(READ):
        st.session_state[READ] = said
        _take(question_of(said))


def draw(language: Language) -> CoverageQuestion:
    """Draw the fields, and return the question that they ask."""
    if not st.session_state.get(FILLED):
        _fill(current())
    offered = choices(language)
    with st.container(key="plan-fields", horizontal=True):
        surface = _one_of("surface", offered.surfaces, language)
        areas = _one_of("areas", offered.areas, language)
        everywhere = {NONE: text("plan.everywhere", language)}
        within = _one_of("within", everywhere | places(areas, language), language)
        usual = {code: radius_label(code, language) for code in radii(current().radius)}
        radius = _one_of("radius", usual, language)
    with st.expander(text("plan.counting", language), key="plan-counting"):
        counting = _counting(language)
        today = {NONE: text("plan.today", language)}
        scenario = _one_of("scenario", today | dict(offered.scenarios), language)
    question = CoverageQuestion(
        surface=surface,
        areas=areas,
        within=within or None,
        counting=counting,
        radius=radius_of(radius),
        scenario=scenario or None,
    )
    if question != current():
        st.session_state[QUESTION] = question
        _write_address(question)
    return question


def _take(question: CoverageQuestion) -> None:
    st.session_state[QUESTION] = question
    _fill(question)


def _counting(language: Language) -> Counting:
    with st.container(key="plan-counting-fields"):
        kinds = _any_of("kind", StationKind, language)
        facilities = _any_of("facility", Facility, language)
        audience = _any_of("audience", Audience, language)
        slices = {str(one): text(f"time_slice.{one}", language) for one in TimeSlice}
        when = _one_of("when", slices, language)
        asked = current().counting.verified_within_days
        days = sorted({*VERIFIED_DAYS, *([] if asked is None else [asked])})
        limits = {str(one): text("plan.days", language, days=one) for one in days}
        verified = _one_of("verified", {NONE: text("plan.no_limit", language)} | limits, language)
        planned = st.toggle(
            text("plan.planned", language), key="plan:planned", persist_state="session"
        )
    return Counting(
        kinds=frozenset(kinds),
        working=frozenset(facilities),
        audience=frozenset(audience),
        time_slice=TimeSlice(when),
        verified_within_days=int(verified) if verified else None,
        with_planned=planned,
    )


def _one_of(field: str, named: Mapping[str, str], language: Language) -> str:
    """Draw a field for one choice; what is no longer there gives way to the first."""
    key = f"plan:{field}"
    if st.session_state.get(key) not in named:
        st.session_state[key] = next(iter(named))
    chosen: str = st.selectbox(
        text(f"plan.field.{field}", language),
        list(named),
        format_func=lambda code: named.get(code, code),
        key=key,
        persist_state="session",
    )
    return chosen


def _any_of(field: str, codes: type[Code], language: Language) -> list[Code]:
    return st.multiselect(
        text(f"plan.field.{field}", language),
        list(codes),
        format_func=lambda code: text(f"{field}.{code}", language),
        placeholder=text("all.any", language),
        key=f"plan:{field}",
        persist_state="session",
        select_all=False,
    )


def _fill(question: CoverageQuestion) -> None:
    """Put a question into the fields, which must not have been drawn in this run."""
    counting = question.counting
    days = counting.verified_within_days
    st.session_state[FILLED] = True
    for field, value in {
        "surface": question.surface,
        "areas": question.areas,
        "within": question.within or NONE,
        "radius": radius_code(question.radius),
        "kind": sorted(counting.kinds),
        "facility": sorted(counting.working),
        "audience": sorted(counting.audience),
        "when": str(counting.time_slice),
        "verified": NONE if days is None else str(days),
        "planned": counting.with_planned,
        "scenario": question.scenario or NONE,
    }.items():
        st.session_state[f"plan:{field}"] = value


def _write_address(question: CoverageQuestion) -> None:
    others = {name: value for name, value in st.query_params.items() if name not in NAMES}
    said = parameters(question)
    st.session_state[READ] = said
    st.query_params.from_dict({**others, **said})
