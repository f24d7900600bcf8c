"""What the buttons of the edit page do: each is one call of the service, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import (
    InvalidStationError,
    NotAllowedError,
    NotSignedInError,
    OutsideAreaError,
    RevisionNotFoundError,
    StationNotFoundError,
    StoreError,
    UndoConflictError,
    VersionConflictError,
)
from stationmap.labels import text
from stationmap.stations.codes import StationKind
from stationmap.stations.station import Station
from stationmap.upkeep.new_ids import TO_BE_GIVEN
from stationmap.web import shell, visit
from stationmap.web.staff import edit_state, edit_values
from stationmap.web.staff.edit_problems import problems_of
from stationmap.web.staff.edit_state import CHOICE, CONFLICT, DONE, LOADED, PROBLEMS, Done
from stationmap.web.staff.history_words import field_label
from stationmap.web.staff.position_picker import current_pin
from stationmap.web.wiring import office
from stationmap.web.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.upkeep.account import Actor
    from stationmap.upkeep.change import Kept

WHY = "edit:why"
REFUSALS = (
    NotSignedInError,
    OutsideAreaError,
    NotAllowedError,
    InvalidStationError,
    StationNotFoundError,
    RevisionNotFoundError,
    UndoConflictError,
    StoreError,
)


def add() -> None:
    """Add the station that the form describes where the pin is, and turn to it."""
    pin = current_pin()
    if pin is None:
        st.session_state[PROBLEMS] = [text("edit.no_pin", shell.language())]
        return
    blank = Station(id=TO_BE_GIVEN, name=TO_BE_GIVEN, kind=StationKind.WARM_STATION, **pin.fields)
    station = _from_form(blank)
    if station is None:
        return
    kept = attempt(lambda actor: office().edit.add(actor, station, why()), "edit.done.added")
    if kept is not None:
        st.query_params["station"] = kept.station.id


def save() -> None:
    """Save what was typed over the version that was loaded; else keep it for the conflict."""
    before = edit_state.loaded()
    mine = _from_form(before.station)
    if mine is not None:
        _save(mine, before, mine)


def save_merged(version: int) -> None:
    """Save both sides' changes over the newer version, each disputed field as was chosen.

    Parameters
    ----------
    version
        The newer version that was shown; if there is a newer one still, that is the next conflict.
    """
    mine: Station = st.session_state[CONFLICT]
    conflict = office().edit.conflict(mine, edit_state.loaded().version)
    if conflict.theirs.version != version:
        edit_state.drop_choices()
        return
    choices = {field: st.session_state.get(CHOICE + field) for field in conflict.fields}
    open_ones = [field for field, is_mine in choices.items() if is_mine is None]
    if open_ones:
        _ask_for_choice(open_ones)
        return
    chosen = [field for field, is_mine in choices.items() if is_mine]
    unchanged = "conflict.took_theirs" if conflict.fields else "edit.done.nothing"
    _save(conflict.settled(chosen), conflict.theirs, mine, unchanged=unchanged)


def take_theirs() -> None:
    """Drop what was typed, and take the newer version."""
    edit_state.load(office().edit.get(edit_state.loaded().station.id))
    st.session_state.pop(CONFLICT, None)


def undo(revision: int) -> None:
    """Take back what a revision did."""
    kept = attempt(lambda actor: office().edit.undo(actor, revision), "edit.done.undone")
    edited: Kept | None = st.session_state.get(LOADED)
    if kept is not None and edited is not None and edited.station.id == kept.station.id:
        edit_state.rebase(kept)


def act(change: Callable[[Actor, Kept], Kept], key: str) -> Kept | None:
    """Do one of the actions to the station that is edited; what is typed stays typed."""
    before = edit_state.loaded()
    kept = attempt(lambda actor: change(actor, before), key)
    if kept is None:
        return None
    if kept.revision == before.revision:
        st.session_state[DONE] = Done(key)
    edit_state.rebase(kept)
    st.session_state.pop(WHY, None)
    return kept


def attempt(
    change: Callable[[Actor], Kept], key: str, *, on_conflict: Callable[[], None] | None = None
) -> Kept | None:
    """Make a change, and keep for the page what came of it.

    Parameters
    ----------
    key
        Of what is said if it was made.
    on_conflict
        What to do if there is a newer version; by default that is shown, to be looked at.
    """
    edit_state.drop_news()
    st.session_state[edit_state.UNSAID] = True
    try:
        kept = change(visit.actor())
    except REFUSALS as refusal:
        st.session_state[PROBLEMS] = problems_of(refusal, shell.language())
        return None
    except VersionConflictError:
        (on_conflict or _show_newer)()
        return None
    st.session_state[DONE] = Done(key, kept.revision)
    return kept


def why() -> str:
    """Return the reason that was typed."""
    return st.session_state.get(WHY) or ""


def _ask_for_choice(fields: list[str]) -> None:
    """Say of which disputed fields neither side was chosen; nothing is saved meanwhile."""
    spoken = shell.language()
    names = listed([field_label(field, spoken) for field in fields], spoken)
    edit_state.drop_news()
    st.session_state[PROBLEMS] = [text("conflict.not_chosen", spoken, fields=names)]


def _save(
    station: Station, over: Kept, mine: Station, *, unchanged: str = "edit.done.nothing"
) -> None:
    """Save a station over a version.

    Parameters
    ----------
    mine
        What is kept if there is a newer version still.
    unchanged
        The key of what is said if the version is so already.
    """

    def keep_mine() -> None:
        edit_state.drop_choices()
        st.session_state[CONFLICT] = mine

    def change(actor: Actor) -> Kept:
        return office().edit.save(actor, station, version=over.version, why=why())

    kept = attempt(change, "edit.done.saved", on_conflict=keep_mine)
    if kept is None:
        return
    if kept.revision == over.revision:
        st.session_state[DONE] = Done(unchanged)
    edit_state.load(kept)
    for key in (CONFLICT, WHY):
        st.session_state.pop(key, None)


def _show_newer() -> None:
    edit_state.rebase(office().edit.get(edit_state.loaded().station.id))
    st.session_state[PROBLEMS] = [text("edit.changed_meanwhile", shell.language())]


def _from_form(base: Station) -> Station | None:
    """Return the station with what was typed; if that is wrong, say so."""
    unclear: dict[str, str] = st.session_state.get(edit_state.UNCLEAR, {})
    if unclear:
        spoken = shell.language()
        said = [text(f"hours.problem.{problem}", spoken) for problem in unclear.values()]
        st.session_state[PROBLEMS] = said
        return None
    station, faults = edit_values.station_of(base, edit_state.values())
    if station is None:
        error = InvalidStationError(base.id, faults)
        st.session_state[PROBLEMS] = problems_of(error, shell.language())
    return station
