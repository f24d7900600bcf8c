"""Asks before somebody leaves the edit page with something typed that is not saved."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import streamlit as st

from stationmap.labels import text
from stationmap.web.staff import edit_state

if TYPE_CHECKING:
    from stationmap.labels import Language


def watch(language: Language) -> None:
    """Watch the form from now on; what the server knows to be unsaved counts as well."""
    _component()(
        key="edit:guard",
        data={
            "ask": text("edit.leave", language),
            "changed": edit_state.is_changed(),
            "saved": edit_state.saved_mark(),
        },
    )


@cache
def _component() -> Any:
    script = files("stationmap.web") / "components" / "guard.js"
    return st.components.v2.component(
        "stationmap.guard", html="<span hidden></span>", js=script.read_text(encoding="utf-8")
    )
