"""Where a courier asks from: kept for this session only, in the address only when she shares it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from stationmap.geo.position import Position
from stationmap.web import conditions

SPOT_KEY, SHARED_KEY = "find:spot", "find:shared"
SHARED_DECIMALS = 4
"""Four decimals are about 10 m: enough to find a door, not enough to tell a desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A position to ask from.

    Attributes
    ----------
    label
        The name of the place that was picked, or a key of the catalogue that says how it came.
    is_named
        Whether the label is a name from outside rather than a key.
    """

    position: Position
    label: str
    is_named: bool = False
    accuracy_m: float | None = None


def current_spot() -> Spot | None:
    """Return where this session asks from, if it said so."""
    spot: Spot | None = st.session_state.get(SPOT_KEY)
    return spot


def ask_from(spot: Spot) -> None:
    """Ask from here from now on; what was shared before leaves the address."""
    st.session_state[SPOT_KEY] = spot
    st.session_state.pop(SHARED_KEY, None)
    for name in ("lon", "lat", *conditions.PARAMETERS):
        st.query_params.pop(name, None)


def ask_from_shared_link() -> conditions.Conditions | None:
    """Take the position from the address if it holds one and nothing else was chosen yet.

    Returns
    -------
    Conditions or None
        What was asked for there; None if no position was taken.
    """
    if current_spot() is not None or not {"lon", "lat"} <= set(st.query_params):
        return None
    try:
        position = Position(float(st.query_params["lon"]), float(st.query_params["lat"]))
    except ValueError:
        return None
    st.session_state[SPOT_KEY] = Spot(position=position, label="find.shared")
    return conditions.conditions_of(st.query_params)


def share_spot() -> None:
    """Put the position into the address, rounded."""
    spot = current_spot()
    if spot is not None:
        st.query_params["lon"] = f"{spot.position.lon:.{SHARED_DECIMALS}f}"
        st.query_params["lat"] = f"{spot.position.lat:.{SHARED_DECIMALS}f}"
        st.session_state[SHARED_KEY] = True


def keep_in_address(asked: conditions.Conditions) -> None:
    """Let an address that holds the position say what is asked for there."""
    if _is_in_address():
        conditions.put_into(st.query_params, asked)


def is_shared() -> bool:
    """Say whether she put the position into the address herself, rather than opened a link."""
    return SHARED_KEY in st.session_state and _is_in_address()


def _is_in_address() -> bool:
    return "lon" in st.query_params and current_spot() is not None
