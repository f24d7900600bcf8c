"""Two records of one place made one: which other, which stays, and what that one will have."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import StationNotFoundError
from stationmap.geo.geodesic import distance_m
from stationmap.labels import text
from stationmap.stations.calendar import BEIJING
from stationmap.upkeep.differences import differences
from stationmap.upkeep.merging import propose_merge
from stationmap.web import wording
from stationmap.web.markup import Markup, element
from stationmap.web.staff import edit_notices, edit_saving, edit_state
from stationmap.web.staff.history_html import change_list
from stationmap.web.staff.history_words import changed_lines
from stationmap.web.staff.import_html import not_markdown
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.upkeep.account import Actor
    from stationmap.upkeep.change import Kept

OTHER, STAYS, ASKED = "edit:merge_other", "edit:merge_stays", "edit:merge_asked"
REACH_M = 250.0
"""Two records of one place lie rarely farther apart."""
FAR_APART_M = 200.0
"""From here on, whoever merges is asked to look twice."""


@st.fragment
def draw(language: Language) -> None:
    """Draw the choice of the other station; once it is chosen, what would become of both."""
    edit_notices.say_from_fragment()
    this = edit_state.loaded()
    _draw_choice(this, language)
    other = _other(this)
    if other is None:
        return
    st.html(_how_far(this, other, language))
    this_stays = st.radio(
        text("merge.stays", language),
        [True, False],
        format_func=lambda is_this: _named(this if is_this else other, language),
        key=STAYS,
    )
    gone, kept = (other, this) if this_stays else (this, other)
    st.html(_preview(gone, kept, language))
    st.button(
        text("merge.now", language),
        key="edit:merge",
        on_click=_merge,
        args=(gone, kept),
    )


def _take_other_from_address(this: Kept) -> None:
    """Choose once the station that a link names: `?station=ID&merge=OTHER`."""
    asked = this.station.id, st.query_params.get("merge")
    if asked[1] is not None and st.session_state.get(ASKED) != asked:
        st.session_state[ASKED] = asked
        st.session_state[OTHER] = asked[1]


def _draw_choice(this: Kept, language: Language) -> None:
    _take_other_from_address(this)
    found = office().edit.near(this.station.position, REACH_M)
    near = {kept.station.id: (kept, m) for kept, m in found if kept.station.id != this.station.id}

    def said(station_id: str) -> str:
        if station_id not in near:
            return station_id
        kept, apart_m = near[station_id]
        how_far = wording.distance(apart_m, language)
        return text("merge.option", language, name=kept.station.name, id=station_id, far=how_far)

    st.selectbox(
        text("merge.other", language),
        list(near),
        index=None,
        format_func=said,
        placeholder=text("merge.placeholder", language),
        accept_new_options=True,
        key=OTHER,
    )
    asked = st.session_state.get(OTHER)
    if asked and _other(this) is None:
        st.html(element("p", text("merge.unknown", language, id=asked), class_="hint problem"))


def _other(this: Kept) -> Kept | None:
    """Return the other station, if one that is in the list was named."""
    asked = str(st.session_state.get(OTHER) or "").strip()
    try:
        other = office().edit.resolve(asked) if asked else None
    except StationNotFoundError:
        return None
    if other is None or other.removed or other.station.id == this.station.id:
        return None
    return other


def _named(kept: Kept, language: Language) -> str:
    station = kept.station
    return not_markdown(text("merge.named", language, name=station.name, id=station.id))


def _how_far(this: Kept, other: Kept, language: Language) -> Markup:
    """Say how far the other one is, and warn where two records of one place do not lie so far."""
    apart_m = distance_m(this.station.position, other.station.position)
    is_doubtful = apart_m > FAR_APART_M
    said = text(
        "merge.far_apart" if is_doubtful else "merge.apart",
        language,
        name=other.station.name,
        far=wording.distance(apart_m, language),
    )
    if is_doubtful:
        return element("p", said, class_="hint problem", role="alert")
    return element("p", said, class_="muted")


def _preview(gone: Kept, kept: Kept, language: Language) -> Markup:
    changed = differences(kept.station, propose_merge(gone.station, kept.station))
    today = datetime.now(BEIJING).date()
    return element(
        "div",
        element("p", text("merge.kept", language, name=kept.station.name, id=kept.station.id)),
        change_list(changed_lines(changed, language, today=today), language),
        element(
            "p",
            text("merge.gone", language, name=gone.station.name, id=gone.station.id),
            class_="small-print",
        ),
        class_="card",
    )


def _merge(gone: Kept, kept: Kept) -> None:
    def change(actor: Actor) -> Kept:
        return office().edit.merge(
            actor,
            gone.station.id,
            gone_version=gone.version,
            into=propose_merge(gone.station, kept.station),
            into_version=kept.version,
            why=edit_saving.why(),
        )

    merged = edit_saving.attempt(change, "edit.done.merged")
    if merged is None:
        return
    st.session_state.pop(OTHER, None)
    if merged.station.id == edit_state.loaded().station.id:
        edit_state.rebase(merged)
    else:
        st.query_params["station"] = merged.station.id
