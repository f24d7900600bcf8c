"""What this session is editing: the version that was loaded, and what its fields hold since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from stationmap.stations.station import Station
from stationmap.web.staff.edit_values import station_of, values_of

if TYPE_CHECKING:
    from stationmap.upkeep.change import Kept
    from stationmap.web.staff.position_pin import Pin

PAGE = "edit:"
SUBJECT, LOADED, DONE, PROBLEMS = "edit:subject", "edit:loaded", "edit:done", "edit:problems"
CONFLICT, CHOICE = "edit:conflict", "edit:choice."
SAID_AT, UNSAID = "edit:said_at", "edit:unsaid"
UNCLEAR = "edit:unclear_hours"
"""By field of hours, why what was chosen is no hours yet."""

_FIELD = "edit:field."
NEW = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What was just done: the key that says it, and the number by which it can be undone."""

    key: str
    revision: int | None = None


def drop_news() -> None:
    """Forget what came of the last change."""
    for key in (PROBLEMS, DONE, SAID_AT):
        st.session_state.pop(key, None)


def key_of(field: str) -> str:
    """Return the key of the widget of a field."""
    return _FIELD + field


def drop_choices() -> None:
    """Forget which side was chosen in a dispute: what is disputed now is not what was chosen of."""
    for key in [key for key in st.session_state if str(key).startswith(CHOICE)]:
        del st.session_state[key]


def begin(station_id: str) -> bool:
    """Turn to a station, or to a new one (`NEW`); say whether that is another one than before.

    What was typed for another one is dropped; for the same one it is still there.
    """
    if st.session_state.get(SUBJECT) == station_id and key_of("name") in st.session_state:
        return False
    done = st.session_state.get(DONE)
    for key in [key for key in st.session_state if str(key).startswith(PAGE)]:
        del st.session_state[key]
    st.session_state[SUBJECT] = station_id
    if done is not None:
        st.session_state[DONE] = done
    fill(None)
    return True


def load(kept: Kept) -> None:
    """Take a version of the station for the one that is being edited; no dispute is left."""
    drop_choices()
    st.session_state[LOADED] = kept
    fill(kept.station)


def rebase(kept: Kept) -> None:
    """Take a newer version for the one that is edited; what she typed since stays typed."""
    before, typed = values_of(loaded().station), values()
    st.session_state[LOADED] = kept
    fresh = values_of(kept.station)
    for field, value in fresh.items():
        if field not in typed or typed[field] == before.get(field):
            st.session_state[key_of(field)] = value


def is_new() -> bool:
    """Say whether a station is being added."""
    return st.session_state.get(SUBJECT) == NEW


def loaded() -> Kept:
    """Return the version that is being edited."""
    kept: Kept = st.session_state[LOADED]
    return kept


def fill(station: Station | None) -> None:
    """Put a station's values into the fields."""
    for field, value in values_of(station).items():
        st.session_state[key_of(field)] = value


def values() -> dict[str, Any]:
    """Return what the fields hold."""
    return {
        str(key).removeprefix(_FIELD): value
        for key, value in st.session_state.items()
        if str(key).startswith(_FIELD)
    }


def is_changed() -> bool:
    """Say whether anything was typed that is not saved."""
    before = values_of(loaded().station if LOADED in st.session_state else None)
    return any((value or None) != (before.get(field) or None) for field, value in values().items())


def saved_mark() -> str:
    """Return what changes with each save, and from station to station."""
    kept: Kept | None = st.session_state.get(LOADED)
    return NEW if kept is None else f"{kept.station.id} {kept.version}"


def draft(station_id: str, pin: Pin) -> Station | None:
    """Return the new station as far as it is typed; None while it has no name or kind."""
    typed = values()
    if not (typed.get("name") or "").strip() or typed.get("kind") is None:
        return None
    base = Station(id=station_id, name=typed["name"], kind=typed["kind"], position=pin.position)
    station, _ = station_of(base, typed)
    return station
