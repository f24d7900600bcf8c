"""Rows that may be stations of the list already: a person decides about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import Language, text
from stationmap.upkeep.import_plan import Decision
from stationmap.web.staff import import_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.upkeep.import_plan import Candidate

OTHERS = "import:decision_for_others"
DECISIONS = "import:decisions"


def draw(candidates: Sequence[Candidate], *, shown: int, language: Language) -> None:
    """Draw each candidate beside the likeliest station, with what may be decided."""
    st.session_state[OTHERS] = st.segmented_control(
        text("import.candidate_others", language),
        list(Decision),
        default=st.session_state.get(OTHERS, Decision.SKIP),
        required=True,
        format_func=lambda decision: text(f"import_decision.{decision}", language),
        key="import:others",
    )
    decided: dict[int, Decision] = st.session_state.setdefault(DECISIONS, {})
    for candidate in candidates[:shown]:
        with st.container(key=f"import-candidate-{candidate.number}"):
            st.html(import_html.candidate(candidate, language))
            chosen = st.segmented_control(
                text("import.candidate", language, number=candidate.number, name=""),
                list(Decision),
                default=decided.get(candidate.number),
                format_func=lambda decision: text(f"import_decision.{decision}", language),
                key=f"import:decision:{candidate.number}",
                label_visibility="collapsed",
            )
            if chosen is None:
                decided.pop(candidate.number, None)
            else:
                decided[candidate.number] = chosen


def decisions(candidates: Sequence[Candidate]) -> dict[int, Decision]:
    """Return what was decided about each; the common decision counts for the rest."""
    decided = st.session_state.get(DECISIONS, {})
    others = st.session_state.get(OTHERS) or Decision.SKIP
    return {one.number: decided.get(one.number, others) for one in candidates}


def forget() -> None:
    """Forget what was decided about another file."""
    for key in (OTHERS, DECISIONS):
        st.session_state.pop(key, None)
