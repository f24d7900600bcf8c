"""The second step of an import: what would happen, group by group."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import NotAllowedError, NotSignedInError
from stationmap.files.preview import FileKind
from stationmap.files.write import to_csv
from stationmap.labels import Language, text
from stationmap.services.import_words import faulty_file
from stationmap.web import visit
from stationmap.web.offered_files import download_link
from stationmap.web.staff import import_candidates, import_html
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.upkeep.import_plan import ImportPlan, PlannedRow
    from stationmap.web.staff.import_asked import Asked

PLAN = "import:plan"
SHOWN = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Group(StrEnum):
    """What the rows of a plan are parted into; the labels are `import_group.<value>`."""

    NEW = "new"
    CHANGED = "changed"
    CANDIDATES = "candidates"
    FAULTY = "faulty"
    DOUBTFUL = "doubtful"
    UNCHANGED = "unchanged"


OPENED_FIRST = (Group.FAULTY, *Group)
"""What stays out is seen before what goes in."""


def draw(asked: Asked, language: Language) -> ImportPlan | None:
    """Draw the button and, once it was pressed for these answers, what would happen."""
    if st.button(text("import.plan", language), key="import:plan_button", type="primary"):
        import_candidates.forget()
        with st.spinner(text("import.planning", language)):
            st.session_state[PLAN] = (asked.fingerprint, _plan(asked, language))
    fingerprint, kept = st.session_state.get(PLAN, (None, None))
    plan: ImportPlan | None = kept if fingerprint == asked.fingerprint else None
    if plan is None:
        return None
    with st.container(key="import-outcome"):
        st.html(import_html.section(text("import.outcome", language)))
        st.html(import_html.faults(plan.file_faults, language))
        if not plan.is_possible:
            return None
        st.html(import_html.small(text("import.nothing_written", language)))
        _groups(asked, plan, language)
    return plan


def _plan(asked: Asked, language: Language) -> ImportPlan | None:
    try:
        plan: ImportPlan = office().imports.plan(
            visit.actor(), asked.file, datum=asked.datum, answers=asked.answers
        )
    except (NotSignedInError, NotAllowedError):
        st.html(import_html.problem(text("import.not_allowed", language)))
        return None
    return plan


def _groups(asked: Asked, plan: ImportPlan, language: Language) -> None:
    counts = {group: len(getattr(plan, group)) for group in Group}
    group = st.segmented_control(
        text("import.outcome", language),
        list(Group),
        default=next((group for group in OPENED_FIRST if counts[group]), Group.NEW),
        required=True,
        format_func=lambda group: text(f"import_group.{group}", language, count=counts[group]),
        key=f"import:group:{id(plan)}",
        label_visibility="collapsed",
    )
    if not counts[group]:
        st.html(import_html.small(text("import.none", language)))
        return
    shown = min(counts[group], SHOWN)
    st.html(
        import_html.small(text("import.first_rows", language, count=counts[group], shown=shown))
    )
    _draw_group(group, asked, plan, language)


def _draw_group(group: Group, asked: Asked, plan: ImportPlan, language: Language) -> None:
    if group is Group.NEW:
        st.html(import_html.new_rows(plan.new[:SHOWN], language))
        _download(plan.new, group, language)
    elif group is Group.CHANGED:
        st.html(import_html.changed_rows(plan.changed[:SHOWN], language))
        _download(plan.changed, group, language)
    elif group is Group.CANDIDATES:
        import_candidates.draw(plan.candidates, shown=SHOWN, language=language)
    elif group is Group.FAULTY:
        st.html(import_html.doubtful_rows(plan.faulty[:SHOWN], asked.file, language))
        _download_faulty(asked, plan, language)
    elif group is Group.DOUBTFUL:
        st.html(import_html.doubtful_rows(plan.doubtful[:SHOWN], asked.file, language))
    else:
        st.html(import_html.numbers(plan.unchanged[:SHOWN], language))


def _download(rows: Sequence[PlannedRow], group: Group, language: Language) -> None:
    st.html(
        download_link(
            text("import.download", language, count=len(rows)),
            lambda: to_csv([row.after for row in rows]).encode("utf-8-sig"),
            file_name=f"import_{group}.csv",
            media_type="text/csv",
            key=f"import:download:{group}",
        )
    )


def _download_faulty(asked: Asked, plan: ImportPlan, language: Language) -> None:
    """Offer the faulty rows in the format in which they came; those of GeoJSON as a table."""
    as_workbook = asked.file.seen.kind is FileKind.XLSX
    st.html(
        download_link(
            text("import.download_faulty", language, count=len(plan.faulty)),
            partial(faulty_file, asked.file, plan, language, as_workbook=as_workbook),
            file_name="faulty_rows.xlsx" if as_workbook else "faulty_rows.csv",
            media_type=XLSX if as_workbook else "text/csv",
            key="import:download_faulty",
        )
    )
