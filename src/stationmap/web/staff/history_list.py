"""The history of one station as a page: a card for each revision, and a button that undoes it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import StationNotFoundError
from stationmap.labels import text
from stationmap.stations.calendar import BEIJING
from stationmap.upkeep.change import Action
from stationmap.upkeep.differences import differences
from stationmap.web import shell, station_html
from stationmap.web.document import call_page
from stationmap.web.markup import element
from stationmap.web.staff import edit_notices, edit_saving, history_html, history_words
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.upkeep.account import Account
    from stationmap.upkeep.change import Kept, Revision


def draw(station_id: str, visitor: Account, language: Language) -> None:
    """Draw every revision of a station, the newest first."""
    try:
        kept = office().edit.get(station_id)
    except StationNotFoundError:
        st.html(station_html.not_found(station_id, office().settings.hotline, language))
        return
    title = text("history.title", language, name=kept.station.name)
    call_page(title, language)
    st.html(element("h1", title, class_="page-title"))
    _draw_links(kept, visitor, language)
    edit_notices.draw(language, here=f"history {station_id}")
    may_undo = visitor.may_edit and office().areas.covers(visitor.area, kept.station)
    for revision in office().edit.history(station_id):
        _draw_revision(revision, language, may_undo=may_undo)


def _draw_links(kept: Kept, visitor: Account, language: Language) -> None:
    query = shell.query(station=kept.station.id)
    with st.container(horizontal=True):
        st.page_link(shell.page("find"), label=text("edit.open_page", language), query_params=query)
        if visitor.may_edit and not kept.removed:
            st.page_link(
                shell.page("edit"), label=text("edit.open_edit", language), query_params=query
            )


def _draw_revision(revision: Revision, language: Language, *, may_undo: bool) -> None:
    changed = differences(revision.before, revision.after)
    today = datetime.now(BEIJING).date()
    lines = history_words.changed_lines(changed, language, today=today)
    with st.container(key=f"history-{revision.number}"):
        st.html(history_html.revision_card(revision, lines, language))
        if may_undo and revision.change.action is not Action.FILLED:
            st.button(
                text("history.undo", language),
                key=f"history:undo_{revision.number}",
                on_click=edit_saving.undo,
                args=(revision.number,),
            )
