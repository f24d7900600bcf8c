"""What else can be done to a station: verify, move, suspend, reopen, close and merge."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import text
from stationmap.stations.calendar import BEIJING
from stationmap.stations.codes import Status
from stationmap.web import shell
from stationmap.web.staff import edit_merging, edit_saving, edit_state
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.upkeep.account import Actor
    from stationmap.upkeep.change import Kept
    from stationmap.upkeep.outcome import Refusal

UNTIL = "edit:suspend_until"
USUAL_SUSPENSION = timedelta(days=14)


def draw_verify(language: Language) -> None:
    """Draw the one tap that says that all of it is true today."""
    is_closed = edit_state.loaded().station.status is Status.CLOSED
    st.button(
        text("edit.verify", language),
        key="edit:verify",
        type="primary",
        icon=":material/check_circle:",
        on_click=_verify,
        disabled=is_closed,
        width="stretch",
    )


def draw_more(language: Language) -> None:
    """Draw the rarer actions, each with what it needs."""
    station = edit_state.loaded().station
    if station.status is not Status.OPEN or station.suspended_from is not None:
        st.button(text("edit.reopen", language), key="edit:reopen", on_click=_reopen)
    if station.status is not Status.CLOSED:
        _draw_suspend(language)
        _draw_close(language)
    with st.expander(text("edit.merge", language), expanded="merge" in st.query_params):
        edit_merging.draw(language)


def _draw_suspend(language: Language) -> None:
    today = datetime.now(BEIJING).date()
    with st.expander(text("edit.suspend", language)):
        st.date_input(
            text("edit.suspend_until", language),
            value=today + USUAL_SUSPENSION,
            min_value=today,
            key=UNTIL,
            on_change="ignore",
        )
        st.button(text("edit.suspend_now", language), key="edit:suspend", on_click=_suspend)


def _draw_close(language: Language) -> None:
    with st.expander(text("edit.close", language)):
        st.write(text("edit.close_note", language))
        st.button(text("edit.close_now", language), key="edit:close", on_click=_close)


def _verify() -> None:
    refused: dict[str, Refusal] = {}

    def change(actor: Actor, before: Kept) -> Kept:
        station_id = before.station.id
        refused.update(office().edit.verify(actor, [station_id], edit_saving.why()).refused)
        return office().edit.get(station_id)

    edit_saving.act(change, "edit.done.verified")
    for refusal in refused.values():
        st.session_state.pop(edit_state.DONE, None)
        said = text(f"edit.not_verified.{refusal}", shell.language())
        st.session_state[edit_state.PROBLEMS] = [said]


def _suspend() -> None:
    until: date | None = st.session_state.get(UNTIL)

    def change(actor: Actor, before: Kept) -> Kept:
        return office().edit.suspend(
            actor,
            before.station.id,
            version=before.version,
            until=until,
            why=edit_saving.why(),
        )

    edit_saving.act(change, "edit.done.suspended")


def _reopen() -> None:
    edit_saving.act(
        lambda actor, before: office().edit.reopen(
            actor, before.station.id, version=before.version, why=edit_saving.why()
        ),
        "edit.done.reopened",
    )


def _close() -> None:
    edit_saving.act(
        lambda actor, before: office().edit.close(
            actor, before.station.id, version=before.version, why=edit_saving.why()
        ),
        "edit.done.closed",
    )
