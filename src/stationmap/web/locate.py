"""The locate button: asks the phone for its position on a tap, and tells apart why it could not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import TYPE_CHECKING, Any

import streamlit as st

from stationmap.errors import InvalidPositionError
from stationmap.geo.position import Position
from stationmap.labels import text
from stationmap.web.icons import icon
from stationmap.web.markup import element

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.labels import Language


class LocateProblem(StrEnum):
    """Why the phone gave no position; each has its own advice in the catalogue."""

    DENIED = "denied"
    TIMED_OUT = "timed_out"
    UNAVAILABLE = "unavailable"
    INSECURE = "insecure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A position as the phone gave it, with the radius in metres that it is sure of."""

    position: Position
    accuracy_m: float


def locate_button(
    language: Language,
    *,
    key: str,
    on_outcome: Callable[[Fix | LocateProblem], None],
    label: str | None = None,
) -> None:
    """Draw the button; `on_outcome` is called once for each tap, before the page is drawn again.

    Parameters
    ----------
    label
        What stands on it; by default that it leads to the nearest station.
    """

    def forward() -> None:
        on_outcome(outcome_from(st.session_state[key].outcome))

    _component()(
        key=key,
        data={
            "label": label or text("locate.button", language),
            "waiting": text("locate.waiting", language),
        },
        on_outcome_change=forward,
    )


def outcome_from(answer: Any) -> Fix | LocateProblem:
    """Read what the browser sent; anything that is not a position counts as unavailable."""
    try:
        if "problem" in answer:
            return LocateProblem(answer["problem"])
        accuracy_m = float(answer["accuracy_m"])
        position = Position(answer["lon"], answer["lat"])
    except (KeyError, TypeError, ValueError, InvalidPositionError):
        return LocateProblem.UNAVAILABLE
    return Fix(position=position, accuracy_m=accuracy_m if isfinite(accuracy_m) else 0.0)


@cache
def _component() -> Any:
    return st.components.v2.component(
        "stationmap.locate",
        html=element("button", icon("locate"), element("span"), class_="locate", type="button"),
        js=(files("stationmap.web") / "components" / "locate.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
