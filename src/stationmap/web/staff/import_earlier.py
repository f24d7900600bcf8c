"""Earlier imports, each of which can be rolled back whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import NotAllowedError, NotSignedInError
from stationmap.labels import Language, text
from stationmap.stations.calendar import BEIJING
from stationmap.web import visit
from stationmap.web.staff import import_html, import_result_html
from stationmap.web.staff.history_who import name_of
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.upkeep.outcome import RolledBack

ROLLED_BACK = "import:rolled_back"


def draw(language: Language, *, but: str | None) -> None:
    """List earlier imports, but for the one that was done just now."""
    batches = [batch for batch in office().imports.batches() if batch.id != but]
    if not batches:
        return
    with st.container(key="import-earlier"):
        st.html(import_html.section(text("import.earlier", language)))
        for batch in batches:
            line = text(
                "import.earlier_line",
                language,
                day=batch.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M"),
                who=name_of(batch.who, language),
                why=batch.why,
                changes=batch.changes,
            )
            with st.container(key=f"import-batch-{batch.id}", horizontal=True):
                st.html(
                    import_result_html.earlier(
                        line, is_rolled_back=batch.rolled_back, language=language
                    )
                )
                if not batch.rolled_back:
                    roll_back_button(batch.id, language)


def roll_back_button(batch: str, language: Language) -> None:
    """Offer to roll an import back, which is asked twice."""
    said: dict[str, RolledBack] = st.session_state.setdefault(ROLLED_BACK, {})
    if batch in said:
        st.html(import_result_html.rolled_back(said[batch], language))
        return
    with st.popover(text("import.roll_back", language)):
        really = st.button(
            text("import.really_roll_back", language), key=f"import:roll_back:{batch}"
        )
    if really:
        try:
            with st.spinner(text("import.rolling_back", language)):
                said[batch] = office().edit.roll_back(visit.actor(), batch)
        except (NotSignedInError, NotAllowedError):
            st.html(import_html.problem(text("import.not_allowed", language)))
        else:
            st.rerun()
