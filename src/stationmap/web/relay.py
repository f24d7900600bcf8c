"""Taps on what the pages draw as HTML, carried to Python: `data_tap="more:ID"` arrives as that."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import streamlit as st

from stationmap.labels import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.labels import Language


def relay_taps(
    language: Language, *, key: str, on_tap: Callable[[str, str], None] | None = None
) -> None:
    """Listen on this page; `on_tap(action, subject)` is called before the page is drawn again.

    What arrives comes from a browser: treat the subject as any other input.
    """

    def forward() -> None:
        action, _, subject = str(st.session_state[key].tap).partition(":")
        if on_tap is not None:
            on_tap(action, subject)

    _component()(
        key=key,
        data={"copied": text("relay.copied", language), "copy": text("relay.copy", language)},
        on_tap_change=forward,
    )


@cache
def _component() -> Any:
    return st.components.v2.component(
        "stationmap.relay",
        html="<span hidden></span>",
        js=(files("stationmap.web") / "components" / "relay.js").read_text(encoding="utf-8"),
    )
