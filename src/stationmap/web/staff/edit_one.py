"""The page on which one station is changed; an id that was merged leads to what it became."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import StationNotFoundError
from stationmap.labels import text
from stationmap.web import shell, station_html
from stationmap.web.dates import dated
from stationmap.web.document import call_page
from stationmap.web.markup import Markup, element
from stationmap.web.staff import (
    conflict_panel,
    edit_actions,
    edit_form,
    edit_guard,
    edit_moving,
    edit_notices,
    edit_saving,
    edit_state,
)
from stationmap.web.staff.position_place import streets_to_choose
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.stations.station import Station
    from stationmap.upkeep.account import Account
    from stationmap.upkeep.change import Kept


def draw(station_id: str, visitor: Account, language: Language) -> None:
    """Draw the page of one station."""
    try:
        newest = office().edit.resolve(station_id)
    except StationNotFoundError:
        st.html(station_html.not_found(station_id, office().settings.hotline, language))
        return
    if newest.removed:
        _draw_removed(newest, language)
        return
    _turn_to(newest)
    kept = edit_state.loaded()
    call_page(text("edit.title", language, name=kept.station.name), language)
    may_write = office().areas.covers(visitor.area, kept.station)
    _draw_head(kept, station_id, language)
    edit_notices.draw(language, here=f"edit {kept.station.id}")
    if not may_write:
        area = office().areas.name(visitor.area, language)
        sentence = text("edit.outside", language, area=area)
        st.html(element("p", sentence, class_="hint problem", role="alert"))
        return
    if edit_state.CONFLICT in st.session_state:
        conflict_panel.draw_conflict(language)
        return
    edit_actions.draw_verify(language)
    _draw_form(kept, language)
    edit_form.heading("edit.more", language)
    edit_moving.draw(visitor, language)
    edit_actions.draw_more(language)
    edit_guard.watch(language)


def _turn_to(newest: Kept) -> None:
    """Take the newest version, unless something was typed over an older one."""
    if edit_state.begin(newest.station.id) or (
        edit_state.loaded().version != newest.version and not edit_state.is_changed()
    ):
        edit_state.load(newest)


def _draw_form(kept: Kept, language: Language) -> None:
    edit_form.draw(language, streets=_streets(kept.station))
    with st.container(key="edit-save"):
        st.button(
            text("edit.save", language),
            key="edit:save",
            type="primary",
            on_click=edit_saving.save,
            width="stretch",
        )


def _streets(station: Station) -> list[str] | None:
    """Return the streets to choose from, none if it is typed, None if the outline says it."""
    areas = office().areas
    whereabouts = areas.of(station)
    streets = streets_to_choose(whereabouts, areas)
    if not streets and whereabouts.street is not None:
        return None
    return [street.name for street in streets]


def _draw_head(kept: Kept, asked: str, language: Language) -> None:
    station = kept.station
    st.html(_head(kept, asked, language))
    query = shell.query(station=station.id)
    with st.container(key="edit-links", horizontal=True):
        for name, key in (("find", "edit.open_page"), ("history", "edit.open_history")):
            st.page_link(shell.page(name), label=text(key, language), query_params=query)


def _head(kept: Kept, asked: str, language: Language) -> Markup:
    station = kept.station
    said = (text(f"status.{station.status}", language), _verified(station, language), station.id)
    merged = text("edit.merged_notice", language, asked=asked, id=station.id)
    return element(
        "div",
        element("h1", text("edit.title", language, name=station.name), class_="page-title"),
        element("p", dated(" · ".join(said)), class_="muted"),
        element("p", merged, class_="hint", role="status") if asked != station.id else None,
    )


def _verified(station: Station, language: Language) -> str:
    if station.verified_on is None:
        return text("edit.never_verified", language)
    return text("edit.verified_on", language, day=station.verified_on.isoformat())


def _draw_removed(kept: Kept, language: Language) -> None:
    name = text("edit.removed", language, name=kept.station.name)
    st.html(element("h1", name, class_="page-title"))
    edit_notices.draw(language, here=f"edit {kept.station.id}")
    st.page_link(
        shell.page("history"),
        label=text("edit.open_history", language),
        query_params=shell.query(station=kept.station.id),
    )
