"""The fields in which a planner asks where the next stations should go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.coverage.time_slice import TimeSlice
from stationmap.files.demand import CENSUS
from stationmap.labels import Language, catalogue, text
from stationmap.services.plan.siting_question import (
    MAX_SITES,
    MAX_SPACING_M,
    MAX_STEP_M,
    MIN_STEP_M,
    CandidateSource,
    SitingModel,
    SitingQuestion,
)
from stationmap.web.plan.question_choices import choices
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.services.plan.coverage_answer import CoverageQuestion

USUAL = SitingQuestion()
PERCENT = 100
MOST_BUDGET = 10**12


def draw(coverage: CoverageQuestion, language: Language) -> SitingQuestion:
    """Draw the fields, and return the question that they ask.

    Raises
    ------
    SitingError
        If what they ask cannot be asked.
    """
    with st.container(key="siting-fields", horizontal=True):
        model = _model(language)
        is_lscp = model is SitingModel.LSCP
        n = USUAL.n if is_lscp else _number("n", USUAL.n, range(1, MAX_SITES), language)
        share = (
            _number("share_label", round(USUAL.share * PERCENT), range(1, PERCENT), language)
            if is_lscp
            else round(USUAL.share * PERCENT)
        )
        source = CandidateSource(
            st.segmented_control(
                text("siting.source_label", language),
                list(CandidateSource),
                default=CandidateSource.GRID,
                required=True,
                format_func=lambda one: text(f"siting.source.{one}", language),
                key="siting:source",
                persist_state="session",
            )
        )
        step, upload, host_types = _candidates(source, language)
    with st.expander(text("siting.more", language), key="siting-more"):
        spacing, budget, surfaces, slices = _more(
            coverage, language, has_costs=source is CandidateSource.UPLOAD and not is_lscp
        )
    return SitingQuestion(
        coverage=coverage,
        model=model,
        n=n,
        share=share / PERCENT,
        source=source,
        step_m=float(step),
        upload=upload,
        host_types=frozenset(host_types),
        min_spacing_m=float(spacing),
        budget=budget if model is SitingModel.MCLP else None,
        also_surfaces=tuple(surfaces),
        also_slices=tuple(slices),
    )


def host_label(host_type: str, language: Language) -> str:
    """Return a type of host in words: our own code's, else what the list itself says."""
    is_ours = f"siting.host.{host_type}" in catalogue()
    return text(f"siting.host.{host_type}", language) if is_ours else host_type


def _model(language: Language) -> SitingModel:
    chosen = st.segmented_control(
        text("siting.model_label", language),
        list(SitingModel),
        default=SitingModel.MCLP,
        required=True,
        format_func=lambda model: text(f"siting.model.{model}", language),
        key="siting:model",
        persist_state="session",
    )
    return SitingModel(chosen)


def _candidates(source: CandidateSource, language: Language) -> tuple[int, str | None, list[str]]:
    """Draw what the source needs; the rest is as usual."""
    step = round(USUAL.step_m)
    if source is CandidateSource.GRID:
        allowed = range(round(MIN_STEP_M), round(MAX_STEP_M), 100)
        return _number("step", step, allowed, language), None, []
    if source is CandidateSource.HOSTS:
        counted = dict(office().plan_siting.host_types())
        chosen = st.multiselect(
            text("siting.host_types", language),
            list(counted),
            format_func=lambda one: f"{host_label(one, language)} ({counted.get(one, 0):,})",
            placeholder=text("siting.any", language),
            key="siting:host_types",
            persist_state="session",
            select_all=False,
        )
        return step, None, chosen
    return step, _upload(language), []


def _upload(language: Language) -> str | None:
    uploads = _uploads(language)
    if not uploads:
        st.caption(text("siting.no_uploads", language))
        return None
    chosen: str | None = st.selectbox(
        text("siting.upload", language),
        list(uploads),
        format_func=lambda one: uploads.get(one, one),
        key="siting:upload",
        persist_state="session",
    )
    return chosen


def _uploads(language: Language) -> dict[str, str]:
    return {one: name for one, name in choices(language).surfaces.items() if one != CENSUS}


def _more(
    coverage: CoverageQuestion, language: Language, *, has_costs: bool
) -> tuple[int, float | None, list[str], list[TimeSlice]]:
    with st.container(key="siting-more-fields", horizontal=True):
        spacing = _number("spacing", 0, range(0, round(MAX_SPACING_M), 100), language)
        budget = _number("budget", 0, range(MOST_BUDGET), language) if has_costs else 0
        surfaces = {
            one: name for one, name in choices(language).surfaces.items() if one != coverage.surface
        }
        also_surfaces = st.multiselect(
            text("siting.also_surfaces", language),
            list(surfaces),
            format_func=lambda one: surfaces.get(one, one),
            placeholder=text("siting.any", language),
            help=text("siting.also_help", language),
            key="siting:also_surfaces",
            persist_state="session",
            select_all=False,
        )
        slices = [one for one in TimeSlice if one is not coverage.counting.time_slice]
        also_slices = st.multiselect(
            text("siting.also_slices", language),
            slices,
            format_func=lambda one: text(f"time_slice.{one}", language),
            placeholder=text("siting.any", language),
            help=text("siting.also_help", language),
            key="siting:also_slices",
            persist_state="session",
            select_all=False,
        )
    return spacing, float(budget) or None, also_surfaces, also_slices


def _number(field: str, usual: int, allowed: range, language: Language) -> int:
    return int(
        st.number_input(
            text(f"siting.{field}", language),
            min_value=allowed.start,
            max_value=allowed.stop,
            value=usual,
            step=allowed.step,
            key=f"siting:{field}",
            persist_state="session",
        )
    )
