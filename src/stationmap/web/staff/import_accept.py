"""The third step of an import: what goes in, doing it, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import (
    ImportOutdatedError,
    NotAllowedError,
    NotSignedInError,
    OutsideAreaError,
)
from stationmap.labels import Language, text
from stationmap.upkeep.import_plan import Accepted, Imported
from stationmap.web import shell, visit
from stationmap.web.staff import (
    import_asked,
    import_candidates,
    import_dry_run,
    import_html,
    import_result_html,
)
from stationmap.web.staff.import_earlier import roll_back_button
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.upkeep.import_plan import ImportPlan

DONE = "import:done"
NAMES = 10
"""How many ids are shown of stations that were changed meanwhile."""


def draw(plan: ImportPlan, language: Language) -> None:
    """Ask which groups go in, and do it."""
    with st.container(key="import-accept"):
        st.html(import_html.section(text("import.accept", language)))
        accepted = Accepted(
            decisions=import_candidates.decisions(plan.candidates),
            with_new=_wanted("with_new", len(plan.new), language),
            with_changed=_wanted("with_changed", len(plan.changed), language),
            why=st.text_input(text("import.why", language), key="import:why", max_chars=200),
        )
        count, leaving = sum(map(len, plan.rows_of(accepted))), len(plan.leaving(accepted))
        if leaving:
            st.html(import_html.small(text("import.samples_go", language, count=leaving)))
        if not count and not leaving:
            st.html(import_html.small(text("import.nothing_to_do", language)))
        elif st.button(
            text("import.do_it", language, count=count), key="import:do_it", type="primary"
        ):
            _do(plan, accepted, language)


def draw_result(language: Language) -> str | None:
    """Draw what the last import did, and the way back; return its batch, if there was one."""
    done: Imported | None = st.session_state.get(DONE)
    if done is None or done.batch is None:
        return None
    counts = {name: getattr(done, name) for name in ("added", "changed", "removed", "skipped")}
    st.html(
        import_result_html.result(
            text("import.done", language), text("import.done_counts", language, **counts)
        )
    )
    with st.container(key="import-next", horizontal=True):
        for name, key in (("all_stations", "import.see_map"), ("work", "import.see_work")):
            st.page_link(shell.page(name), label=text(key, language), query_params=shell.query())
        st.button(text("import.again", language), key="import:again", on_click=_start_again)
    roll_back_button(done.batch, language)
    return done.batch


def _wanted(name: str, count: int, language: Language) -> bool:
    """Ask whether a group goes in, if there is anything in it."""
    if not count:
        return True
    label = text(f"import.{name}", language, count=count)
    return st.checkbox(label, value=True, key=f"import:{name}")


def _do(plan: ImportPlan, accepted: Accepted, language: Language) -> None:
    bar = st.progress(0.0)

    def show(done: int, total: int) -> None:
        bar.progress(done / total, text("import.writing", language, done=done, total=total))

    try:
        done = office().imports.apply(visit.actor(), plan, accepted, on_progress=show)
    except ImportOutdatedError as error:
        names = ", ".join(error.station_ids[:NAMES])
        st.html(import_html.problem(text("import.outdated", language, names=names)))
    except OutsideAreaError:
        st.html(import_html.problem(text("import.outside_area", language)))
    except (NotSignedInError, NotAllowedError):
        st.html(import_html.problem(text("import.not_allowed", language)))
    else:
        st.session_state[DONE] = done
        st.session_state.pop(import_dry_run.PLAN, None)
        import_asked.next_round()
        st.rerun()


def _start_again() -> None:
    st.session_state.pop(DONE, None)
